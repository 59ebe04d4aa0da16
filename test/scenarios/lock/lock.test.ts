// Mode lock: a lock file beside the requirements, and builds that install it.
import assert from "node:assert/strict";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { type Cleanup, createWorkspace, writeFiles } from "../../support/machine/workspace.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import { build, createScenario, onLinux, readJson, run, type Scenario, step } from "../../support/scenario/scenario.ts";

const lockOf = ({ workspace }: Scenario) => join(workspace, "requirements.lock.txt");
const pinsIn = (text: string) => [...text.matchAll(/^[\w.-]+==\S+/gm)].map(([pin]) => pin);

async function lock(t: Cleanup, scenario: Scenario, ...flags: string[]) {
  const ended = await run(t, scenario, ["lock", ...flags]);
  assert.equal(ended.exitCode, 0, ended.stderr);
  return { ...ended, text: readFileSync(ended.json["lock-file"] ?? "", "utf8") };
}

function withdraw({ index }: Scenario, start: RegExp): void {
  const kept = index.packages.filter(({ filename }) => !start.test(filename));
  index.packages.splice(0, index.packages.length, ...kept);
}

const release = (name: string, version: string) =>
  makeWheel({ name, version, files: { [`${name}.py`]: `VERSION = "${version}"\n` } });

describe("the lock file", onLinux, () => {
  it("has every distribution with its hashes, and a build elsewhere installs exactly that", async (t) => {
    const scenario = await createScenario(t, { requirements: "greet\n" });
    const { text, json, stderr } = await lock(t, scenario);
    assert.deepEqual(pinsIn(text), ["greet==1.1", "politeness==2.0"]);
    assert.equal(text.match(/--hash=sha256:[0-9a-f]{64}/g)?.length, 2);
    assert.match(
      text,
      /^# Lock file of azureml-extra-packages .*\n# Target: Python 3\.8, glibc 2\.31, x86_64\n# Requirements: sha256:/,
    );
    assert.equal(json["lock-file"], lockOf(scenario));
    assert.match(stderr, /Wrote .*requirements\.lock\.txt\. Commit it; the next build installs it\./);
    const first = await build(t, scenario);
    scenario.index.packages.push(release("politeness", "3.0"));
    const elsewhere = { ...scenario, workspace: join(createWorkspace(t), "other"), home: createWorkspace(t) };
    cpSync(scenario.workspace, elsewhere.workspace, { recursive: true });
    rmSync(join(elsewhere.workspace, "myenv"), { recursive: true });
    const second = await build(t, elsewhere);
    assert.equal(second["cache-outcome"], "miss");
    assert.equal(second["mount-digest"], first["mount-digest"]);
    const report = readJson(second["report-file"]);
    assert.deepEqual(
      report.findings.filter(({ check }: { check: string }) => check === "M14"),
      [],
    );
  });

  it("keeps its versions until an upgrade is asked for", async (t) => {
    const scenario = await createScenario(t, { requirements: "greet\ntool\n" });
    withdraw(scenario, /^(greet-1\.1|politeness-2)/);
    assert.deepEqual(pinsIn((await lock(t, scenario)).text), ["greet==1.0", "politeness==1.0", "tool==1.0"]);
    scenario.index.packages.push(release("greet", "1.2"), release("politeness", "2.0"), release("tool", "2.0"));
    assert.deepEqual(pinsIn((await lock(t, scenario)).text), ["greet==1.0", "politeness==1.0", "tool==1.0"]);
    const one = await lock(t, scenario, "--upgrade-package", "Tool", "--upgrade-package", "nope");
    assert.match(one.stderr, /^warning: --upgrade-package: nope is not in the lock file\.$/m);
    assert.deepEqual(pinsIn(one.text), ["greet==1.0", "politeness==1.0", "tool==2.0"]);
    assert.deepEqual(pinsIn((await lock(t, scenario, "--upgrade")).text), ["greet==1.2", "tool==2.0"]);
  });

  it("is the same with pip, up to the hashes", async (t) => {
    const scenario = await createScenario(t, { requirements: "greet==1.0\n" });
    const { text } = await lock(t, scenario, "--installer", "pip");
    assert.deepEqual(pinsIn(text), ["greet==1.0", "politeness==2.0"]);
    scenario.index.packages.push(release("politeness", "2.1"));
    assert.deepEqual(pinsIn((await lock(t, scenario, "--installer", "pip")).text), ["greet==1.0", "politeness==2.0"]);
    await build(t, scenario);
  });

  it("that is stale stops a build, and says how to make it again", async (t) => {
    const scenario = await createScenario(t, { requirements: "greet==1.0\n" });
    const { text } = await lock(t, scenario);
    writeFiles(scenario.workspace, { "requirements.txt": "greet==1.1\n" });
    const { exitCode, stderr } = await run(t, scenario, ["build"]);
    assert.equal(exitCode, 2);
    assert.match(
      stderr,
      /^error: requirements\.lock\.txt:1: The lock file is stale: the requirements have changed .*\n.*: \S.* lock \(/m,
    );
    assert.ok(!existsSync(join(scenario.workspace, "myenv")));
    writeFiles(scenario.workspace, { "requirements.txt": "greet==1.0\n" });
    const other = await run(t, scenario, ["build", "--python-version", "3.9"]);
    assert.match(
      other.stderr,
      /is stale: it is for Python 3\.8, glibc 2\.31, x86_64, and this run is for Python 3\.9.*\n.* lock --python-version 3\.9 /,
    );
    const target = await run(t, scenario, ["lock", "--check", "--python-version", "3.9"]);
    assert.match(target.stderr, /stale:\n\s*- # Target: Python 3\.8, .*\n\s*\+ # Target: Python 3\.9, /);
    writeFiles(scenario.workspace, { "requirements.lock.txt": text.replaceAll("\n", "\r\n") });
    const checked = await run(t, scenario, ["lock", "--check"]);
    assert.equal(checked.exitCode, 0, checked.stderr);
  });

  it("is compared with --check, which shows what differs and changes nothing", async (t) => {
    const scenario = await createScenario(t, { requirements: "greet==1.0\n" });
    const missing = await run(t, scenario, ["lock", "--check"]);
    assert.deepEqual([missing.exitCode, existsSync(lockOf(scenario))], [1, false]);
    assert.match(missing.stderr, /There is no lock file:\n.*\+ greet==1\.0/);
    const { text } = await lock(t, scenario);
    writeFiles(scenario.workspace, { "requirements.txt": "greet==1.1\n" });
    const { exitCode, stderr } = await run(t, scenario, ["lock", "--check"]);
    assert.equal(exitCode, 1);
    assert.match(stderr, /The lock file is stale:\n\s*- greet==1\.0\n\s*\+ greet==1\.1/);
    assert.equal(readFileSync(lockOf(scenario), "utf8"), text);
    assert.deepEqual(readdirSync(scenario.workspace).sort(), ["requirements.lock.txt", "requirements.txt", "score.py"]);
  });

  it("of somebody else is left alone", async (t) => {
    const scenario = await createScenario(t, { files: { "requirements.lock.txt": "politeness==1.0\n" } });
    const { exitCode, stderr, json } = await run(t, scenario, ["build"]);
    assert.equal(exitCode, 0, stderr);
    assert.match(stderr, /requirements\.lock\.txt is not a lock file of this tool, and is not used/);
    assert.match(readFileSync(json["manifest-file"] ?? "", "utf8"), /politeness.*\n.*2\.0/);
    const locked = await run(t, scenario, ["lock"]);
    assert.equal(locked.exitCode, 2, locked.stderr);
    assert.match(locked.stderr, /^error: requirements\.lock\.txt: The lock file is not written: there is a file/m);
    assert.equal(readFileSync(lockOf(scenario), "utf8"), "politeness==1.0\n");
  });

  it("of a conda file and of further packages", async (t) => {
    const files = { "conda.yml": "dependencies: [python=3.8, greet=1.0]\n" };
    const scenario = await createScenario(t, { files });
    rmSync(join(scenario.workspace, "requirements.txt"));
    const { exitCode, stderr } = await run(t, scenario, ["lock", "--packages", "tool"]);
    assert.equal(exitCode, 0, stderr);
    const text = readFileSync(join(scenario.workspace, "conda.lock.txt"), "utf8");
    assert.deepEqual(pinsIn(text), ["greet==1.0", "politeness==2.0", "tool==1.0"]);
    await build(t, scenario, "--packages", "tool");
    assert.equal((await run(t, scenario, ["build"])).exitCode, 2);
  });

  it("is damaged: the installer refuses another file than the locked one", async (t) => {
    const scenario = await createScenario(t, { requirements: "tool\n" });
    await lock(t, scenario);
    withdraw(scenario, /^tool-/);
    scenario.index.packages.push(release("tool", "1.0"));
    const { exitCode, stderr } = await run(t, scenario, ["build"]);
    assert.equal(exitCode, 3, stderr);
    assert.match(stderr, /[Hh]ash/);
  });

  it("has the hashes that the requirements give, or is not written", async (t) => {
    const scenario = await createScenario(t, { requirements: "tool\n" });
    const [hash = ""] = /(?<=--hash=)sha256:[0-9a-f]{64}/.exec((await lock(t, scenario)).text) ?? [];
    const others = `--hash=sha256:${"1".repeat(64)}`;
    writeFiles(scenario.workspace, { "requirements.txt": `tool==1.0 ${others} --hash=${hash}\n` });
    assert.match((await lock(t, scenario)).text, new RegExp(`^tool==1\\.0 .*\\n.*${others}.*\\n.*${hash}$`, "m"));
    writeFiles(scenario.workspace, { "requirements.txt": `tool==1.0 ${others}\n` });
    const { exitCode, stderr } = await run(t, scenario, ["lock"]);
    assert.equal(exitCode, 3, stderr);
    assert.match(stderr, /hash/i);
  });

  it("cannot lose a hash that the requirements give", async (t) => {
    const requirements = `greet==1.0 --hash=sha256:${"1".repeat(64)}\n./ours\n`;
    const files = { "ours/setup.py": 'from setuptools import setup\nsetup(name="ours", py_modules=[])\n' };
    const scenario = await createScenario(t, { requirements, files });
    const { exitCode, stderr } = await run(t, scenario, ["lock"]);
    assert.equal(exitCode, 3, stderr);
    assert.ok(!existsSync(lockOf(scenario)));
  });

  it("with wrong hashes, or cut off, is put right by the command lock", async (t) => {
    const scenario = await createScenario(t, { requirements: "greet\ntool\n" });
    const { text } = await lock(t, scenario);
    scenario.index.packages.push(release("tool", "2.0"));
    const wrong = text.replace(/sha256:[0-9a-f]{64}$/gm, `sha256:${"1".repeat(64)}`).slice(0, -60);
    writeFiles(scenario.workspace, { "requirements.lock.txt": wrong });
    assert.equal((await run(t, scenario, ["lock", "--check"])).exitCode, 1);
    assert.equal((await lock(t, scenario)).text, text);
  });

  it("cannot be made of requirements that contradict each other", async (t) => {
    const scenario = await createScenario(t, { requirements: "greet==1.0\npoliteness<1\n" });
    const { exitCode, stderr } = await run(t, scenario, ["lock"]);
    assert.equal(exitCode, 3);
    assert.match(stderr, /^error: .*politeness/m);
    assert.ok(!existsSync(lockOf(scenario)));
  });

  it("cannot be made of a lock", async (t) => {
    const scenario = await createScenario(t);
    await lock(t, scenario);
    const { exitCode, stderr } = await run(t, scenario, ["lock", "--requirements", "requirements.lock.txt"]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /The requirements are a lock file themselves\./);
  });

  it("is made by the action too", async (t) => {
    const scenario = await createScenario(t, { requirements: "greet\n" });
    const { exitCode, outputs, summary } = await step(t, scenario, { with: { mode: "lock" } });
    assert.equal(exitCode, 0);
    assert.equal(outputs["lock-file"], lockOf(scenario));
    assert.match(summary, /^## Lock file/);
  });

  it("of a freeze: lines that cannot work are shown, and with --write changed and locked", async (t) => {
    const freeze = "greet==1.0\r\npywin32==306\r\nnumpy @ file:///croot/numpy_1/work\r\n";
    const numpy = makeWheel({ name: "numpy", version: "1.0", files: { "numpy.py": "" } });
    const scenario = await createScenario(t, { files: { "freeze.txt": freeze } });
    scenario.index.packages.push(numpy);
    const shown = await run(t, scenario, ["lock", "--from", "freeze.txt"]);
    assert.equal(shown.exitCode, 0, shown.stderr);
    assert.match(shown.stderr, /- pywin32==306\n/);
    assert.equal(readFileSync(join(scenario.workspace, "freeze.txt"), "utf8"), freeze);
    assert.ok(!existsSync(lockOf(scenario)));
    const { text, stderr } = await lock(t, scenario, "--from", "freeze.txt", "--write");
    assert.equal(readFileSync(join(scenario.workspace, "freeze.txt"), "utf8"), "greet==1.0\r\nnumpy\r\n");
    assert.deepEqual(pinsIn(text), ["greet==1.0", "numpy==1.0", "politeness==2.0"]);
    assert.match(stderr, /Commit it; the next build with --requirements freeze\.txt installs it\./);
    await build(t, scenario, "--requirements", "freeze.txt");
  });

  it("of a freeze in UTF-16, as PowerShell writes it, keeps the encoding", async (t) => {
    const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");
    const scenario = await createScenario(t);
    const file = join(scenario.workspace, "freeze.txt");
    writeFileSync(file, utf16("pywin32==306\r\ngreet==1.0\r\n"));
    const { text } = await lock(t, scenario, "--from", "freeze.txt", "--write");
    assert.deepEqual(readFileSync(file), utf16("greet==1.0\r\n"));
    assert.deepEqual(pinsIn(text), ["greet==1.0", "politeness==2.0"]);
  });
});
