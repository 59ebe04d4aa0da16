import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import semver from "semver";

/** Places to look, nearest first; few of them exist. */
export function candidates(range: string, environment: Readonly<NodeJS.ProcessEnv>): string[] {
  const minors = ["3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13"].filter((minor) =>
    semver.intersects(`~${minor}.0`, range),
  );
  const paths = [
    ...onPath(minors, environment),
    ...inToolCache(environment),
    ...inVersions(pyenvRoot(environment)),
    ...inVersions(uvRoot(environment)),
    ...usualPlaces(minors),
  ];
  return [...new Set(paths)].filter((path) => existsSync(path) && mayBe(path, minors));
}

/** A path that names another minor version need not be started. */
function mayBe(path: string, minors: readonly string[]): boolean {
  const named = /(?:python-?|versions[\\/]|Python[\\/])(3\.[0-9]+)/i.exec(path)?.[1];
  return named === undefined || minors.includes(named);
}

/** Without pyenv's shims: each costs a second of shell scripts, and what they lead to is looked at directly. */
function onPath(minors: readonly string[], environment: Readonly<NodeJS.ProcessEnv>): string[] {
  const folders = (environment.PATH ?? environment.Path ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "" && !/[\\/]shims[\\/]?$/.test(folder));
  const names = [...minors.map((minor) => `python${minor}`), "python3", "python"];
  const suffix = process.platform === "win32" ? ".exe" : "";
  return names.flatMap((name) => folders.map((folder) => join(folder, name + suffix)));
}

/** What actions/setup-python installs: `<tool cache>/Python/<version>/x64`. */
function inToolCache(environment: Readonly<NodeJS.ProcessEnv>): string[] {
  const roots = [environment.RUNNER_TOOL_CACHE, environment.AGENT_TOOLSDIRECTORY].filter((root) => root !== undefined);
  return roots.flatMap((root) =>
    versionFolders(join(root, "Python")).flatMap((folder) =>
      subfolders(folder).flatMap((architecture) => executablesIn(architecture)),
    ),
  );
}

function pyenvRoot(environment: Readonly<NodeJS.ProcessEnv>): string {
  return join(environment.PYENV_ROOT ?? join(homedir(), ".pyenv"), "versions");
}

function uvRoot(environment: Readonly<NodeJS.ProcessEnv>): string {
  const data = environment.XDG_DATA_HOME ?? join(homedir(), ".local", "share");
  return environment.UV_PYTHON_INSTALL_DIR ?? join(data, "uv", "python");
}

function inVersions(root: string): string[] {
  return versionFolders(root).flatMap((folder) => executablesIn(folder));
}

function usualPlaces(minors: readonly string[]): string[] {
  if (process.platform === "win32") return [...knownToLauncher(), ...minors.flatMap((minor) => windowsPlaces(minor))];
  const folders = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", join(homedir(), ".local", "bin")];
  return minors.flatMap((minor) => folders.map((folder) => join(folder, `python${minor}`)));
}

/** What the `py` launcher lists. */
function knownToLauncher(): string[] {
  try {
    const listing = execFileSync("py", ["-0p"], { encoding: "utf8", timeout: 30_000 });
    return [...listing.matchAll(/[A-Za-z]:\\.*python\.exe/gi)].map(([path]) => path);
  } catch {
    return []; // no launcher on this machine
  }
}

/** Where the installer that registers with the `py` launcher puts each minor version. */
function windowsPlaces(minor: string): string[] {
  const name = `Python${minor.replace(".", "")}`;
  const roots = [
    process.env.LOCALAPPDATA && join(process.env.LOCALAPPDATA, "Programs", "Python"),
    process.env.ProgramFiles,
  ];
  return roots
    .filter((root) => root !== undefined && root !== "")
    .map((root) => join(root as string, name, "python.exe"));
}

function executablesIn(folder: string): string[] {
  return process.platform === "win32" ? [join(folder, "python.exe")] : [join(folder, "bin", "python3")];
}

/** Folders named after a version, the newest first. */
function versionFolders(root: string): string[] {
  return subfolders(root).sort((a, b) =>
    semver.rcompare(semver.coerce(versionIn(a)) ?? "0.0.0", semver.coerce(versionIn(b)) ?? "0.0.0"),
  );
}

function versionIn(path: string): string {
  return /[0-9]+\.[0-9]+\.[0-9]+/.exec(path.split(/[\\/]/).at(-1) ?? "")?.[0] ?? "0.0.0";
}

function subfolders(root: string): string[] {
  try {
    return readdirSync(root).map((name) => join(root, name));
  } catch {
    return []; // not there, or not ours to read: then nothing is found in it
  }
}
