// Another user of this machine, because the container's user is not the runner's. Only root can switch to another user.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { repositoryRoot } from "../github/runner/action-runner.ts";
import { type Cleanup, createWorkspace } from "./workspace.ts";

/** An unprivileged user; 65534 is `nobody` on most machines. */
export const NOBODY = 65534;

const READ = "for (const path of process.argv.slice(1)) require('node:fs').readFileSync(path)";

/** For `describe` or `it`: false, or the reason. */
export function withoutOtherUser(): string | false {
  if (process.getuid?.() !== 0) return "no right to act as another user here";
  return canRun(process.execPath, ["-e", READ, join(repositoryRoot, "dist", "main.js")])
    ? false
    : "no way for another user to node and this checkout here";
}

export function canRun(command: string, args: string[], uid = NOBODY): boolean {
  return spawnSync(command, args, { uid, gid: uid, cwd: "/" }).status === 0;
}

/** Whether that user can read each of these files. */
export function canRead(paths: string[], uid: number): boolean {
  return canRun(process.execPath, ["-e", READ, ...paths], uid);
}

/**
 * A node for `runAction` that first gives the step's own directories and `directories` to `nobody`, and then runs as
 * `nobody` with umask 077.
 */
export function nodeAsNobody(t: Cleanup, directories: string[]): string {
  const script = join(createWorkspace(t), "node");
  const program = `#!${process.execPath}
const { dirname } = require("node:path");
const { spawnSync } = require("node:child_process");
const machine = dirname(dirname(process.env.GITHUB_OUTPUT));
spawnSync("chown", ["-R", "${NOBODY}:${NOBODY}", machine, ...${JSON.stringify(directories)}]);
process.umask(0o077);
const { status } = spawnSync(process.execPath, process.argv.slice(2), { uid: ${NOBODY}, gid: ${NOBODY}, stdio: "inherit" });
process.exitCode = status ?? 1;
`;
  writeFileSync(script, program, { mode: 0o755 });
  return script;
}

/** The interpreter, or a copy of it if it is in a user's home directory; with the variables that it needs. */
export function pythonForNobody(t: Cleanup, python: string): { path: string; env: Record<string, string> } {
  if (canRun(python, ["-c", ""])) return { path: python, env: {} };
  const home = dirname(dirname(python));
  const copy = createWorkspace(t);
  const left = /\/(test|tests|__pycache__|idlelib|share|include|config-[^/]+)$/;
  cpSync(home, copy, { recursive: true, verbatimSymlinks: true, filter: (path) => !left.test(path) });
  spawnSync("chown", ["-R", `${NOBODY}:${NOBODY}`, copy]);
  const library = join(copy, "lib");
  return { path: join(copy, "bin", "python3"), env: existsSync(library) ? { LD_LIBRARY_PATH: library } : {} };
}
