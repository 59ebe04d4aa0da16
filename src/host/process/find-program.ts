import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { isSystemError, messageOf, orNothing } from "../../util/errors.ts";
import type { StartOptions } from "../host.ts";

/** The system's default if the environment has no PATH. */
const USUAL_PATH = "/usr/bin:/bin";

/**
 * The absolute path of a program, looked up in the PATH of its own environment as the system does.
 * @throws Error with the reason if it cannot be started
 */
export function findProgram(
  command: string,
  args: readonly string[],
  { environment, directory }: StartOptions,
): string {
  if (directory !== undefined) requireDirectory(directory);
  const variables = Object.entries(environment).flatMap(([name, value]) => [name, value ?? ""]);
  // Node throws synchronously in this case.
  if ([command, ...args, ...variables].some((text) => text.includes("\0"))) {
    throw new Error("an argument or a variable contains a NUL character");
  }
  let isThere = false;
  for (const place of placesOf(command, environment, directory ?? process.cwd())) {
    if (!isFile(place)) continue;
    if (mayBeExecuted(place)) return place;
    isThere = true;
  }
  throw new Error(isThere ? "it is not executable" : "no such program was found");
}

function requireDirectory(directory: string): void {
  const found = statSync(directory, { throwIfNoEntry: false });
  if (found === undefined) throw new Error(`the directory ${directory} does not exist`);
  if (!found.isDirectory()) throw new Error(`${directory} is not a directory`);
}

function placesOf(command: string, environment: NodeJS.ProcessEnv, directory: string): string[] {
  const isWindows = process.platform === "win32";
  const endings = isWindows ? ["", ...(environment.PATHEXT ?? ".EXE;.CMD;.BAT").split(";")] : [""];
  const path = environment.PATH ?? environment.Path ?? USUAL_PATH;
  const folders = (isWindows ? /[/\\]/ : /\//).test(command) ? [""] : path.split(delimiter);
  return folders.flatMap((folder) => endings.map((ending) => resolve(directory, join(folder, command + ending))));
}

function isFile(path: string): boolean {
  return orNothing(() => statSync(path, { throwIfNoEntry: false })?.isFile()) === true;
}

function mayBeExecuted(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Why a program that exists cannot be started, from the system's error. */
export function whyNotStarted(error: unknown): string {
  if (isSystemError(error, "ENOENT")) return "the interpreter in its first line does not exist";
  if (isSystemError(error, "E2BIG")) return "its arguments and its environment are too long";
  return messageOf(error);
}
