import { accessSync, constants, existsSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf, UserError } from "../errors.ts";
import type { Options } from "../options/options.ts";
import { isDirectory } from "../options/paths.ts";
import type { Host } from "../runner/host.ts";

/**
 * Asked before the work begins, so that nothing is built for a directory that cannot be written. It is made when there
 * is something to write.
 * @param name of the directory where the input names none
 * @returns absolute
 * @throws UserError when it cannot be made or written
 */
export function outputDirectoryFor(name: string, options: Options, host: Host): string {
  const directory = options.outputDirectory || host.outputDirectory(name);
  const problem = whyNotWritable(directory);
  if (problem === undefined) return directory;
  const input = options.outputDirectory === "" ? "The output directory" : "Input output-directory:";
  throw new UserError(`${input} ${directory} cannot be written: ${problem}.`, {
    hint: "Name a directory that this user can write to with the input output-directory.",
  });
}

/** Where it is not there yet, the nearest directory above it is asked. */
function whyNotWritable(path: string): string | undefined {
  if (!existsSync(path)) return dirname(path) === path ? undefined : whyNotWritable(dirname(path));
  if (!isDirectory(path)) return `${path} is not a directory`;
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
