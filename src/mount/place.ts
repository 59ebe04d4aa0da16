import { randomBytes } from "node:crypto";
import { accessSync, chmodSync, constants, existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, orNothing, UserError } from "../errors.ts";
import { incomingOf, lockOf, MANIFEST, outgoingOf, siblingsOf } from "./location.ts";

/*
 * Placing a mount is a swap of whole directories, and the directories' names are its journal:
 *
 *   incoming   the new one is being made; it is whole before the next step
 *   outgoing   the old one has been moved aside, the place is free
 *   (neither)  the new one stands
 *
 * A run that was cut off leaves one of these states, and the next run ends it.
 */

/**
 * Ends a placement that was cut off: finishes it when the new mount was whole, else undoes it.
 * @returns what was done, for the log; `undefined` when there was nothing to do
 */
export function recoverPlacement(environmentDirectory: string): string | undefined {
  const incoming = incomingOf(environmentDirectory);
  const outgoing = outgoingOf(environmentDirectory);
  if (existsSync(outgoing) && !existsSync(environmentDirectory)) {
    // The old mount only leaves once the new one is whole.
    const source = existsSync(incoming) ? incoming : outgoing;
    renameSync(source, environmentDirectory);
    remove(outgoing);
    return `An earlier run was cut off while it placed ${environmentDirectory}; ${source === incoming ? "finished" : "undone"}.`;
  }
  const lock = lockOf(environmentDirectory);
  const left = siblingsOf(environmentDirectory).filter((path) => !path.startsWith(lock));
  for (const path of left) remove(path);
  return left.length === 0 ? undefined : `Removed what an earlier run left behind beside ${environmentDirectory}.`;
}

/**
 * A directory of that name that we did not make may be somebody's own environment: it is never replaced.
 * @throws UserError
 */
export function requireOurs(environmentDirectory: string): void {
  if (!existsSync(environmentDirectory) || hasOurManifest(environmentDirectory)) return;
  if (isEmptyDirectory(environmentDirectory)) return;
  throw new UserError(
    `${environmentDirectory} is there already and has no ${MANIFEST} of this tool, which did not make it.`,
    {
      hint: "Remove it, or give the mount another name with the input environment-name.",
    },
  );
}

/**
 * Asked before anything is built or downloaded for a mount in the directory `parent` (absolute).
 * @throws UserError when this user cannot write there
 */
export function requireWritable(parent: string): void {
  if (!existsSync(parent)) return; // it is made with the mount
  try {
    accessSync(parent, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new UserError(`The packages cannot be placed in ${parent}: ${messageOf(error)}.`, {
      hint: "Make the directory writable for this user, or name another with the input mount-parent.",
      cause: error,
    });
  }
}

/**
 * Puts the whole new mount into its place; the old one is gone only once the new one stands, and comes back when the new
 * one cannot be put there.
 * @returns the old one's removal, which takes a while and hinders nobody; a sentence when something of it stays
 */
export function place(environmentDirectory: string): { readonly removal: Promise<string | undefined> } {
  const incoming = incomingOf(environmentDirectory);
  const outgoing = outgoingOf(environmentDirectory);
  openToReaders(incoming);
  const isReplaced = existsSync(environmentDirectory);
  if (isReplaced) renameSync(environmentDirectory, outgoing);
  try {
    renameSync(incoming, environmentDirectory);
  } catch (error) {
    if (isReplaced) renameSync(outgoing, environmentDirectory);
    throw error;
  }
  const removal = rm(outgoing, { recursive: true, force: true, maxRetries: 3 });
  return {
    removal: removal.then(
      () => undefined,
      (error) => `The packages that stood there before were not removed: ${messageOf(error)}. Remove ${outgoing}.`,
    ),
  };
}

/** The container may run as another user than the one whose umask made the manifest and the folders above the mount. */
function openToReaders(environmentDirectory: string): void {
  const lib = join(environmentDirectory, "lib");
  const pythons = existsSync(lib) ? readdirSync(lib).map((name) => join(lib, name)) : [];
  for (const folder of [environmentDirectory, lib, ...pythons]) if (existsSync(folder)) chmodSync(folder, 0o755);
  const manifest = join(environmentDirectory, MANIFEST);
  if (existsSync(manifest)) chmodSync(manifest, 0o644);
}

/**
 * Takes what a run made beside the mount away from there, in no time: into `temporary`, or, where that is on another file
 * system, under a name that no other run uses. An old mount stays where it is until a new one stands.
 * @returns what remains to be removed
 */
export function setAside(environmentDirectory: string, temporary: string): string[] {
  const outgoing = outgoingOf(environmentDirectory);
  if (existsSync(outgoing) && !existsSync(environmentDirectory)) return [];
  return [incomingOf(environmentDirectory), outgoing].flatMap((path) => {
    const name = randomBytes(6).toString("hex");
    const places = [join(temporary, `aside-${name}`), `${outgoing}-${name}`];
    return places.find((place) => orNothing(() => renameSync(path, place) ?? true)) ?? [];
  });
}

/** Drops a mount that is not to be placed. */
export function discard(environmentDirectory: string): void {
  remove(incomingOf(environmentDirectory));
}

function remove(directory: string): void {
  rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
}

/** Other programs have files of that name. One of ours that was damaged still says what it is. */
export function hasOurManifest(environmentDirectory: string): boolean {
  try {
    return /"tool":\s*"azureml-extra-packages|"mountDigest"/.test(
      readFileSync(join(environmentDirectory, MANIFEST), "utf8"),
    );
  } catch {
    return false; // not there, or not a file
  }
}

function isEmptyDirectory(path: string): boolean {
  try {
    return readdirSync(path).length === 0;
  } catch {
    return false; // a file, or not ours to read
  }
}
