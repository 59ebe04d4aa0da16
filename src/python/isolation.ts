import { mkdirSync, mkdtempSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { orNothing } from "../errors.ts";
import { isInside } from "../options/paths.ts";
import type { Host, Isolation } from "../runner/host.ts";
import { cleanEnvironment } from "./environment.ts";
import type { Interpreter } from "./interpreter.ts";

const LAUNCHER = fileURLToPath(new URL("./probes/launch.py", import.meta.url));

/** Where the container's user can write too, and every program may expect to. */
const SHARED = ["/dev", "/proc", "/run", "/tmp", "/var/tmp"];

/** What code of packages may touch: a scratch directory of its own, and nothing of ours or of the user's. */
export interface Confinement {
  readonly environment: NodeJS.ProcessEnv;
  /** Of these, the variables that lead into the scratch directory. */
  readonly caches: Readonly<Record<string, string>>;
  /** Nothing can be written outside the scratch directory and the machine's shared temporary directories. */
  readonly confined: Isolation;
  /** Anything can be written; what was started still ends with the program. */
  readonly open: Isolation;
}

/**
 * @param python starts the launcher; nothing of the mount is on its path
 * @param own absolute directories that must not change, besides the workspace and what is the host's
 */
export function confine(python: Interpreter, own: readonly string[], host: Host): Confinement {
  const scratch = mkdtempSync(join(host.temporary, "scratch-"));
  const caches = cachesIn(scratch);
  return {
    environment: { ...environmentOf(host), ...caches },
    caches,
    confined: { launcher: launcherOf(python), writable: [scratch, ...sharedDirectories([...own, ...ownOf(host)])] },
    open: { launcher: launcherOf(python) },
  };
}

/** For installers, which write where they like, and run the code of packages that they build. */
export function reaped(python: Interpreter): Isolation {
  return { launcher: launcherOf(python) };
}

function launcherOf({ path }: Interpreter): string[] {
  return [path, "-I", "-S", LAUNCHER];
}

/** What packages keep at home or beside their modules. */
function cachesIn(scratch: string): Record<string, string> {
  const [home, temporary] = [join(scratch, "home"), join(scratch, "tmp")];
  for (const directory of [home, temporary]) mkdirSync(directory);
  const [numba, matplotlib] = [join(home, "numba"), join(home, "matplotlib")];
  return { HOME: home, TMPDIR: temporary, NUMBA_CACHE_DIR: numba, MPLCONFIGDIR: matplotlib };
}

/** The runner is no part of the container. */
function environmentOf({ environment }: Host): NodeJS.ProcessEnv {
  const kept = Object.entries(cleanEnvironment(environment)).filter(([name]) => !/^(GITHUB_|RUNNER_|XDG_)/i.test(name));
  return Object.fromEntries(kept);
}

/** Whether a program says that it was not allowed to write. */
export function isDeniedWriting(text: string): boolean {
  return /Permission denied|Errno 13|Read-only file system|EACCES/.test(text);
}

function ownOf({ workspace, temporary, toolDirectory, environment }: Host): string[] {
  const { RUNNER_TEMP, RUNNER_WORKSPACE } = environment;
  const tool = fileURLToPath(new URL(".", import.meta.url));
  return [workspace, temporary, toolDirectory, homedir(), tool, RUNNER_TEMP, RUNNER_WORKSPACE].filter(
    (path) => path !== undefined && path !== "",
  ) as string[];
}

/** Landlock knows no exceptions: a directory that holds something of our own is not writable as a whole. */
function sharedDirectories(own: readonly string[]): string[] {
  const real = own.map((path) => orNothing(() => realpathSync(path)) ?? path);
  return SHARED.filter((directory) => !real.some((path) => isInside(path, directory)));
}
