import { existsSync, lstatSync, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { isSystemError, orNothing, type Problems } from "../errors.ts";
import type { Host } from "../runner/host.ts";
import { nearest } from "../text.ts";
import type { Inputs } from "./inputs.ts";

/** The places that the inputs name, as given. */
export interface NamedPlaces {
  readonly codeDirectory: string;
  readonly scoringScript: string;
  readonly mountParent: string;
}

/** The same, absolute. */
export interface Places extends NamedPlaces {
  readonly scoringDirectory: string;
}

/** Resolves and checks the places around the scoring script; problems are noted, and reading goes on. */
export function readPlaces(named: NamedPlaces, host: Host, problems: Problems): Places {
  const codeDirectory = readCodeDirectory(named.codeDirectory, host, problems);
  const scoringScript = resolve(codeDirectory, named.scoringScript);
  requireScoringScript(named.scoringScript, scoringScript, codeDirectory, problems);
  const scoringDirectory = dirname(scoringScript);
  const mountParent = named.mountParent === "" ? scoringDirectory : resolve(codeDirectory, named.mountParent);
  if (named.mountParent !== "" && !isInside(mountParent, codeDirectory)) {
    problems.add(`Input mount-parent: ${named.mountParent} leaves the code directory ${codeDirectory}.`, {
      hint: "The deployment uploads the code directory only; name a directory inside it.",
    });
  } else if (isDirectory(codeDirectory) && named.mountParent !== "") requireRoomFor(mountParent, problems);
  return { codeDirectory, scoringScript, scoringDirectory, mountParent };
}

/** It is made with the mount, unless something else stands there or above it. */
function requireRoomFor(mountParent: string, problems: Problems): void {
  let there = mountParent;
  while (orNothing(() => lstatSync(there)) === undefined) there = dirname(there);
  if (isDirectory(there)) return;
  problems.add(`Input mount-parent: ${there} is not a directory.`, {
    hint: "Name a directory, or a path where nothing is yet.",
  });
}

function readCodeDirectory(given: string, host: Host, problems: Problems): string {
  const directory = resolve(host.workspace, given);
  if (!isDirectory(directory)) {
    problems.add(`Input code-directory: ${directory} is not a directory.`, {
      hint: nearMiss(directory) ?? "Name the directory that the deployment uploads.",
    });
  } else if (host.kind === "github" && !isInside(realpathSync(directory), realpathSync(host.workspace))) {
    problems.add(`Input code-directory: ${given} lies outside the workspace ${host.workspace}.`, {
      hint: "Name a directory of the checked-out repository.",
    });
  }
  return directory;
}

function requireScoringScript(given: string, script: string, codeDirectory: string, problems: Problems): void {
  if (isAbsolute(given) || !isInside(script, codeDirectory)) {
    problems.add(`Input scoring-script: ${given} is not inside the code directory ${codeDirectory}.`, {
      hint: "The path is relative to the code directory, which is all that the deployment uploads.",
    });
  } else if (isDirectory(codeDirectory) && !isFile(script)) {
    problems.add(`Input scoring-script: ${script} is not a file.`, {
      hint: nearMiss(script) ?? "Name the file with the functions init and run, relative to the code directory.",
    });
  }
}

export function modelDirectoryOf(inputs: Inputs): string {
  const directory = inputs.path("model-directory");
  if (directory !== "" && !isDirectory(directory)) {
    inputs.problems.add(`Input model-directory: ${directory} is not a directory.`, { hint: nearMiss(directory) });
  }
  return directory;
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

/** @returns `undefined` also for what no file can be called: below a file, a link to itself, a name that is too long */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (isSystemError(error, "ENOTDIR", "ELOOP", "ENAMETOOLONG")) return undefined;
    throw error;
  }
}

/** What was probably meant by a path that is not there. */
export function nearMiss(path: string): string | undefined {
  const directory = dirname(path);
  if (!existsSync(directory)) return nearMiss(directory) ?? `${directory} is not there either.`;
  if (!isDirectory(directory)) return `${directory} is not a directory.`;
  const names = readdirSync(directory);
  if (names.includes(basename(path))) return undefined; // it is there, and something else than was expected
  const name = nearest(basename(path), names);
  return name === undefined ? undefined : `Did you mean ${join(directory, name)}?`;
}
