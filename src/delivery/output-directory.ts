import { accessSync, constants, existsSync } from "node:fs";
import { dirname } from "node:path";
import type { Host } from "../host/host.ts";
import type { Options } from "../inputs/options.ts";
import { isDirectory } from "../inputs/paths.ts";
import { messageOf, UserError } from "../util/errors.ts";

/**
 * Checked before the work begins, so that nothing is built for a directory that cannot be written. It is created when
 * there is something to write.
 * @param name of the directory if the input is empty
 * @returns absolute
 * @throws UserError if it cannot be created or written
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

/** If it does not exist yet, the nearest existing parent is checked. */
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
