// How the dynamic loader treats compiled code with a glibc older than this machine's. That glibc is not installed here,
// and code that needs a newer one than the image's, but not than this machine's, can be imported here. So the loader
// gets a C library that contains only the version names of the older glibc. It compares those first, and `--list` makes
// it stop there: nothing is run.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { type Cleanup, createWorkspace, writeFiles } from "../machine/workspace.ts";
import { compile } from "../packages/compiler.ts";

/** Where the ABI of x86-64 says that the loader is. */
const LOADER = "/lib64/ld-linux-x86-64.so.2";

/** The loader's errors for one shared object: "version `GLIBC_2.34' not found". */
export function refusalsWithGlibc(t: Cleanup, minor: number, sharedObject: string): string[] {
  const { stdout, stderr } = spawnSync(LOADER, ["--library-path", libc(t, minor), "--list", sharedObject], {
    encoding: "utf8",
  });
  // Newer versions that this machine's own libraries need do not matter.
  const asked = `(required by ${sharedObject})`;
  const lines = `${stdout}${stderr}`.split("\n").filter((line) => line.includes("not found") && line.includes(asked));
  return lines.map((line) => /version `\S+' not found/.exec(line)?.[0] ?? line);
}

/** A directory with a C library that defines the versions up to glibc 2.`minor`, and no function. */
function libc(t: Cleanup, minor: number): string {
  const directory = createWorkspace(t);
  const early = ["2.2.5", "2.2.6", "2.3", "2.3.2", "2.3.3", "2.3.4"];
  const versions = [...early, ...Array.from({ length: minor - 3 }, (_, index) => `2.${index + 4}`)];
  writeFiles(directory, { versions: versions.map((version) => `GLIBC_${version} { };\n`).join("") });
  const flags = ["-nostdlib", "-Wl,-soname,libc.so.6", `-Wl,--version-script=${join(directory, "versions")}`];
  compile(t, join(directory, "libc.so.6"), "int nothing;\n", flags);
  return directory;
}
