import { existsSync, readFileSync, statSync } from "node:fs";
import { relative, resolve } from "node:path";
import { isInside } from "../inputs/paths.ts";
import { messageOf } from "../util/errors.ts";
import { sha256 } from "../util/sha256.ts";
import { matching, record, text } from "../util/shape.ts";
import { humanBytes, printable, slashed } from "../util/text.ts";

/**
 * Where a mount comes from. It is stored next to the archive and not in it: the archive is the same for every commit
 * that requires the same packages.
 */
export interface Provenance {
  readonly mountDigest: string;
  /** `owner/name`, or `''` if it was not built on GitHub. */
  readonly repository: string;
  readonly commit: string;
  /** URL of the run, or `''`. */
  readonly run: string;
}

/** Where a restored mount comes from and where it is restored. */
export interface Origin {
  readonly provenance: Provenance;
  /** The commit and repository that are checked out here. */
  readonly here: { readonly commit: string; readonly repository: string };
}

/** A requirements file that a mount was built from. */
export interface RequirementsDigest {
  /** POSIX, relative to the code directory. */
  readonly path: string;
  readonly digest: string;
}

/** Bytes. The file has some hundred; it comes from an artifact, and is shown in the summary. */
const LARGEST_PROVENANCE = 64 * 1024;

const PROVENANCE = record({
  mountDigest: text,
  repository: matching(/^([\w.-]+\/[\w.-]+)?$/, "a repository"),
  commit: matching(/^([0-9a-f]{40}|[0-9a-f]{64})?$/, "a commit"),
  run: matching(/^(https?:\/\/[\w.-]+(:\d+)?\/[\w.-]+\/[\w.-]+\/actions\/runs\/\d+)?$/, "the address of a run"),
});

/**
 * Reads what an artifact says about its origin. An address on another server than `server` is left out: it would become a
 * link in the summary.
 * @param file absolute
 * @param server such as `https://github.com`; `""` if this is no run on GitHub
 * @param onUnusable is called with the reason if there is such a file, and it is not used
 * @returns `undefined` if there is none, or it is not used
 */
export function readProvenance(
  file: string,
  { mountDigest, server }: { readonly mountDigest: string; readonly server: string },
  onUnusable: (why: string) => void,
): Provenance | undefined {
  if (!existsSync(file)) return undefined; // an archive may come without it
  const found = parseProvenance(file);
  const why = typeof found === "string" ? found : PROVENANCE(found, "");
  if (why !== undefined) {
    onUnusable(why);
    return undefined;
  }
  const { repository, commit, run, ...rest } = found as Provenance;
  if (rest.mountDigest !== mountDigest) {
    onUnusable("it belongs to another mount");
    return undefined;
  }
  return { mountDigest, repository, commit, run: run.startsWith(`${server}/${repository}/`) ? run : "" };
}

/** Its value, or why it cannot be read. */
function parseProvenance(file: string): unknown {
  try {
    if (statSync(file).size > LARGEST_PROVENANCE) return `it is larger than ${humanBytes(LARGEST_PROVENANCE)}`;
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    return printable(messageOf(error));
  }
}

/** Digests of the files inside the workspace; a file outside it is not part of another checkout either. */
export function digestRequirements(
  files: readonly string[],
  places: { readonly codeDirectory: string; readonly workspace: string },
): RequirementsDigest[] {
  return files
    .filter((file) => isInside(file, places.workspace))
    .map((file) => ({
      path: slashed(relative(places.codeDirectory, file)),
      digest: digestOf(readFileSync(file, "utf8")),
    }));
}

/**
 * Whether a requirements file of this checkout has the requirements that the mount was built from; `undefined` if there
 * is no such file. A path of the manifest that leads out of the workspace is not followed.
 */
export function hasSameRequirements(
  { path, digest }: RequirementsDigest,
  places: { readonly codeDirectory: string; readonly workspace: string },
): boolean | undefined {
  const file = resolve(places.codeDirectory, path);
  if (!isInside(file, places.workspace)) return undefined;
  try {
    return digestOf(readFileSync(file, "utf8")) === digest;
  } catch {
    return undefined;
  }
}

/** Comments, blank lines, indentation and line endings do not count. */
function digestOf(content: string): string {
  const lines = content
    .replace(/^\ufeff/, "")
    .split(/\r\n?|\n/)
    .map((line) => line.replace(/(^|\s+)#.*$/, "").trim())
    .filter((line) => line !== "");
  return `sha256:${sha256(lines.join("\n"))}`;
}
