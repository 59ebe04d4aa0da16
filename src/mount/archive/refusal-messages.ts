import { ExitCode, UserError } from "../../util/errors.ts";
import { humanBytes } from "../../util/text.ts";
import type { EntryChunk } from "./chunks.ts";

/** For entries that this tool never writes: anything but regular files, and paths that lead out of the archive. */
export function unknownKind({ kind, name }: EntryChunk, archive: string): UserError {
  return notOurs(archive, `contains ${kind} "${name}", which an archive written by this tool never does`);
}

/** For the archive of another environment name, which is part of every path. */
export function otherRoot(its: string, asked: string, archive: string): UserError {
  return new UserError(`${archive} contains the environment "${its}", but the input environment-name is "${asked}".`, {
    file: archive,
    hint: `Set the input environment-name to ${its}, as in the build: the name is part of the library path.`,
    exitCode: ExitCode.findings,
  });
}

/** For an archive whose manifest lists more than the disk can hold. Nothing of it has been written. */
export function tooLarge(bytes: number, free: number, archive: string): UserError {
  return new UserError(
    `${archive} lists files of ${humanBytes(bytes)}; only ${humanBytes(free)} are free on the disk of the mount.`,
    { file: archive, hint: "Free disk space, or build a smaller mount.", exitCode: ExitCode.findings },
  );
}

/** @param why the sentence after the archive's name */
export function notOurs(archive: string, why: string): UserError {
  return new UserError(`${archive} ${why}.`, {
    file: archive,
    hint: "It was not written by this tool, or was changed afterwards. Build again.",
    exitCode: ExitCode.findings,
  });
}
