import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pullRequest } from "../../support/github/runner/events.ts";
import { compareTrees, readTree, type Tree, writeFiles } from "../../support/machine/workspace.ts";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import { startIndex } from "../../support/packages/package-index.ts";
import { makeSdist } from "../../support/packages/sdists.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import { build, createScenario, onLinux, run, type Scenario, step } from "../../support/scenario/scenario.ts";

function hashOf(start: string): string {
  const wheel = fixturePackages().find(({ filename }) => filename.startsWith(start));
  return createHash("sha256")
    .update(wheel?.bytes ?? "")
    .digest("hex");
}

/** What is said last, and everything that it says. */
const lastError = (text: string) => text.slice(text.search(/^error: /m));

describe("an installation that fails: the installer's reason, the requirement's line, and what to do", onLinux, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  let scenario: Scenario;
  let mount: Tree;
  before(async () => {
    const packages = [
      ...fixturePackages(),
      { ...makeWheel({ name: "taken-back", version: "1.0", files: { "taken_back.py": "" } }), yanked: "broken" },
      makeWheel({ name: "modern", version: "9.0", files: { "modern.py": "" }, requiresPython: ">=3.11" }),
      makeWheel({ name: "newer", version: "1.0", tag: "cp38-cp38-manylinux_2_35_x86_64", files: { "newer.py": "" } }),
      await makeSdist({ name: "unbuildable", version: "1.0", buildError: "error: command 'gcc' failed" }),
      makeWheel({ name: "wants-old", version: "1.0", files: { "wants_old.py": "" }, requires: ["politeness<2"] }),
    ];
    scenario = await createScenario(whole, { requirements: "politeness==1.0\n", packages });
    await build(whole, scenario);
    mount = readTree(join(scenario.workspace, "myenv"));
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  const untouched = () => {
    assert.deepEqual(compareTrees(mount, readTree(join(scenario.workspace, "myenv"))), {
      added: [],
      removed: [],
      changed: [],
    });
    const beside = Object.keys(readTree(scenario.workspace)).filter((path) => path.startsWith(".myenv"));
    assert.deepEqual(beside, []);
  };

  const cases: Record<string, { line: string; says: RegExp }> = {
    "a name that is not on the index": {
      line: "greeet==1.0",
      says: /^error: bad\.txt:2 \(greeet==1\.0\): .*greeet.*\n.*Check the name and the version/,
    },
    "a version that is not there": {
      line: "greet==7.7",
      says: /^error: bad\.txt:2 \(greet==7\.7\): .*greet.*\n.*Write greet==1\.1, its newest release/,
    },
    "a version that was yanked, asked for as a range": {
      line: "taken-back>=1",
      says: /^error: bad\.txt:2 \(taken-back>=1\): .*taken-back.*\n.*(may have been|was) yanked/,
    },
    "releases for a newer Python only": {
      line: "modern>=9",
      says: /^error: bad\.txt:2 \(modern>=9\): .*modern.*\n.*(newer Python|supports this Python)/,
    },
    "compiled for a newer glibc than the target has": {
      line: "newer==1.0",
      says: /^error: bad\.txt:2 \(newer==1\.0\): .*newer.*\n.*glibc/,
    },
    "a source distribution that does not build": {
      line: "unbuildable==1.0",
      says: /^error: bad\.txt:2 \(unbuildable==1\.0\): .+\n.*building from source failed/,
    },
    "requirements that contradict each other": {
      line: "wants-old==1.0\npoliteness==2.0",
      says: /^error: bad\.txt:[23] \(.*\): .+\n.*contradict each other/,
    },
    "a hash that is not the file's": {
      line: `politeness==2.0 --hash=sha256:${"0".repeat(64)}\nfamily-first==1.0 --hash=sha256:${"0".repeat(64)}`,
      says: /^error: bad\.txt:\d+ \(.*\): .+\n.*does not have the expected hash/,
    },
    "one hash, and a requirement without": {
      line: `politeness==2.0 --hash=sha256:${hashOf("politeness-2.0")}\nfamily-first==1.0`,
      says: /^error: bad\.txt:\d+ \(.*\): .+\n.*every requirement needs one/,
    },
  };
  for (const [name, { line, says }] of Object.entries(cases)) {
    it(name, async (t) => {
      writeFiles(scenario.workspace, { "bad.txt": `# two words\n${line}\n` });
      const { exitCode, stderr, json } = await run(t, scenario, ["build", "--requirements", "bad.txt"]);
      assert.equal(exitCode, 3, stderr);
      assert.match(lastError(stderr), says);
      assert.doesNotMatch(lastError(stderr), /\n\s+at |Traceback/);
      assert.match(json.error ?? "", /^bad\.txt:\d/);
      untouched();
    });
  }

  it("an index that is down", async (t) => {
    const down = await startIndex();
    await down.close();
    const env = { PIP_INDEX_URL: down.url, PIP_RETRIES: "0" };
    const { exitCode, stderr } = await run(t, scenario, ["build", "--packages", "greet==1.0"], { env });
    assert.equal(exitCode, 3);
    assert.match(
      lastError(stderr),
      /^error: requirements\.txt:1 \(politeness==1\.0\): .*connection error.*\n.*did not answer/,
    );
    untouched();
  });

  it("an index that wants credentials", async (t) => {
    const guarded = await startIndex({
      packages: fixturePackages(),
      credentials: { user: "reader", password: "s3cr3t-w0rd" },
    });
    t.after(() => guarded.close());
    const env = { PIP_INDEX_URL: guarded.url };
    const { exitCode, stderr } = await run(t, scenario, ["build", "--packages", "greet==1.0"], { env });
    assert.equal(exitCode, 3, stderr);
    assert.match(lastError(stderr), /The index requires credentials\. In the step's env, set PIP_INDEX_URL/);
    const fork = await step(t, scenario, { env, event: pullRequest({ fork: true }), with: { packages: "greet==1.0" } });
    assert.equal(fork.exitCode, 3);
    const told = fork.annotations.find(({ level }) => level === "error")?.message ?? "";
    assert.match(told, /this pull request comes from a fork: forks have no secrets\./);
    untouched();
  });
});
