// The lock alone must give the same again: it says where its packages were found, as the requirements files do.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { UV } from "../../../src/python/packaging/pins.ts";
import { type Cleanup, createWorkspace } from "../../support/machine/workspace.ts";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import { type IndexFile, packagesFromFolder, startIndex } from "../../support/packages/package-index.ts";
import { indexReachable } from "../../support/packages/real-index.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import { build, createScenario, onLinux, python, type Scenario } from "../../support/scenario/scenario.ts";

const wheel = makeWheel({ name: "by-hand", version: "1.0", files: { "by_hand.py": "" } });

/** What is asked for is on an index and in a folder that only the requirements file names; pip is set up for `tools`. */
async function twoSources(t: Cleanup, tools: IndexFile[]): Promise<Scenario> {
  const other = await startIndex({ packages: fixturePackages() });
  t.after(() => other.close());
  const lines = [`--index-url ${other.url}`, "--find-links wheels  # ours", "by-hand==1.0", "greet==1.0"];
  const files = { "needs/all.txt": `${lines.join("\n")}\n`, [`needs/wheels/${wheel.filename}`]: wheel.bytes };
  return await createScenario(t, { files, packages: tools, requirements: "-r needs/all.txt\n" });
}

async function assertGivesTheSame(t: Cleanup, scenario: Scenario, ...flags: string[]): Promise<string> {
  const first = await build(t, scenario, ...flags);
  const lock = readFileSync(first["lock-file"] ?? "", "utf8");
  assert.match(lock, /^# .*\n--index-url http:\S+\n--find-links wheels\nby-hand==1\.0/);
  writeFileSync(join(scenario.workspace, "needs", "all.lock.txt"), lock);
  const second = await build(t, scenario, "--requirements", "needs/all.lock.txt", ...flags);
  assert.equal(second["mount-digest"], first["mount-digest"]);
  assert.equal(readFileSync(second["lock-file"] ?? "", "utf8"), lock);
  return lock;
}

function fetchedUv(t: Cleanup): IndexFile[] {
  const folder = createWorkspace(t);
  const args = ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, `uv==${UV.version}`];
  execFileSync(python, args, { stdio: "pipe" });
  return packagesFromFolder(folder);
}

const skip = !(await indexReachable()) && "no package index here, thus no uv";

describe("the lock names the sources of the requirements files", { ...onLinux, concurrency: 2 }, () => {
  it("when pip installs", async (t) => {
    const scenario = await twoSources(t, []);
    assert.equal((await assertGivesTheSame(t, scenario)).match(/--hash=/g)?.length, 3);
  });

  it("when uv installs", { skip }, async (t) => {
    const scenario = await twoSources(t, fetchedUv(t));
    // Of a file in a folder uv does not say the hash, and pip takes those of all or of none.
    assert.match(await assertGivesTheSame(t, scenario, "--installer", "uv"), /^# Without hashes: /);
  });

  it("has the hashes of an index that wants a password, by variables or not", { skip }, async (t) => {
    const credentials = { user: "robot", password: "p4ssw0rd-of-the-index" };
    const other = await startIndex({ packages: fixturePackages(), credentials });
    t.after(() => other.close());
    const { host } = new URL(other.url);
    for (const userInfo of [`\${ROBOT}:\${PASSWORD}`, `${credentials.user}:${credentials.password}`]) {
      const requirements = `--index-url http://${userInfo}@${host}/simple/\ngreet==1.0\n`;
      const scenario = await createScenario(t, { packages: fetchedUv(t), requirements });
      Object.assign(scenario.env, { ROBOT: credentials.user, PASSWORD: credentials.password });
      const outputs = await build(t, scenario, "--installer", "uv");
      const lock = readFileSync(outputs["lock-file"] ?? "", "utf8");
      assert.match(lock, /^# Installed [\s\S]*\ngreet==1\.0 \\\n {4}--hash=sha256:/);
      for (const file of ["lock-file", "report-file", "manifest-file"]) {
        const content = readFileSync(outputs[file] ?? "", "utf8");
        assert.ok(!content.includes(credentials.password), file);
      }
    }
  });

  it("with variables by their names, and without credentials", async (t) => {
    const [user, password] = ["robot", "p4ssw0rd-of-the-index"];
    const scenario = await createScenario(t, { credentials: { user, password } });
    const { host } = new URL(scenario.index.url);
    const lines = [`--index-url http://\${ROBOT}:\${PASSWORD}@`, `--extra-index-url http://${user}:${password}@`];
    const requirements = lines.map((line) => `${line}${host}/simple/\n`).join("");
    writeFileSync(join(scenario.workspace, "requirements.txt"), `${requirements}greet==1.0\n`);
    Object.assign(scenario.env, { ROBOT: user, PASSWORD: password });
    const { "lock-file": file = "" } = await build(t, scenario);
    const [, first, second] = readFileSync(file, "utf8").split("\n");
    assert.equal(first, `--index-url http://\${ROBOT}:\${PASSWORD}@${host}/simple/`);
    assert.equal(second, `--extra-index-url http://${host}/simple/`);
  });
});
