import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Options } from "../../inputs/options.ts";
import { isFile } from "../../inputs/paths.ts";
import type { RequirementSource } from "../../inputs/sources/source.ts";
import type { Requirement, Requirements, RequirementsFile } from "../../python/packaging/requirements.ts";
import { lockPathOf, readLockHeader } from "../../python/sources/lock-file.ts";
import { type ScannedLine, scanLines, scanPackage } from "./scan-lines.ts";

/** What of `Requirements` a cache key is made of. */
export type ScannedRequirements = Pick<Requirements, "files" | "requirements" | "options" | "lock">;

/** Thrown where only pip's parser can go on. */
class NotSimple extends Error {}

/**
 * The requirements of all sources and of the files that they include, in the order in which pip reads them.
 * @returns `undefined` if one of them is not simple
 */
export function scanSources(options: Options): ScannedRequirements | undefined {
  const scan = new Scan();
  try {
    for (const source of options.sources) scan.addSource(source);
    const lock = lockInUse(options);
    if (lock !== undefined) scan.addFile(lock, true);
    for (const [index, text] of options.packages.entries()) scan.addPackage(text, index + 1);
    return { files: scan.files, requirements: scan.requirements, options: [], ...(lock !== undefined && { lock }) };
  } catch (error) {
    if (error instanceof NotSimple) return undefined;
    throw error;
  }
}

class Scan {
  readonly files: RequirementsFile[] = [];
  readonly requirements: Requirement[] = [];

  addSource({ kind, file, lines }: RequirementSource): void {
    if (kind === "uv-lock") throw new NotSimple();
    if (lines === undefined) this.addFile(file, false);
    else {
      this.#note(file, false);
      this.#addLines(lines.map(({ text }) => text.replace(/[\r\n]+/g, " ")).join("\n"), file, false);
    }
  }

  /** @param path absolute */
  addFile(path: string, constraint: boolean): void {
    if (!isFile(path)) throw new NotSimple();
    this.#note(path, constraint);
    this.#addLines(readFileSync(path, "utf8"), path, constraint);
  }

  addPackage(text: string, line: number): void {
    const scanned = scanPackage(text, line);
    if (scanned === undefined) throw new NotSimple();
    this.requirements.push(requirementOf(scanned, null, false));
  }

  /** pip refuses some files that are included twice. */
  #note(path: string, constraint: boolean): void {
    if (this.files.some((known) => known.path === path)) throw new NotSimple();
    this.files.push({ path, constraint });
  }

  #addLines(content: string, file: string, constraint: boolean): void {
    const lines = scanLines(content);
    if (lines === undefined) throw new NotSimple();
    for (const line of lines) {
      if (line.includes === undefined) this.requirements.push(requirementOf(line, file, constraint));
      else this.addFile(resolve(dirname(file), line.includes.path), line.includes.constraint);
    }
  }
}

function requirementOf({ text = "", line, pinned, hashes }: ScannedLine, file: string | null, constraint: boolean) {
  const unknown = { name: null, extras: [], specifier: "", marker: null, applies: true, editable: false, url: null };
  return { ...unknown, file, line, text, constraint, pinned, hashes } satisfies Requirement;
}

/** As `readRequirements` chooses it. */
function lockInUse(options: Options): string | undefined {
  const path = options.mode === "preinstalled" ? lockPathOf(options) : undefined;
  return path !== undefined && existsSync(path) && readLockHeader(path) !== undefined ? path : undefined;
}
