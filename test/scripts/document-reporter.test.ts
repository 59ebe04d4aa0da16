// The test runner, on a small repository of its own: it fails when a test that the page names did not run.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { repository, run, runner } from "../support/machine/small-repository.ts";
import type { Cleanup } from "../support/machine/workspace.ts";

const one = "test/one.test.ts";

/** What one test file, and a page that names `it works` of it, come to. */
async function outcome(t: Cleanup, text: string, name = "it works") {
  return await run(t, repository(t, { [one]: text }, [`${one}: ${name}`]), [runner]);
}

const green: Record<string, string> = {
  "a test that ran": 'test("it works", () => {});',
  "one in a suite": 'describe("suite", () => {\n  it("it works", () => {});\n});',
};

const told: Record<string, string> = {
  "a test for which an index is lacking": 'test("it works", { skip: "no package index here" }, () => {});',
  "one that found out while it ran": 'test("it works", (t) => t.skip("no C compiler on this machine"));',
  "one in a suite for which Linux is lacking":
    'describe("suite", { skip: "packages for the image are built on Linux" }, () => {\n  describe("inner", () => {\n    it("it works", () => {});\n  });\n});',
};

const red: Record<string, [text: string, words: string]> = {
  "that is not there": ['test("it works well", () => {});', "no test of that name ran"],
  "that is not reached": [
    'if (process.argv0 === "") {\n  test("it works", () => {});\n}\ntest("other", () => {});',
    "no test of that name ran",
  ],
  "that is skipped for a reason of its own": [
    'test("it works", { skip: "it is slow" }, () => {});',
    "it is skipped: it is slow",
  ],
  "that is skipped without a reason": ['test("it works", { skip: true }, () => {});', "it is skipped without a reason"],
  "that is still to be done": ['test("it works", { todo: true }, () => {});', "it is still to be done"],
  "in a suite that is skipped for a reason of its own": [
    'describe("suite", { skip: "it is slow" }, () => {\n  it("it works", () => {});\n});',
    "it is skipped: it is slow",
  ],
  "outside the suite for which an index is lacking": [
    'describe("suite", { skip: "no package index here" }, () => {\n  it("other", () => {});\n});\nif (process.argv0 === "") {\n  test("it works", () => {});\n}',
    "no test of that name ran",
  ],
};

describe("a run of all tests", { concurrency: 2 }, () => {
  for (const [what, text] of Object.entries(green)) {
    it(`passes with ${what}`, async (t) => {
      const { exitCode, stdout, stderr } = await outcome(t, text);
      assert.equal(exitCode, 0, stdout + stderr);
      assert.match(stderr, /^docs\/document-coverage\.md: 1 of its 1 proofs ran\.$/m);
    });
  }

  for (const [what, text] of Object.entries(told)) {
    it(`reports ${what}, and passes`, async (t) => {
      const { exitCode, stdout, stderr } = await outcome(t, text);
      assert.equal(exitCode, 0, stdout + stderr);
      assert.match(stderr, /: 0 of its 1 proofs ran\.\n {2}1 skipped: (no package|no C|packages for) /);
    });
  }

  for (const [what, [text, words]] of Object.entries(red)) {
    it(`fails when the page names a test ${what}`, async (t) => {
      const { exitCode, stdout, stderr } = await outcome(t, text);
      assert.equal(exitCode, 1, stdout + stderr);
      assert.match(stdout, /^ℹ fail 0$/m);
      assert.ok(stderr.includes(`✖ Part, “a row”: ${one}: “it works” did not run: ${words}\n`), stderr);
    });
  }

  it("fails when the page names a file that was not run", async (t) => {
    const directory = repository(t, { [one]: 'test("it works", () => {});' }, ["test/two.test.ts: it works"]);
    const { exitCode, stderr } = await run(t, directory, [runner]);
    assert.equal(exitCode, 1);
    assert.match(stderr, /test\/two\.test\.ts: “it works” did not run: its file was not run$/m);
  });

  it("fails when a filter left out what the page names", async (t) => {
    const text = 'test("it works", () => {});\ntest("other", () => {});';
    const directory = repository(t, { [one]: text }, [`${one}: it works`]);
    const reporter = ["--test-reporter=./scripts/document-reporter.mjs", "--test-reporter-destination=stderr"];
    const words = ["--test", "--test-name-pattern=other", ...reporter, one];
    const { exitCode, stderr } = await run(t, directory, words, { AEP_SUITES: "hermetic" });
    assert.equal(exitCode, 1);
    assert.match(stderr, /“it works” did not run: /);
  });

  it("takes a name with a placeholder for a family, of which each must have run", async (t) => {
    const family = (skip: string) => `for (const n of [1, 2]) test(\`\${n} of (2)\`, { skip: ${skip} }, () => {});`;
    assert.equal((await outcome(t, family("false"), `\${n} of (2)`)).exitCode, 0);
    assert.equal((await outcome(t, family("n === 2"), `\${n} of (2)`)).exitCode, 1);
    assert.equal((await outcome(t, family("false"), `\${n} of 2`)).exitCode, 1);
  });

  it("is judged by the rows of its suite where one was asked for, and not at all where a part was", async (t) => {
    const [two, three] = ["test/packages/two.test.ts", "test/clients/three.test.ts"];
    const tests = { [one]: 'test("it works", () => {});', [two]: 'test("other", () => {});', [three]: "" };
    const directory = repository(t, tests, [`${one}: it works`, `${two}: it is gone`, `${three}: it is gone`]);
    const judge = async (...words: string[]) => {
      const { exitCode, stderr } = await run(t, directory, [runner, ...words]);
      return [exitCode, /[0-9]+ of its [0-9]+/.exec(stderr)?.[0]];
    };
    assert.deepEqual(await judge(), [1, "1 of its 3"]);
    assert.deepEqual(await judge("--only", "hermetic"), [0, "1 of its 1"]);
    assert.deepEqual(await judge("--only", "packages"), [1, "0 of its 1"]);
    assert.deepEqual(await judge("--only", "clients"), [1, "0 of its 1"]);
    assert.deepEqual(await judge("two"), [0, undefined]);
    assert.deepEqual(await judge("--test-name-pattern=works"), [0, undefined]);
    assert.deepEqual(await judge("--test-reporter=tap"), [1, "1 of its 3"]);
  });

  it("ends with node's own lines that count the tests", async (t) => {
    const directory = repository(t, { [one]: 'test("it works", () => {});' }, [`${one}: it is gone`]);
    const { stdout, lines } = await run(t, directory, [runner]);
    const closing = /(^ℹ (tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) [0-9.]+\n){8}$/m;
    assert.match(stdout, new RegExp(`${closing.source}(?![^])`, "m"));
    const [fault, counts] = [/ did not run/, /^ℹ tests/].map((sign) => lines.findIndex((line) => sign.test(line)));
    assert.ok(fault !== undefined && fault >= 0 && fault < (counts ?? -1), lines.join("\n"));
  });
});
