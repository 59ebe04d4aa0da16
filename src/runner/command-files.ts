import { lstatSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { orNothing } from "../errors.ts";

/** Files by which a step hands values to the runner: outputs, variables and PATH of later steps, its state, its summary. */
const NAMES = ["GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STATE", "GITHUB_STEP_SUMMARY"] as const;

interface CommandFile {
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** As it was when we began, or as we left it; `undefined` for a file that was not there. */
  readonly content: Buffer | undefined;
}

/**
 * The runner's command files while programs run that are not ours: no child gets to know where they are, and what another
 * program wrote to them is undone.
 */
export class CommandFiles {
  #files: readonly CommandFile[];

  /** Takes their variables out of this process's environment, which every child inherits. */
  constructor() {
    this.#files = NAMES.flatMap((name) => {
      const path = process.env[name];
      delete process.env[name];
      return path ? [{ name, path, content: contentOf(path) }] : [];
    });
  }

  /**
   * Gives the files the content that they had when we began, or that we wrote ourselves.
   * @returns the names of the variables whose files somebody had written to
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

  /** Writes to the files, by the toolkit, which looks for the variables. */
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

/** Of a plain file: a link in its place would lead our own words elsewhere. */
function contentOf(path: string): Buffer | undefined {
  return orNothing(() => (lstatSync(path).isFile() ? readFileSync(path) : undefined));
}
