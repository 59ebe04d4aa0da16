// Which mutants there are of checks, and which tests are tried on them.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { makeMutants } from "../../scripts/mutants.ts";
import { testsOf } from "../../scripts/mutation/judge.ts";
import { findTestFiles, idsIn, type MeasuredTest } from "../../scripts/mutation/tests.ts";
import { createWorkspace } from "../support/machine/workspace.ts";

const SOURCES = {
  "checks/check.ts": "export interface Check { id: string }\nexport const about = (x?: string) => (x ? [x] : []);\n",
  "checks/compiled/one.ts":
    'import { about, type Check } from "../check.ts";\nimport * as evidence from "../../evidence/loader/loader.ts";\n' +
    'export const one: Check = { id: "P1", find: (x) => about(evidence.load(x)) };\n' +
    "const unused = (x: number) => x === 1;\n",
  "checks/files/two.ts":
    'import { about } from "../check.ts";\nexport const two = { id: "R2", find: (x) => about(x && "two") };\n',
  "evidence/loader/loader.ts":
    "export function load(x: string) {\n  return kinds.some((kind) => kind === x) ? x : undefined;\n}\n" +
    'const kinds = ["a"].filter(Boolean);\nexport const apart = (x: number) => x > 1;\n',
  "mount/mount.ts": "export const mount = (x) => x === 1;\n",
  "python/probes/closure.py": "if a:\n    pass\nelif b:\n    pass\n",
};

describe("mutants of checks", () => {
  it("are of every file below checks and evidence, with the checks that reach them across files", (t) => {
    const mutants = makeMutants(createWorkspace(t, SOURCES));
    const found = mutants.map(({ file, line, what, ids }) => `${file}:${line} ${what}: ${ids.join(" ")}`);
    assert.deepEqual(found.sort(), [
      "checks/check.ts:2 condition negated: P1 R2",
      "checks/compiled/one.ts:4 === is !==: ",
      "checks/files/two.ts:2 && is ||: R2",
      "evidence/loader/loader.ts:2 === is !==: P1",
      "evidence/loader/loader.ts:2 condition negated: P1",
      "evidence/loader/loader.ts:2 some is every: P1",
      "evidence/loader/loader.ts:4 filter dropped: P1",
      "evidence/loader/loader.ts:5 > is <=: ",
      "python/probes/closure.py:1 condition negated: M1 M2 M3 M4 M5",
      "python/probes/closure.py:3 condition negated: M1 M2 M3 M4 M5",
    ]);
    const atLoad = mutants.filter(({ isAtLoad }) => isAtLoad).map(({ what }) => what);
    assert.deepEqual(atLoad, ["filter dropped"]);
  });

  it("change the source in one place", (t) => {
    const mutants = makeMutants(createWorkspace(t, SOURCES));
    const { start, end, text } = mutants.find(({ what }) => what === "some is every") ?? assert.fail();
    const source = SOURCES["evidence/loader/loader.ts"];
    assert.match(source.slice(0, start) + text + source.slice(end), /return kinds\.every\(\(kind\) => kind === x\)/);
  });
});

describe("the tests of a mutant", () => {
  const test = (file: string, name: string, milliseconds: number, count: number): MeasuredTest => ({
    ...{ file, name, milliseconds, ids: idsIn(name) },
    coverage: {
      "checks/links.ts": [
        { startOffset: 0, endOffset: 100, count: 1 },
        { startOffset: 10, endOffset: 20, count },
      ],
    },
  });
  const tests = [
    test("test/images/catalogue.test.ts", "a target", 1, 1),
    test("test/checks/files/record.test.ts", "R1 finds slowly", 20, 1),
    test("test/checks/files/record.test.ts", "R1 finds", 2, 1),
    test("test/checks/layout/links.test.ts", "H5 finds", 30, 1),
    test("test/checks/layout/links.test.ts", "H6 finds", 3, 0),
  ];
  const mutant = {
    file: "checks/links.ts",
    at: 15,
    line: 1,
    what: "",
    start: 15,
    end: 16,
    text: "",
    ids: ["H6", "R1"],
  };
  const namesOf = (found: readonly MeasuredTest[]) => found.map(({ name }) => name);

  it("are those that execute its place: of its own file first, then the quick ones", () => {
    const found = testsOf({ ...mutant, isAtLoad: false }, tests);
    assert.deepEqual(namesOf(found), ["H5 finds", "R1 finds", "R1 finds slowly", "a target"]);
  });

  it("are those of its checks where every test executes it", () => {
    const found = testsOf({ ...mutant, isAtLoad: true }, tests);
    assert.deepEqual(namesOf(found), ["H6 finds", "R1 finds", "R1 finds slowly"]);
  });

  it("bear the ids that their names begin with", () => {
    assert.deepEqual(idsIn("R1 and R2 look through a link"), ["R1", "R2"]);
    assert.deepEqual(idsIn("I6, I11 and S1 agree"), ["I6", "I11", "S1"]);
    assert.deepEqual(idsIn("P3"), ["P3"]);
    assert.deepEqual(idsIn("P3's hint"), []);
    assert.deepEqual(idsIn("a RECORD of P3"), []);
  });

  it("are in test/checks, at any depth, and in files that import parts of checks, unless they run the bundle", (t) => {
    const files = {
      "test/checks/files/record.test.ts": "",
      "test/checks/hostile.test.ts": 'import { runCli } from "../support/host/cli.ts";',
      "test/resolve.test.ts": 'import { resolve } from "../../src/evidence/loader/resolve.ts";',
      "test/plan.test.ts": 'import { plan } from "../../src/plan/plan.ts";',
      "test/scenarios/build/build.test.ts": 'import { CHECKS } from "../../src/checks/catalogue.ts";',
    };
    assert.deepEqual(findTestFiles(createWorkspace(t, files)), [
      "test/checks/files/record.test.ts",
      "test/resolve.test.ts",
    ]);
  });
});
