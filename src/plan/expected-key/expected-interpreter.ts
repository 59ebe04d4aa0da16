import { existsSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import semver from "semver";
import type { Host } from "../../host/host.ts";
import { candidates } from "../../python/interpreter/candidates.ts";
import { isPath, minorOf } from "../../python/interpreter/interpreter.ts";
import { PIP_OPTIONS, type PipSettings } from "../../python/packaging/pip-settings.ts";

/** An interpreter, as its path describes it. */
export interface ExpectedInterpreter {
  readonly version: string;
  readonly minor: string;
  readonly soabi: string;
  /** Absolute, where it may have its own configuration of pip. */
  readonly prefixes: readonly string[];
}

/** The version in the paths of setup-python, pyenv and uv: it is not asked, because that takes as long as a download. */
const VERSION_IN_PATH = /\/(?:Python|versions)\/(3\.\d+\.\d+)\/|\/cpython-(3\.\d+\.\d+)-linux-x86_64-gnu\//;

/**
 * The interpreter that is likely to be chosen.
 * @returns `undefined` if its path does not tell its version, or if a relative path decides which it is
 */
export async function expectedInterpreter(
  range: string,
  given: string,
  host: Host,
): Promise<ExpectedInterpreter | undefined> {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const folders = (host.environment.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  // A program may look a relative folder up in another working directory.
  if (!folders.every(isAbsolute)) return undefined;
  const path = isPath(given) ? given : (await candidates(range, host))[0];
  if (path === undefined || !isAbsolute(path) || !existsSync(path)) return undefined;
  const real = realpathSync(path);
  const [, ofFolder, ofUv] = VERSION_IN_PATH.exec(real) ?? [];
  const version = ofFolder ?? ofUv;
  if (version === undefined || !semver.satisfies(version, range)) return undefined;
  const minor = minorOf(version);
  const soabi = `cpython-${minor.replace(".", "")}${minor === "3.7" ? "m" : ""}-x86_64-linux-gnu`;
  return { version, minor, soabi, prefixes: [path, real].map((file) => dirname(dirname(file))) };
}

/**
 * pip's settings, if only variables make them.
 * @returns `undefined` if there is a configuration file, which pip itself must read
 */
export function expectedSettings(prefixes: readonly string[], { environment }: Host): PipSettings | undefined {
  const { PIP_CONFIG_FILE: file, XDG_CONFIG_DIRS, XDG_CONFIG_HOME, HOME = homedir() } = environment;
  const others = (XDG_CONFIG_DIRS || "/etc/xdg").split(delimiter).map((folder) => join(folder, "pip", "pip.conf"));
  const user = [join(HOME, ".pip", "pip.conf"), join(XDG_CONFIG_HOME || join(HOME, ".config"), "pip", "pip.conf")];
  const files = ["/etc/pip.conf", ...others, ...user, ...prefixes.map((prefix) => join(prefix, "pip.conf"))];
  if (file === undefined ? files.some((path) => existsSync(path)) : file !== "/dev/null") return undefined;
  const variables = Object.entries(environment).flatMap(([name, value]) =>
    name.startsWith("PIP_") ? [[name.slice(4).toLowerCase().replaceAll("_", "-"), value ?? ""] as const] : [],
  );
  return Object.fromEntries(variables.filter(([name, value]) => PIP_OPTIONS.includes(name) && value !== ""));
}
