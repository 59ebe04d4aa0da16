// A small repository with the test runner, to test what that runner reports.
import { cpSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../github/runner/action-runner.ts";
import { runChild } from "./child.ts";
import { childEnvironment } from "./environment.ts";
import { type Cleanup, createWorkspace } from "./workspace.ts";

export const runner = "scripts/test.mjs";

const machinery = [
  "scripts/test.mjs",
  "scripts/node24.mjs",
  "scripts/suites.mjs",
  "scripts/document-reporter.mjs",
  "scripts/coverage-reporter.mjs",
  "scripts/coverage.mjs",
  "scripts/document-coverage.ts",
];

/** A repository with these test files, whose page names these tests as `file: name`, and with these other files. */
export function repository(
  t: Cleanup,
  tests: Record<string, string>,
  named: string[],
  others: Record<string, string> = {},
): string {
  const proofs = named.map((one) => one.replace(/^(.+?): /, "`$1`: ")).join("<br>");
  const page = `# Page\n\n## Part\n\n| document | serves | proof |\n| --- | --- | --- |\n| a row | a thing | ${proofs} |\n`;
  const head = 'import { describe, it, test } from "node:test";\n';
  const files = Object.entries(tests).map(([path, text]) => [path, head + text]);
  const directory = createWorkspace(t, {
    "package.json": '{ "type": "module" }',
    "docs/document-coverage.md": page,
    "src/types.ts": "export type Nothing = undefined;\n",
    "dist/main.js": "",
    ...Object.fromEntries(files),
    ...others,
  });
  for (const path of machinery) cpSync(join(repositoryRoot, path), join(directory, path));
  return directory;
}

/** Runs `command`, by default the test runner, in that repository. */
export async function run(t: Cleanup, directory: string, words: string[] = [], env: Record<string, string> = {}) {
  const environment = childEnvironment({ home: join(createWorkspace(t), "home"), env });
  return await runChild(process.execPath, words, { cwd: directory, env: environment });
}
