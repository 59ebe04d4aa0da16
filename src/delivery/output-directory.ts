import { accessSync, constants, mkdirSync } from "node:fs";
import { messageOf, UserError } from "../errors.ts";
import type { Options } from "../options/options.ts";
import type { Host } from "../runner/host.ts";

/**
 * Makes the directory before the work begins, so that nothing is built for a place that cannot be written.
 * @param name of the directory where the input names none
 * @returns absolute
 * @throws UserError when it cannot be made or written
 */
export function claimOutputDirectory(name: string, options: Options, host: Host): string {
  const directory = options.outputDirectory || host.outputDirectory(name);
  try {
    mkdirSync(directory, { recursive: true });
    accessSync(directory, constants.W_OK | constants.X_OK);
    return directory;
  } catch (error) {
    const input = options.outputDirectory === "" ? "The output directory" : "Input output-directory:";
    throw new UserError(`${input} ${directory} cannot be written: ${messageOf(error)}.`, {
      hint: "Name a directory that this user can write to with the input output-directory.",
      cause: error,
    });
  }
}
