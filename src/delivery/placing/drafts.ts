import { lstatSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import { leftBehind, ownPrefix } from "../../host/process/left-behind.ts";
import { archiveIn, removePack } from "../../mount/archive/pack.ts";
import { ExitCode, UserError } from "../../util/errors.ts";

/** Output files before the mount is placed. They are complete then, so that a full disk leaves everything as it was. */
export interface Drafts {
  /** Where they are written, on the disk of the output directory; absolute. Removed at the end. */
  readonly directory: string;
  /**
   * Before the mount is placed.
   * @throws UserError if they cannot be put in their place
   */
  requireFree(): void;
  /** Renames all of them. An archive replaces the pack of an earlier run. */
  place(): void;
}

/** @param outputDirectory absolute; created if necessary */
export function draftsIn(outputDirectory: string, host: Host): Drafts {
  mkdirSync(outputDirectory, { recursive: true });
  const prefix = join(outputDirectory, ".incoming-");
  for (const left of leftBehind(prefix)) rmSync(left, { recursive: true, force: true });
  const directory = mkdtempSync(ownPrefix(prefix));
  const forget = host.atEnd(() => [directory]);
  return {
    directory,
    requireFree: () => requireFree(readdirSync(directory), outputDirectory),
    place: () => {
      if (archiveIn(directory) !== undefined) removePack(outputDirectory);
      for (const name of readdirSync(directory)) renameSync(join(directory, name), join(outputDirectory, name));
      rmSync(directory, { recursive: true });
      forget();
    },
  };
}

function requireFree(names: readonly string[], directory: string): void {
  for (const path of names.map((name) => join(directory, name))) {
    if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) continue;
    throw new UserError(`The output directory cannot be written: ${path} is a directory.`, {
      hint: "Remove it, or name another directory with the input output-directory.",
      exitCode: ExitCode.delivery,
    });
  }
}
