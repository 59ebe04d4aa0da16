// A Python as uv downloads it: the interpreter of the tests, packed without what no test needs, and uv's list of downloads
// that names it, both on 127.0.0.1.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { listen, send, sendJson } from "../machine/loopback.ts";
import { type Cleanup, createWorkspace } from "../machine/workspace.ts";

/** Of the library: large, or not needed to install packages. `site-packages` too: its pip is the one of ensurepip. */
const LEFT_OUT = ["test", "tests", "idlelib", "tkinter", "turtledemo", "lib2to3", "site-packages", "__pycache__"];

export interface PythonArchive {
  readonly bytes: Buffer;
  /** Full, such as `3.8.18`. */
  readonly version: string;
  readonly sha256: string;
}

/** @param python the interpreter to pack; its version may be any, but it must be an installation of its own */
export function packPython(t: Cleanup, python: string): PythonArchive {
  const code = "import sys; print(sys.base_prefix, '%d.%d.%d' % sys.version_info[:3])";
  const [prefix = "", version = ""] = execFileSync(python, ["-c", code], { encoding: "utf8" }).trim().split(" ");
  const minor = version.split(".").slice(0, 2).join(".");
  const folder = join(createWorkspace(t), "python");
  mkdirSync(join(folder, "bin"), { recursive: true });
  const program = join(folder, "bin", `python${minor}`);
  writeFileSync(program, relocatable(readFileSync(join(prefix, "bin", `python${minor}`)), join(prefix, "lib")));
  chmodSync(program, 0o755);
  symlinkSync(`python${minor}`, join(folder, "bin", "python3"));
  const isKept = (path: string) => !LEFT_OUT.includes(basename(path)) && !basename(path).startsWith("config-");
  for (const name of readdirSync(join(prefix, "lib")).filter((one) => /^(libpython.*\.so|python3\.)/.test(one))) {
    cpSync(join(prefix, "lib", name), join(folder, "lib", name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: isKept,
    });
  }
  const archive = `${folder}.tar.gz`;
  execFileSync("tar", ["-I", "gzip -1", "-C", join(folder, ".."), "-cf", archive, "python"]);
  const bytes = readFileSync(archive);
  return { bytes, version, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** Replaces the absolute path in which a shared libpython is searched. */
function relocatable(program: Buffer, lib: string): Buffer {
  const [old, fresh] = [Buffer.from(`${lib}\0`), Buffer.from("$ORIGIN/../lib\0")];
  const start = program.indexOf(old);
  if (start >= 0 && fresh.length <= old.length) Buffer.concat([fresh], old.length).copy(program, start);
  return program;
}

export interface PythonServer {
  /** For UV_PYTHON_DOWNLOADS_JSON_URL. */
  readonly list: string;
  /** What was asked, as paths. */
  readonly requests: readonly string[];
}

export interface PythonServerOptions {
  /** Of the list, for this archive; `null` leaves it out. */
  readonly sha256?: string | null;
  /** Status instead of the archive. */
  readonly status?: number;
}

/** Serves one archive and a list that names it for this machine. */
export async function servePython(
  t: Cleanup,
  { bytes, version, sha256: actual }: PythonArchive,
  { sha256 = actual, status = 200 }: PythonServerOptions = {},
): Promise<PythonServer> {
  const requests: string[] = [];
  const [major, minor, patch] = version.split(".").map(Number);
  const family = process.arch === "arm64" ? "aarch64" : "x86_64";
  const server = await listen((_, response, { pathname }) => {
    requests.push(pathname);
    if (pathname === "/python.tar.gz") return send(response, status, status === 200 ? bytes : "");
    const url = `${server.origin}/python.tar.gz`;
    const build = { name: "cpython", arch: { family, variant: null }, os: "linux", libc: "gnu", major, minor, patch };
    sendJson(response, 200, { [`cpython-${version}-linux-${family}-gnu`]: { ...build, prerelease: "", url, sha256 } });
  });
  t.after(() => server.close());
  return { list: `${server.origin}/python-downloads.json`, requests };
}
