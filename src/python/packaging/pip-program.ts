import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import type { Target } from "../../images/target.ts";
import type { PipSettings } from "./pip-settings.ts";

/** A pip that is not installed in the environment it works on. */
export interface Pip {
  /** Directory or wheel that holds the `pip` package. */
  readonly path: string;
  readonly version: string;
}

/**
 * Arguments with which an interpreter runs this pip.
 * @param switches of the interpreter; `-s` leaves out the packages of the user's home directory
 */
export function pipArguments({ path }: Pip, args: readonly string[], switches: readonly string[] = ["-s"]): string[] {
  return [...switches, join(path, "pip"), ...args];
}

/** Environment variables for pip: these settings and no configuration file. */
export function pipEnvironment(settings: PipSettings): NodeJS.ProcessEnv {
  const variables = Object.entries(settings).map(([name, value]) => [
    `PIP_${name.toUpperCase().replaceAll("-", "_")}`,
    value,
  ]);
  return {
    ...Object.fromEntries(variables),
    PIP_CONFIG_FILE: process.platform === "win32" ? "nul" : "/dev/null",
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    PIP_NO_INPUT: "1",
    PIP_NO_COLOR: "1",
    PIP_ROOT_USER_ACTION: "ignore",
  };
}

/**
 * The variable that keeps pip from wheels for a newer glibc than the target's: pip asks a module `_manylinux`, if there
 * is one, which wheels are compatible.
 */
export function glibcLimit({ glibc: [major, minor] }: Target, host: Host): { readonly PYTHONPATH: string } {
  const directory = join(host.temporary, "glibc-limit");
  mkdirSync(directory, { recursive: true });
  const rule = `def manylinux_compatible(major, minor, _architecture):\n    return (major, minor) <= (${major}, ${minor})\n`;
  writeFileSync(join(directory, "_manylinux.py"), rule);
  return { PYTHONPATH: directory };
}
