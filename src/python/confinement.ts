import { mkdirSync, mkdtempSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Host, Isolation } from "../host/host.ts";
import { isInside } from "../inputs/paths.ts";
import { orNothing } from "../util/errors.ts";
import { cleanEnvironment } from "./child-environment.ts";

const LAUNCHER = fileURLToPath(new URL("./probes/launch.py", import.meta.url));

/** Directories in which the container's user may write too, so that programs expect it. */
const SHARED = ["/dev", "/proc", "/run", "/tmp", "/var/tmp"];

/** An interpreter by its path. */
interface Python {
  readonly path: string;
}

/** Limits for code of packages: it writes to a scratch directory of its own, not to our files or the user's. */
export interface Confinement {
  readonly environment: NodeJS.ProcessEnv;
  /** Of these, the variables that name directories in the scratch directory. */
  readonly caches: Readonly<Record<string, string>>;
  /** Writing is possible only in the scratch directory and in the machine's shared temporary directories. */
  readonly confined: Isolation;
  /** Writing is possible everywhere; child processes still end with the program. */
  readonly open: Isolation;
}

/**
 * @param python runs the launcher; the mount is not on its path
 * @param own absolute directories that must not change, besides the workspace and those of the host
 */
export function confine(python: Python, own: readonly string[], host: Host): Confinement {
  const scratch = mkdtempSync(join(host.temporary, "scratch-"));
  const caches = cachesIn(scratch);
  return {
    environment: { ...environmentOf(host), ...caches },
    caches,
    confined: { launcher: launcherOf(python), writable: [scratch, ...sharedDirectories([...own, ...ownOf(host)])] },
    open: { launcher: launcherOf(python) },
  };
}

/** For installers, which run code of the packages they build and may write anywhere: everything they start ends with them. */
export function supervised(python: Python): Isolation {
  return { launcher: launcherOf(python) };
}

function launcherOf({ path }: Python): string[] {
  return [path, "-I", "-S", LAUNCHER];
}

/** Directories for what packages write to the home directory or beside their modules. */
function cachesIn(scratch: string): Record<string, string> {
  const [home, temporary] = [join(scratch, "home"), join(scratch, "tmp")];
  for (const directory of [home, temporary]) mkdirSync(directory);
  const [numba, matplotlib] = [join(home, "numba"), join(home, "matplotlib")];
  return { HOME: home, TMPDIR: temporary, NUMBA_CACHE_DIR: numba, MPLCONFIGDIR: matplotlib };
}

/** The container has no variables of the runner. */
function environmentOf({ environment }: Host): NodeJS.ProcessEnv {
  const kept = Object.entries(cleanEnvironment(environment)).filter(([name]) => !/^(GITHUB_|RUNNER_|XDG_)/i.test(name));
  return Object.fromEntries(kept);
}

/** Whether the output says that a write was denied. */
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

/** Landlock has no exceptions: a directory that contains one of our own cannot be made writable. */
function sharedDirectories(own: readonly string[]): string[] {
  const real = own.map((path) => orNothing(() => realpathSync(path)) ?? path);
  return SHARED.filter((directory) => !real.some((path) => isInside(path, directory)));
}
