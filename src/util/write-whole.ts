import { existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { isSystemError } from "./errors.ts";

/**
 * Writes a user's file as a whole or not at all: an interrupted run must not leave an incomplete one. A link stays a link,
 * and an existing file keeps its permissions.
 * @throws a system error
 */
export function writeWhole(file: string, content: string | Buffer): void {
  const place = existsSync(file) ? realpathSync(file) : file;
  const mode = statSync(place, { throwIfNoEntry: false })?.mode;
  const draft = `${place}.${process.pid}.new`;
  try {
    writeFileSync(draft, content, { flag: "wx", ...(mode !== undefined && { mode }) });
    renameSync(draft, place);
  } catch (error) {
    if (!isSystemError(error, "EEXIST")) rmSync(draft, { force: true });
    throw error;
  }
}
