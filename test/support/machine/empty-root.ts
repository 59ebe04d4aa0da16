// A root directory of its own, with Node and what Node needs to run, and nothing else: no Python, no shell, no tools.
import { execFileSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type ChildResult, runChild } from "./child.ts";
import type { Environment } from "./environment.ts";
import { type Cleanup, createWorkspace, writeFiles } from "./workspace.ts";

/** Why there is none; `false` if there is one. */
export const noEmptyRoot = whyNot();

function whyNot(): string | false {
  try {
    const directory = mkdtempSync(join(tmpdir(), "azureml-empty-root-"));
    try {
      execFileSync("unshare", ["--mount", "mount", "-t", "proc", "proc", directory], { stdio: "pipe" });
      return false;
    } finally {
      rmSync(directory, { recursive: true });
    }
  } catch {
    return "nobody here may change the root directory";
  }
}

const { SSL_CERT_FILE = "", PIP_CERT = "", NODE_EXTRA_CA_CERTS = "" } = process.env;
/** How name resolution and TLS work here; what is missing is not needed. */
const SETTINGS = [
  ...["/etc/hosts", "/etc/resolv.conf", "/etc/nsswitch.conf", "/etc/ssl/certs/ca-certificates.crt"],
  ...[SSL_CERT_FILE, PIP_CERT, NODE_EXTRA_CA_CERTS].filter((file) => file !== ""),
];

export interface EmptyRoot {
  /** Absolute, outside. */
  readonly path: string;
  /** Node with these arguments, in a directory that is given as inside. */
  node(args: readonly string[], options: { cwd: string; env: Environment; timeout?: number }): Promise<ChildResult>;
}

/**
 * @param copied paths, absolute inside, with what is copied to them
 * @param programs whose shared libraries are needed, besides Node's
 */
export function emptyRoot(
  t: Cleanup,
  copied: Readonly<Record<string, string>>,
  programs: readonly string[],
): EmptyRoot {
  const path = createWorkspace(t, { "tmp/": "", "proc/": "", "dev/": "", "etc/": "", "home/": "" });
  const files = [...SETTINGS.filter((file) => existsSync(file)), ...librariesOf([process.execPath, ...programs])];
  for (const [inside, outside] of [
    ...files.map((file) => [file, file] as const),
    ["/bin/node", process.execPath] as const,
  ]) {
    mkdirSync(dirname(join(path, inside)), { recursive: true });
    copyFileSync(realpathSync(outside), join(path, inside));
  }
  for (const [inside, outside] of Object.entries(copied)) cpSync(outside, join(path, inside), { recursive: true });
  const start =
    'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && cd / && exec chroot "$0" /bin/node "$@"';
  // chroot(8) changes to the new root.
  writeFiles(path, {
    "start.mjs": "process.chdir(process.argv[2]); process.argv.splice(1, 2); await import(process.argv[1]);\n",
  });
  return {
    path,
    node: async ([script = "", ...args], { cwd, env, timeout }) => {
      const words = ["--mount", "sh", "-c", start, path, "/start.mjs", cwd, join(cwd, script), ...args];
      return await runChild("unshare", words, { cwd: path, env, timeout });
    },
  };
}

/** The other parts of glibc: programs that were built on an older one still name them. */
const PARTS_OF_GLIBC = ["dl", "pthread", "rt", "util", "resolv", "nss_dns", "nss_files"].map((name) => `lib${name}.so`);

/** The shared libraries that the loader finds for programs and libraries, with the loader itself and all of glibc. */
function librariesOf(programs: readonly string[]): string[] {
  const listing = programs.map((program) => execFileSync("ldd", [program], { encoding: "utf8" })).join("");
  const found = [...listing.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)].map(([, file = ""]) => file);
  const folder = dirname(found.find((file) => file.endsWith("/libc.so.6")) ?? "/lib/libc.so.6");
  const parts = readdirSync(folder).filter((name) => PARTS_OF_GLIBC.includes(name.replace(/\.\d+$/, "")));
  return [...new Set([...found, ...parts.map((name) => join(folder, name))])];
}
