import { ExitCode, UserError } from "../../util/errors.ts";
import { normalisedName } from "../../util/text.ts";
import { isAskedFor, placeName, type Requirement } from "../packaging/requirements.ts";

/**
 * The lines of a lock, with the hashes that the requirements themselves give in place of those of the index: they allow
 * these files alone.
 * @param entries one line each
 * @throws UserError if the index has no such file
 */
export function withGivenHashes(
  entries: readonly string[],
  requirements: readonly Requirement[],
  workspace: string,
): string[] {
  const giving = requirements.filter(({ hashes, applies }) => applies && hashes.length > 0);
  return entries.map((entry) => {
    const name = normalisedName(/^[\w.-]+/.exec(entry)?.[0] ?? "");
    const own = giving.filter((one) => one.name === name);
    const [first] = own;
    if (first === undefined) return entry;
    const given = first.hashes.filter((hash) => own.every(({ hashes }) => hashes.includes(hash)));
    requireKnown(given, hashesOf(entry), first, workspace);
    return [entry.replace(/ --hash=\S+/g, ""), ...given.map((hash) => `--hash=${hash}`)].join(" ");
  });
}

/** Hashes of another algorithm than the index gives cannot be compared. */
function requireKnown(
  given: readonly string[],
  known: readonly string[],
  { file, line, text }: Requirement,
  workspace: string,
): void {
  const algorithms = new Set(known.map(algorithmOf));
  const canMatch = given.some((hash) => known.includes(hash) || !algorithms.has(algorithmOf(hash)));
  if (canMatch || (known.length === 0 && given.length > 0)) return;
  const where = file === null ? "Input packages" : placeName(file, line, workspace);
  throw new UserError(`${where}: no file of ${text} in the index has a hash that the requirements give.`, {
    file: file ?? undefined,
    line,
    hint: "Correct or remove --hash. If the hash was right, the file in the index has been replaced: do not install it.",
    exitCode: ExitCode.install,
  });
}

/** @throws UserError if a hash is given, and the lock could only have none */
export function requireNoneGiven(withoutHash: readonly string[], requirements: readonly Requirement[]): void {
  const giving = requirements.find((one) => isAskedFor(one) && one.hashes.length > 0);
  if (giving === undefined || withoutHash.length === 0) return;
  const { file, line, text } = giving;
  throw new UserError(
    `${text} has a hash, and ${withoutHash.join(", ")} has none: pip checks the hashes of all requirements or of none.`,
    {
      file: file ?? undefined,
      line,
      hint: `Remove --hash, or replace ${withoutHash[0]} with a wheel that an index has.`,
      exitCode: ExitCode.install,
    },
  );
}

function hashesOf(entry: string): string[] {
  return [...entry.matchAll(/ --hash=(\S+)/g)].map(([, hash]) => hash ?? "");
}

function algorithmOf(hash: string): string {
  return hash.split(":")[0] ?? "";
}
