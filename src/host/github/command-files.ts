import { lstatSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { orNothing } from "../../util/errors.ts";

/** Files with which a step passes values to the runner: outputs, variables and PATH of later steps, state, summary. */
const NAMES = ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE", "GITHUB_STEP_SUMMARY"] as const;

interface CommandFile {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** Content at the start, or as this tool last wrote it; `undefined` for a file that did not exist. */
  readonly content: Buffer | undefined;
}

/**
 * Protects the runner's command files while other programs run: child processes do not get their paths, and changes by
 * other programs are undone.
 */
export class CommandFiles {
  #files: readonly CommandFile[];

  /** Removes their variables from this process's environment, which every child inherits. */
  constructor() {
    this.#files = NAMES.flatMap((name) => {
      const path = process.env[name];
      delete process.env[name];
      return path ? [{ name, path, content: contentOf(path) }] : [];
    });
  }

  /**
   * Restores the content that the files had at the start, or that this tool wrote.
   * @returns the names of the variables whose files another program changed
   */
  restore(): string[] {
    return this.#files
      .filter(({ path, content }) => {
        const found = contentOf(path);
        return content === undefined ? found !== undefined : found === undefined || !found.equals(content);
      })
      .map(({ name, path, content }) => {
        orNothing(() => rmSync(path, { recursive: true, force: true }));
        if (content !== undefined) writeFileSync(path, content);
        return name;
      });
  }

  /** Writes to the files with the toolkit, which needs the variables. */
  write(work: () => void): void {
    for (const { name, path } of this.#files) process.env[name] = path;
    try {
      work();
    } finally {
      for (const { name } of this.#files) delete process.env[name];
      this.#files = this.#files.map(({ name, path }) => ({ name, path, content: contentOf(path) }));
    }
  }
}

/** Only of a regular file: with a link in its place, this tool would write to another file. */
function contentOf(path: string): Buffer | undefined {
  return orNothing(() => (lstatSync(path).isFile() ? readFileSync(path) : undefined));
}
