import assert from "node:assert/strict";
import { copyFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { compareTrees, createWorkspace, readTree, writeFiles } from "../../support/machine/workspace.ts";
import { makeElf } from "../../support/packages/elf/elf.ts";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import { makeWheel, type Wheel } from "../../support/packages/wheels.ts";
import {
  build,
  createScenario,
  libraryPath,
  mountOf,
  onLinux,
  readJson,
  run,
  type Scenario,
  step,
} from "../../support/scenario/scenario.ts";

const unchanged = { added: [], removed: [], changed: [] };
const extension = makeElf({ exports: ["PyInit_fast"] });

/** `fat` has something of each kind, `user` imports the tests of `kept`, and `own-tests` is nothing but a package `tests`. */
function wheels(): Wheel[] {
  const fat = {
    "fat/__init__.py": "SIZE = 'large'\n",
    "fat/tests/__init__.py": "",
    "fat/tests/test_fat.py": "import pytest\n",
    "fat/tests/data/one.csv": "1,2,3\n",
    "fat/tests/data/LICENSE": "free\n",
    "fat/docs/index.rst": "words\n",
    "fat/include/fat.h": "int fat;\n",
    "fat/fast.cpython-38-x86_64-linux-gnu.so": extension,
    "fat/fast.pyx": "x = 1\n",
    "fat/libfat.a": "!<arch>\n",
    "fat/core.pyi": "SIZE: str\n",
  };
  const kept = {
    "kept/__init__.py": "",
    "kept/tests/__init__.py": "",
    "kept/tests/test_kept.py": "ANSWER = 42\n",
    "kept/examples/one.csv": "1\n",
  };
  const user = {
    "user.py":
      "import pkgutil\nfrom kept.tests.test_kept import ANSWER\nONE = pkgutil.get_data('kept', 'examples/one.csv')\n",
  };
  const own = { "tests/__init__.py": "", "tests/test_all.py": "" };
  return [
    ...fixturePackages(),
    makeWheel({ name: "fat", version: "1.0", files: fat, tag: "cp38-cp38-manylinux_2_17_x86_64" }),
    makeWheel({ name: "kept", version: "1.0", files: kept }),
    makeWheel({ name: "user", version: "1.0", files: user, requires: ["kept"] }),
    makeWheel({ name: "own-tests", version: "1.0", files: own, topLevel: ["tests"] }),
  ];
}

const requirements = "fat==1.0\nkept==1.0\nuser==1.0\nown-tests==1.0\n";
const gone = ["docs/index.rst", "fast.pyx", "include/fat.h", "libfat.a"].map((path) => `fat/${path}`);
const tests = ["__init__.py", "data/one.csv", "test_fat.py"].map((path) => `fat/tests/${path}`);

/** A scenario whose mount was built with these flags. */
async function built(t: Parameters<typeof createScenario>[0], ...flags: string[]) {
  const scenario = await createScenario(t, { requirements, packages: wheels() });
  const ended = await run(t, scenario, ["build", ...flags]);
  assert.equal(ended.exitCode, 0, ended.stderr);
  return { scenario, ...ended };
}

const filesOf = (scenario: Scenario) =>
  Object.keys(readTree(mountOf(scenario))).filter((path) => existsSync(join(mountOf(scenario), path)));

describe("slim", { ...onLinux, concurrency: 2 }, () => {
  it("leaves out what nothing names, keeps the rest and the licence, verifies the result and says what went", async (t) => {
    const full = await built(t, "--slim", "off");
    const slim = await built(t, "--slim", "on");
    const { removed, added, changed } = compareTrees(
      readTree(mountOf(full.scenario)),
      readTree(mountOf(slim.scenario)),
    );
    const sources = removed.filter((path) => /\.\w+$/.test(path) && !path.endsWith(".pyc"));
    assert.deepEqual([sources.sort(), added], [[...gone, ...tests].sort(), []]);
    assert.ok(
      removed.some((path) => path.endsWith(".pyc")),
      "bytecode of the tests",
    );
    assert.deepEqual(changed, ["fat-1.0.dist-info/RECORD"]);
    assert.equal(slim.json.verified, "simulated");
    assert.match(slim.stderr, /^slim left out 7 files, 49 B, and their bytecode\.$/m);
    assert.match(full.stderr, /H17: .*slim would leave out up to /);
    assert.doesNotMatch(slim.stderr, /H17|\bR[0-9]+:|M[0-9]+:/);
    const record = readFileSync(join(mountOf(slim.scenario), "fat-1.0.dist-info/RECORD"), "utf8");
    assert.doesNotMatch(record, /test_fat|fat\.h|libfat|docs/);
    assert.match(record, /^fat\/tests\/data\/LICENSE,sha256=/m);
    const { slim: leftOut } = readJson(slim.json["manifest-file"]);
    assert.equal(leftOut.files, 7);
    assert.deepEqual(
      leftOut.groups.map((one: Record<string, unknown>) => [one.kind, one.distribution, one.files, one.paths]),
      [
        ["documentation", "fat", 1, ["fat/docs/"]],
        ["headers", "fat", 1, ["fat/include/fat.h"]],
        ["libraries", "fat", 1, ["fat/libfat.a"]],
        ["sources", "fat", 1, ["fat/fast.pyx"]],
        ["tests", "fat", 3, ["fat/tests/"]],
      ],
    );
    assert.deepEqual(readJson(slim.json["report-file"]).slim, leftOut);
  });

  it("leaves out stubs with the value stubs", async (t) => {
    const { scenario, stderr } = await built(t, "--slim", "stubs");
    assert.match(stderr, /^slim left out 8 files/m);
    assert.ok(!filesOf(scenario).includes("fat/core.pyi"));
  });

  it("gives the same digest from the cache and in another place", async (t) => {
    const first = await built(t, "--slim", "on");
    const digest = first.json["mount-digest"];
    rmSync(join(first.scenario.workspace, "myenv"), { recursive: true });
    const second = await run(t, first.scenario, ["build", "--slim", "on"]);
    assert.deepEqual([second.json["cache-outcome"], second.json["mount-digest"]], ["hit", digest]);
    assert.match(second.stderr, /^slim left out 7 files/m);
    assert.equal(readJson(second.json["report-file"]).slim.files, 7);
    const elsewhere = await built(t, "--slim", "on");
    assert.deepEqual([elsewhere.json["cache-outcome"], elsewhere.json["mount-digest"]], ["miss", digest]);
  });

  it("has a cache entry of its own, which scoring scripts share unless they name something", async (t) => {
    const { scenario } = await built(t);
    const outcome = async (...flags: string[]) => (await build(t, scenario, ...flags))["cache-outcome"];
    assert.equal(await outcome("--slim", "on"), "miss");
    const script = "def init():\n    pass\n\n\ndef run(data):\n    return data\n";
    writeFiles(scenario.workspace, { "score.py": `import user\n${script}` });
    assert.equal(await outcome("--slim", "on"), "hit");
    writeFiles(scenario.workspace, { "score.py": `import fat.tests\n${script}` });
    const named = await run(t, scenario, ["build", "--slim", "on"]);
    assert.equal(named.json["cache-outcome"], "miss", named.stderr);
    assert.match(named.stderr, /what the scoring directory keeps from slim was added/);
    assert.ok(filesOf(scenario).includes("fat/tests/data/one.csv"));
    assert.ok(!filesOf(scenario).includes("fat/include/fat.h"));
  });

  it("is verified and restored without a missing file", async (t) => {
    const { scenario, json } = await built(t, "--slim", "on");
    const verified = await run(t, scenario, ["verify"]);
    assert.equal(verified.exitCode, 0, verified.stderr);
    assert.doesNotMatch(verified.stderr, /H17|\bR[0-9]+:|T1/);
    const other = await createScenario(t, { requirements });
    const archive = join(createWorkspace(t), "mount.tar.zst");
    copyFileSync(json["archive-file"] ?? "", archive);
    const flags = ["--archive", archive, "--expected-digest", json["mount-digest"] ?? ""];
    const restored = await run(t, other, ["restore", ...flags]);
    assert.equal(restored.exitCode, 0, restored.stderr);
    assert.doesNotMatch(restored.stderr, /H17|\bR[0-9]+:|T1/);
    assert.deepEqual(compareTrees(readTree(mountOf(scenario)), readTree(mountOf(other))), unchanged);
    assert.equal(readJson(restored.json["report-file"]).slim.files, 7);
  });

  it("is no change of a distribution for compare-with", async (t) => {
    const { scenario } = await built(t);
    copyFileSync(join(scenario.workspace, "myenv", "manifest.json"), join(scenario.workspace, "full.json"));
    const slim = await step(t, scenario, { with: { slim: "on", "compare-with": "full.json" } });
    assert.equal(slim.exitCode, 0, slim.log);
    const { comparison } = readJson(slim.outputs["report-file"]);
    assert.deepEqual([comparison.same, comparison.added, comparison.removed, comparison.changed], [false, [], [], []]);
    assert.deepEqual(comparison.leftOut, { before: 0, after: 49 });
    assert.match(slim.summary, /`slim` left out 0 B before, 49 B now\.\n\nNo distribution changed otherwise\./);
    assert.match(slim.summary, /^- `slim` left out 7 files, 49 B, and their bytecode$/m);
    copyFileSync(join(scenario.workspace, "myenv", "manifest.json"), join(scenario.workspace, "slim.json"));
    const again = await step(t, scenario, { with: { "compare-with": "slim.json" } });
    assert.deepEqual(readJson(again.outputs["report-file"]).comparison.changed, []);
  });

  it("is not used in mode verify, and takes three values", async (t) => {
    const { scenario } = await built(t);
    const unknown = await run(t, scenario, ["build", "--slim", "yes"]);
    assert.equal(unknown.exitCode, 2);
    assert.match(unknown.stderr, /slim/);
    const unused = await step(t, scenario, { with: { mode: "verify", slim: "on" } });
    assert.match(unused.log, /Input slim is not used in mode verify/);
    assert.ok(existsSync(join(scenario.workspace, libraryPath, "fat/tests/test_fat.py")));
  });
});
