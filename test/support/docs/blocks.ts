import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../github/runner/action-runner.ts";

export const pageOf = (name: string) => readFileSync(join(repositoryRoot, "docs", name), "utf8");

/** The code below `<!-- block: name -->`. */
export function blockOf(page: string, name: string): string {
  const [, code] = new RegExp(`<!-- block: ${name} -->\\s+\`\`\`\\w+\\n(.*?)^\`\`\``, "ms").exec(page) ?? [];
  return code ?? assert.fail(`the page has no block ${name}`);
}

/** The names of all of them. */
export const blockNames = (page: string) => [...page.matchAll(/^<!-- block: ([\w-]+) -->$/gm)].map(([, name]) => name);
