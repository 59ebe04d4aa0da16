import { existsSync, lstatSync, readFileSync, statSync } from "node:fs";
import { dirname, join, parse } from "node:path";
import type { Target } from "../../images/target.ts";
import type { Options } from "../../inputs/options.ts";
import { isFile } from "../../inputs/paths.ts";
import { commandLike } from "../../inputs/same-inputs.ts";
import { UserError } from "../../util/errors.ts";
import { sha256 } from "../../util/sha256.ts";
import { VERSION } from "../../util/version.ts";
import { sourceLines } from "../packaging/indexes.ts";
import type { Requirements } from "../packaging/requirements.ts";
import { buildOptions } from "./plain-files.ts";

/** A lock file of this tool beside the requirements: its name, its header, and whether it is still right. */

const TITLE = "# Lock file of azureml-extra-packages";

/** What the header of a lock file says. */
export interface LockHeader {
  /** Such as `Python 3.8, glibc 2.31, x86_64`. */
  readonly target: string;
  /** Of the requirements that it was made from. */
  readonly digest: string;
}

/** The formats beside which a lock file is looked for: the others are locks themselves. */
const LOCKABLE = ["requirements", "conda", "python_env", "pyproject"];

/**
 * Where the lock file of these sources is, or would be: beside the first one, and with its name, because a directory may
 * have several.
 * @returns `undefined` if the sources are locks themselves
 */
export function lockPathOf({
  sources,
  scoringDirectory,
}: Pick<Options, "sources" | "scoringDirectory">): string | undefined {
  const first = sources[0]?.file ?? join(scoringDirectory, "requirements.txt");
  const isLockable = sources.every(({ kind, file }) => LOCKABLE.includes(kind) && !file.endsWith(".lock.txt"));
  return isLockable ? join(dirname(first), `${parse(first).name}.lock.txt`) : undefined;
}

/** @returns `undefined` for a file of somebody else, or if there is none */
export function readLockHeader(path: string): LockHeader | undefined {
  if (!isFile(path)) return undefined;
  const text = readFileSync(path, "utf8");
  if (!text.startsWith(TITLE)) return undefined;
  const field = (name: string) => new RegExp(`^# ${name}: (.*)$`, "m").exec(text)?.[1] ?? "";
  return { target: field("Target"), digest: field("Requirements") };
}

/**
 * The lock file that is to be written anew.
 * @returns `""` if there is none
 * @throws UserError for a file of somebody else, which is left alone
 */
export function presentLock(path: string): string {
  const kind = lstatSync(path, { throwIfNoEntry: false });
  if (kind === undefined) return "";
  const why = !existsSync(path)
    ? "it is a link to a file that does not exist"
    : statSync(path).isFile()
      ? undefined
      : kind.isDirectory()
        ? "it is a directory"
        : "it is not a file";
  const text = why === undefined ? readFileSync(path, "utf8") : "";
  if (why === undefined && (text === "" || text.startsWith(TITLE))) return text;
  throw new UserError(
    `The lock file is not written: ${why ?? "there is a file of that name that this tool did not write"}.`,
    {
      file: path,
      hint: "Rename it or delete it. To install what it lists, name it in the input requirements.",
    },
  );
}

/** The text of a lock file. */
export function lockText(pins: string, header: LockHeader, { options }: Pick<Requirements, "options">): string {
  const lines = [
    `${TITLE} ${VERSION}: the command build installs it, the command lock changes it.`,
    `# Target: ${header.target}`,
    `# Requirements: ${header.digest}`,
    ...sourceLines(options),
    pins,
  ];
  return lines.join("\n");
}

export function headerFor(read: Requirements, target: Target, options: Options): LockHeader {
  return {
    target: `Python ${target.python}, glibc ${target.glibc.join(".")}, ${target.architecture}`,
    digest: digestOf(read, options),
  };
}

/** Of everything that the requirements say, without the lock file itself and without places on this machine. */
function digestOf(
  { requirements, options: lines }: Requirements,
  { workspace, scoringDirectory, sources }: Options,
): string {
  const lock = lockPathOf({ sources, scoringDirectory });
  const own = requirements.filter(({ file }) => file !== lock);
  const said = [
    ...own.map((one) => [
      one.constraint ? "-c" : "",
      one.text.replaceAll(workspace, "."),
      ...one.hashes,
      ...buildOptions(one),
    ]),
    ...lines.filter(({ file }) => file !== lock).map(({ values }) => Object.entries(values)),
  ];
  return `sha256:${sha256(JSON.stringify(said).replaceAll(workspace, "."))}`;
}

/** @throws UserError if the lock file was made from other requirements, or for another target */
export function requireFresh(path: string, found: LockHeader | undefined, wanted: LockHeader, options: Options): void {
  const why =
    found?.target !== wanted.target
      ? `it is for ${found?.target}, and this run is for ${wanted.target}`
      : found?.digest !== wanted.digest
        ? "the requirements have changed since it was made"
        : undefined;
  if (why === undefined) return;
  throw new UserError(`The lock file is stale: ${why}.`, {
    file: path,
    line: 1,
    hint: `Make it again and commit it: ${commandLike("lock", options)} (in the action: mode lock, with the same inputs). To install without it, delete it.`,
  });
}
