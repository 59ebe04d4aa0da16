// The test runner, on a small repository of its own: it fails when a function of src/ did not run.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { repository, run, runner } from "../support/machine/small-repository.ts";
import type { Cleanup } from "../support/machine/workspace.ts";

const one = "test/one.test.ts";
const inChild = `import { execFileSync } from "node:child_process";
test("it works", () => void execFileSync(process.execPath, ["dist/main.js"]));
`;
/** What the bundler makes of `src/thing.ts`, behind a library of somebody else. */
const bundle = (code: string) => `// node_modules/lib/index.js\nfunction other() {}\n// src/thing.ts\n${code}`;

async function outcome(t: Cleanup, test: string, files: Record<string, string>) {
  return await run(t, repository(t, { [one]: test }, [`${one}: it works`], files), [runner]);
}

describe("coverage of a run of all tests", { concurrency: 2 }, () => {
  it("counts what ran in a child process, under the name before the bundler counted", async (t) => {
    const files = { "src/thing.ts": "", "dist/main.js": bundle("function used$1() {}\nused$1();\n") };
    const { exitCode, stdout, stderr } = await outcome(t, inChild, files);
    assert.equal(exitCode, 0, stdout + stderr);
    assert.match(stderr, /^Coverage: 1 of 1 functions of src\/ ran, in [0-9]+ processes\.$/m);
  });

  it("counts what ran in a copy of the bundle", async (t) => {
    const inCopy = `import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
const directory = mkdtempSync(\`\${tmpdir()}/azureml-extra-packages-test-\`);
cpSync("dist", \`\${directory}/tool/dist\`, { recursive: true });
test("it works", () => void execFileSync(process.execPath, [\`\${directory}/tool/dist/main.js\`]));
`;
    const files = { "src/thing.ts": "", "dist/main.js": bundle("function used() {}\nused();\n") };
    const { exitCode, stdout, stderr } = await outcome(t, inCopy, files);
    assert.equal(exitCode, 0, stdout + stderr);
    assert.match(stderr, /^Coverage: 1 of 1 functions of src\/ ran/m);
  });

  it("counts what a test imports", async (t) => {
    const files = { "src/thing.ts": "export function used() {}\n", "dist/main.js": bundle("function used() {}\n") };
    const test = 'import { used } from "../src/thing.ts";\ntest("it works", () => used());\n';
    const { exitCode, stdout, stderr } = await outcome(t, test, files);
    assert.equal(exitCode, 0, stdout + stderr);
  });

  it("fails for a function that no process ran", async (t) => {
    const files = {
      "src/thing.ts": "",
      "dist/main.js": bundle("function used() {}\nclass It {\n  idle() {}\n}\nused();\n"),
    };
    const { exitCode, stdout, stderr } = await outcome(t, inChild, files);
    assert.equal(exitCode, 1, stdout + stderr);
    assert.match(stdout, /^ℹ fail 0$/m);
    assert.match(stderr, /^Coverage: 1 of 2 .*\n {2}✖ src\/thing\.ts: idle did not run$/m);
  });

  it("fails for a file whose code is in no bundle, and ignores types", async (t) => {
    const files = {
      "src/dead.ts": "export function idle(): void {}\n",
      "src/limits.ts": "export const MOST = 3;\n",
      "src/shape.ts":
        'import type { Stats } from "node:fs";\n\n/** A shape. */\nexport interface Shape {\n  stats: Stats;\n}\n',
    };
    const { exitCode, stderr } = await outcome(t, 'test("it works", () => {});', files);
    assert.equal(exitCode, 1);
    assert.match(stderr, /^ {2}✖ src\/dead\.ts is in no bundle$/m);
    assert.doesNotMatch(stderr, /shape|limits/);
  });

  it("is reported but does not fail if tests had no container engine", async (t) => {
    const files = { "src/thing.ts": "", "dist/main.js": bundle("function idle() {}\n") };
    const skipped = {
      "test/engine/two.test.ts": 'import test from "node:test";\ntest("more", { skip: "none here" }, () => {});\n',
    };
    const { exitCode, stdout, stderr } = await outcome(t, inChild, { ...files, ...skipped });
    assert.equal(exitCode, 0, stdout + stderr);
    assert.match(stderr, /^Coverage: 0 of 1 .* Not judged: 1 tests had no container engine\.$/m);
  });

  it("is reported but does not fail if tests had no package index", async (t) => {
    const files = { "src/thing.ts": "", "dist/main.js": bundle("function idle() {}\n") };
    const skipped = `${inChild}test("more", { skip: "no package index here" }, () => {});\n`;
    const { exitCode, stdout, stderr } = await outcome(t, skipped, files);
    assert.equal(exitCode, 0, stdout + stderr);
    assert.match(stderr, /^Coverage: 0 of 1 .* Not judged: 1 tests had no package index\.$/m);
  });
});
