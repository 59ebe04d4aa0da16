import { existsSync, lstatSync, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, normalize, relative, resolve, sep } from "node:path";
import type { Host } from "../host/host.ts";
import { isSystemError, orNothing, type Problems } from "../util/errors.ts";
import { nearest, slashed } from "../util/text.ts";
import { onlyPathBelow, pathsBelow } from "./find-below.ts";

/** The paths in the inputs, as given. */
export interface NamedPlaces {
  readonly codeDirectory: string;
  readonly scoringScript: string;
  readonly mountParent: string;
}

/** The same, absolute. */
export interface Places extends NamedPlaces {
  readonly scoringDirectory: string;
}

/** Resolves and checks the paths around the scoring script. Problems are collected, and reading continues. */
export function readPlaces(named: NamedPlaces, host: Host, problems: Problems): Places {
  const codeDirectory = readCodeDirectory(named.codeDirectory, host, problems);
  const scoringScript = resolve(codeDirectory, named.scoringScript);
  requireScoringScript(named.scoringScript, scoringScript, codeDirectory, host, problems);
  const scoringDirectory = dirname(scoringScript);
  const mountParent = named.mountParent === "" ? scoringDirectory : resolve(codeDirectory, named.mountParent);
  if (named.mountParent !== "" && !isInside(mountParent, codeDirectory)) {
    problems.add(`Input mount-parent: ${named.mountParent} is outside the code directory ${codeDirectory}.`, {
      hint: "The deployment uploads the code directory only; name a directory inside it.",
    });
  } else if (isDirectory(codeDirectory) && named.mountParent !== "") {
    requireRoomFor(mountParent, problems);
    requireNoWayOut(mountParent, codeDirectory, problems);
  }
  return { codeDirectory, scoringScript, scoringDirectory, mountParent };
}

/** The directory is created with the mount, unless the path or a parent of it is something else. */
function requireRoomFor(mountParent: string, problems: Problems): void {
  let there = mountParent;
  while (orNothing(() => lstatSync(there)) === undefined) there = dirname(there);
  if (isDirectory(there)) return;
  problems.add(`Input mount-parent: ${there} is not a directory.`, {
    hint: "Name a directory, or a path that does not exist yet.",
  });
}

/** A link of the repository must not lead the mount, whose directory is replaced, to another place. */
function requireNoWayOut(mountParent: string, codeDirectory: string, problems: Problems): void {
  let there = mountParent;
  while (orNothing(() => realpathSync(there)) === undefined) there = dirname(there);
  const real = realpathSync(there);
  if (isInside(real, realpathSync(codeDirectory))) return;
  problems.add(`Input mount-parent: ${there} is a link to ${real}, outside the code directory ${codeDirectory}.`, {
    hint: "The deployment uploads the code directory only; name a directory inside it.",
  });
}

function readCodeDirectory(given: string, host: Host, problems: Problems): string {
  const directory = resolve(host.workspace, given);
  if (!isDirectory(directory)) {
    problems.add(`Input code-directory: ${directory} is not a directory.`, {
      hint: whereItIs(given, host) ?? nearMiss(directory) ?? "Name the directory that the deployment uploads.",
    });
  } else if (host.kind === "github" && !isInside(realpathSync(directory), realpathSync(host.workspace))) {
    problems.add(`Input code-directory: ${given} is outside the workspace ${host.workspace}.`, {
      hint: "Name a directory of the checked-out repository.",
    });
  }
  return directory;
}

/** For a path that is relative to another directory of the repository than its root. */
function whereItIs(given: string, host: Host): string | undefined {
  const path =
    isAbsolute(given) || normalize(given).startsWith("..") ? undefined : onlyPathBelow(host.workspace, given);
  if (path === undefined) return undefined;
  const base = host.kind === "github" ? "the root of the repository; working-directory has no effect" : host.workspace;
  return `Set the input code-directory to ${path}: the path is relative to ${base}.`;
}

const NAME_THE_SCRIPT = "Name the file with the functions init and run, relative to the code directory.";

/** Directories with a file of that name: what the deployment uploads is probably one of them. */
function whereScriptsAre(given: string, codeDirectory: string, { workspace }: Host): string | undefined {
  const found = pathsBelow(codeDirectory, given, isFile)?.map((path) => dirname(path)) ?? [];
  if (found.length === 0) return undefined;
  const named = found.map((one) => slashed(relative(workspace, join(codeDirectory, one)))).sort();
  const some = named.length > 5 ? `${named.slice(0, 5).join(", ")} and ${named.length - 5} more` : named.join(", ");
  return `There is a ${given} in ${some}: name ${named.length === 1 ? "it" : "one of them"} in the input code-directory.`;
}

function requireScoringScript(
  given: string,
  script: string,
  codeDirectory: string,
  host: Host,
  problems: Problems,
): void {
  if (isAbsolute(given) || !isInside(script, codeDirectory)) {
    problems.add(`Input scoring-script: ${given} is not inside the code directory ${codeDirectory}.`, {
      hint: "The path is relative to the code directory, which is all that the deployment uploads.",
    });
  } else if (isDirectory(codeDirectory) && !isFile(script)) {
    problems.add(`Input scoring-script: ${script} is not a file.`, {
      hint: nearMiss(script) ?? whereScriptsAre(given, codeDirectory, host) ?? NAME_THE_SCRIPT,
    });
  }
}

export function requireFile(input: string, file: string, otherwise: string, problems: Problems): void {
  if (isFile(file)) return;
  problems.add(`Input ${input}: ${file} is not a file.`, { hint: nearMiss(file) ?? otherwise });
}

export function isInside(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

export function isDirectory(path: string): boolean {
  return statOf(path)?.isDirectory() ?? false;
}

export function isFile(path: string): boolean {
  return statOf(path)?.isFile() ?? false;
}

/** @returns `undefined` also for a path that cannot exist: below a file, a link to itself, a name that is too long */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (isSystemError(error, "ENOTDIR", "ELOOP", "ENAMETOOLONG")) return undefined;
    throw error;
  }
}

/** A hint for a path that does not exist: what was probably meant. */
export function nearMiss(path: string): string | undefined {
  const directory = dirname(path);
  if (!existsSync(directory)) return nearMiss(directory) ?? `${directory} does not exist either.`;
  if (!isDirectory(directory)) return `${directory} is not a directory.`;
  const names = readdirSync(directory);
  if (names.includes(basename(path))) return undefined; // it exists, and is something else than expected
  const name = nearest(basename(path), names);
  return name === undefined ? undefined : `Did you mean ${join(directory, name)}?`;
}
