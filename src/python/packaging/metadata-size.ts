import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ExitCode, UserError } from "../../util/errors.ts";
import { humanBytes } from "../../util/text.ts";

/** Bytes: RECORD has about a hundred for each file, everything else is written by people. */
export const LARGEST_RECORD = 32_000_000;
const LARGEST_TEXT = 4_000_000;

/** Bytes of a metadata file that are read at most. */
export function largestText(path: string): number {
  return path.endsWith("/RECORD") ? LARGEST_RECORD : LARGEST_TEXT;
}

/** The files of a metadata directory that Python and pip read on their own. */
const METADATA = ["METADATA", "PKG-INFO", "RECORD"];

/**
 * Call this before anything reads the metadata: a zip of some kilobytes may unpack to gigabytes, which `pip freeze` would
 * load into memory.
 * @throws UserError for a metadata file that is too large to be one
 */
export function requireReadableMetadata(sitePackages: string): void {
  const entries = readdirSync(sitePackages, { withFileTypes: true }).filter(({ name }) =>
    /\.(dist|egg)-info$/.test(name),
  );
  // An egg-info may be a file.
  const files = entries.flatMap((entry) =>
    entry.isDirectory() ? METADATA.map((one) => `${entry.name}/${one}`) : [entry.name],
  );
  for (const file of files) {
    const size = statSync(join(sitePackages, file), { throwIfNoEntry: false })?.size ?? 0;
    if (size <= largestText(file)) continue;
    throw new UserError(`${file} has ${humanBytes(size)}; the limit is ${humanBytes(largestText(file))}.`, {
      hint: `This release of ${file.split("-")[0]} is damaged or malicious. Pin another release and report it to the operator of the index.`,
      exitCode: ExitCode.install,
    });
  }
}
