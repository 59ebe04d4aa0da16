import { existsSync, readdirSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import semver from "semver";
import type { Host } from "../../host/host.ts";
import { askTool } from "../../host/process/answer.ts";
import { orNothing } from "../../util/errors.ts";
import { groupBy } from "../../util/group-by.ts";

type HostPlaces = Pick<Host, "environment" | "toolDirectory">;

/** Paths of interpreters that may be in the range, in order of preference. */
export async function candidates(range: string, host: HostPlaces): Promise<string[]> {
  const { environment } = host;
  const minors = ["3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13"].filter((minor) =>
    semver.intersects(`~${minor}.0`, range),
  );
  const paths = [
    ...onPath(minors, environment),
    ...inToolCache(environment),
    ...inVersions(pyenvRoot(environment)),
    ...inVersions(uvRoot(environment)),
    ...inVersions(fetchedPythons(host)),
    ...systemPaths(minors),
    ...(process.platform === "win32" ? await listedByLauncher(environment) : []),
  ];
  const there = paths.filter((path) => existsSync(path) && mayBe(path, minors));
  return [...groupBy(there, placeOf).values()].flatMap(([first]) => first ?? []);
}

/** The same for `/bin/python3` where `/bin` is a link to `/usr/bin`. The program itself may be a link, as in environments. */
function placeOf(path: string): string {
  const folder = dirname(path);
  return join(orNothing(() => realpathSync(folder)) ?? folder, basename(path));
}

/** A path that names another minor version is skipped without starting it. */
function mayBe(path: string, minors: readonly string[]): boolean {
  const named = /(?:python-?|versions[\\/]|Python[\\/])(3\.[0-9]+)/i.exec(path)?.[1];
  return named === undefined || minors.includes(named);
}

/** Without the shims of pyenv: each takes a second to start, and the versions they start are listed directly. */
function onPath(minors: readonly string[], environment: Readonly<NodeJS.ProcessEnv>): string[] {
  const folders = (environment.PATH ?? environment.Path ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "" && !/[\\/]shims[\\/]?$/.test(folder));
  const names = [...minors.map((minor) => `python${minor}`), "python3", "python"];
  const suffix = process.platform === "win32" ? ".exe" : "";
  return names.flatMap((name) => folders.map((folder) => join(folder, name + suffix)));
}

/** Installed by actions/setup-python: `<tool cache>/Python/<version>/x64`. */
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

/** Where the Pythons are kept that uv fetched for this tool. Absolute. */
export function fetchedPythons({ environment, toolDirectory }: HostPlaces): string {
  return environment.UV_PYTHON_INSTALL_DIR || join(toolDirectory, "python");
}

function inVersions(root: string): string[] {
  return versionFolders(root).flatMap((folder) => executablesIn(folder));
}

function systemPaths(minors: readonly string[]): string[] {
  if (process.platform === "win32") return minors.flatMap((minor) => windowsPaths(minor));
  const folders = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", join(homedir(), ".local", "bin")];
  return minors.flatMap((minor) => folders.map((folder) => join(folder, `python${minor}`)));
}

/** Listed by the `py` launcher. */
async function listedByLauncher(environment: NodeJS.ProcessEnv): Promise<string[]> {
  try {
    const listing = await askTool("py", ["-0p"], { environment, timeout: 30_000 });
    return [...listing.matchAll(/[A-Za-z]:\\.*python\.exe/gi)].map(([path]) => path);
  } catch {
    return []; // no launcher on this machine
  }
}

/** Where the Windows installer of python.org puts each minor version. */
function windowsPaths(minor: string): string[] {
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

/** Folders named after a version, newest first. */
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
    return []; // it does not exist, or may not be read
  }
}
