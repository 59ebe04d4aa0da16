import { randomBytes } from "node:crypto";
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { incomingOf, lockOf, MANIFEST, outgoingOf, siblingsOf } from "../plan/location.ts";
import { messageOf, orNothing, UserError } from "../util/errors.ts";

/*
 * Placing a mount swaps whole directories; the names of the directories record the state:
 *
 *   incoming   the new mount is being made; it is complete before the next step
 *   outgoing   the old mount has been moved aside
 *   (neither)  the new mount is in place
 *
 * An interrupted run leaves one of these states, and the next run completes or undoes it.
 */

/**
 * Completes an interrupted placement if the new mount was complete, or undoes it otherwise.
 * @returns what was done, for the log; `undefined` if there was nothing to do
 */
export function recoverPlacement(environmentDirectory: string): string | undefined {
  const incoming = incomingOf(environmentDirectory);
  const outgoing = outgoingOf(environmentDirectory);
  if (existsSync(outgoing) && !isTaken(environmentDirectory)) {
    // The old mount is moved aside only after the new one is complete.
    const source = existsSync(incoming) ? incoming : outgoing;
    renameSync(source, environmentDirectory);
    remove(outgoing);
    const outcome = source === incoming ? "completed" : "undone";
    return `An earlier run was interrupted while placing ${environmentDirectory}; its placement was ${outcome}.`;
  }
  const lock = lockOf(environmentDirectory);
  const left = siblingsOf(environmentDirectory).filter((path) => !path.startsWith(lock));
  for (const path of left) remove(path);
  return left.length === 0 ? undefined : `Removed files that an earlier run left next to ${environmentDirectory}.`;
}

/**
 * A directory of that name that this tool did not create may be a user's own environment: it is never replaced.
 * @throws UserError
 */
export function requireOurs(environmentDirectory: string): void {
  if (!isTaken(environmentDirectory) || hasOurManifest(environmentDirectory)) return;
  if (isEmptyDirectory(environmentDirectory)) return;
  throw new UserError(
    `${environmentDirectory} already exists and has no ${MANIFEST} of this tool; it will not be overwritten.`,
    {
      hint: "Remove it, or choose another name for the mount with the input environment-name.",
    },
  );
}

/** Whether something has that name, perhaps a link to nothing: no directory can be renamed to it. */
function isTaken(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/**
 * Called before anything is built or downloaded for a mount in the directory `parent` (absolute).
 * @throws UserError when this user cannot write there
 */
export function requireWritable(parent: string): void {
  let there = parent; // or where it is created with the mount
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  try {
    accessSync(there, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new UserError(`The packages cannot be placed in ${parent}: ${messageOf(error)}.`, {
      hint: "Make the directory writable for this user, or choose another one with the input mount-parent.",
      cause: error,
    });
  }
}

/**
 * Moves the complete new mount into place. The old one is removed only afterwards, and is moved back if the new one
 * cannot be moved into place.
 * @returns the removal of the old mount, which goes on in the background; a sentence if some of it could not be removed
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
      (error) => `The previous packages could not be removed: ${messageOf(error)}. Remove ${outgoing}.`,
    ),
  };
}

/** The umask applied to the manifest and the folders above the mount, and the container may run as another user. */
function openToReaders(environmentDirectory: string): void {
  const lib = join(environmentDirectory, "lib");
  const pythons = existsSync(lib) ? readdirSync(lib).map((name) => join(lib, name)) : [];
  for (const folder of [environmentDirectory, lib, ...pythons]) if (existsSync(folder)) chmodSync(folder, 0o755);
  const manifest = join(environmentDirectory, MANIFEST);
  if (existsSync(manifest)) chmodSync(manifest, 0o644);
}

/**
 * Quickly moves away the directories that a run created next to the mount: into `temporary`, or, if that is on another
 * file system, to a name that no other run uses. An old mount stays where it is until a new one is in place.
 * @returns the paths that remain to be removed
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

/** Removes a mount that will not be placed. */
export function discard(environmentDirectory: string): void {
  remove(incomingOf(environmentDirectory));
}

function remove(directory: string): void {
  rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
}

/** Other programs write files of that name too. A damaged manifest of this tool is still recognised. */
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
    return false; // a file, or not readable
  }
}
