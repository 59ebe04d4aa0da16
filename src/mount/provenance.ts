import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { isInside } from "../options/paths.ts";
import { slashed } from "../text.ts";

/**
 * Where a mount comes from. It stands beside the archive and not in it: the archive is the same from every commit that
 * asks for the same packages.
 */
export interface Provenance {
  readonly mountDigest: string;
  /** `owner/name`, or `''` where it was not built on GitHub. */
  readonly repository: string;
  readonly commit: string;
  /** Address of the run, or `''`. */
  readonly run: string;
}

/** What a restored mount is told about where it comes from and where it arrives. */
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

export const PROVENANCE = "provenance.json";

/** @returns `undefined` where there is none that can be read, or one of another mount */
export function readProvenance(directory: string, mountDigest: string): Provenance | undefined {
  try {
    const { repository, commit, run, ...rest } = JSON.parse(readFileSync(join(directory, PROVENANCE), "utf8"));
    if (rest.mountDigest !== mountDigest) return undefined;
    return { mountDigest, repository: String(repository), commit: String(commit), run: String(run) };
  } catch {
    return undefined; // archives travel without their papers too
  }
}

/** Digests of the files inside the workspace; what lies elsewhere is not in another checkout either. */
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
 * Whether a checkout asks for what the mount was built from; `undefined` where the file is not there.
 * A path of the manifest that leaves the workspace is not followed.
 */
export function asksForTheSame(
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

/** Comments, blank lines, indentation and line ends ask for nothing. */
function digestOf(text: string): string {
  const lines = text
    .replace(/^\ufeff/, "")
    .split(/\r\n?|\n/)
    .map((line) => line.replace(/(^|\s+)#.*$/, "").trim())
    .filter((line) => line !== "");
  return `sha256:${createHash("sha256").update(lines.join("\n")).digest("hex")}`;
}
