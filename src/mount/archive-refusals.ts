import { ExitCode, UserError } from "../errors.ts";
import type { Piece } from "./slabs.ts";

/** What an archive of ours never holds: anything but plain files, and paths that lead out of it. */
export function unknownKind({ kind, name }: Piece, archive: string): UserError {
  return notOurs(archive, `holds ${kind} "${name}", which an archive of this tool cannot`);
}

/** The archive of another environment name, which is a part of every path. */
export function otherRoot(its: string, asked: string, archive: string): UserError {
  return new UserError(`${archive} holds the environment "${its}", and the input environment-name says "${asked}".`, {
    file: archive,
    hint: `Set environment-name: ${its}, as it was at the build: the name is part of the library path.`,
    exitCode: ExitCode.findings,
  });
}

/** @param why what follows the archive's name in a sentence */
export function notOurs(archive: string, why: string): UserError {
  return new UserError(`${archive} ${why}.`, {
    file: archive,
    hint: "It was not made by this tool, or was changed since. Build again.",
    exitCode: ExitCode.findings,
  });
}
