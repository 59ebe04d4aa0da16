// Two runs at the same time that write to the same places.
import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import type { Cleanup } from "../../support/machine/workspace.ts";
import { build, createScenario, onLinux, run, type Scenario } from "../../support/scenario/scenario.ts";

const WAITING = /^Another run \(process \d+\) is working on \S+\/myenv; waiting up to 10 minutes for it to finish\.$/m;

/** What a run leaves of its own beside a mount. */
const beside = ({ workspace }: Scenario) =>
  [".myenv.incoming", ".myenv.outgoing", ".myenv.lock"].filter((name) => existsSync(join(workspace, name)));

/** A build that stays in its installation until it is killed or `release` is called. */
async function heldBuild(t: Cleanup) {
  let isHeld = true;
  const path = "/files/greet-1.0";
  const scenario = await createScenario(t, { hold: (asked) => isHeld && asked.startsWith(path) });
  let child: ChildProcess | undefined;
  const ended = run(t, scenario, ["build", "--cache", "off"], {
    env: { PIP_TIMEOUT: "600" },
    onStart: (started) => (child = started),
  });
  const hasBegun = () => scenario.index.requests.some((one) => one.path.startsWith(path));
  while (!hasBegun()) await delay(50);
  isHeld = false;
  return { scenario, ended: ended.catch(() => {}), kill: (signal: NodeJS.Signals) => child?.kill(signal) };
}

/** For `onStart`: acts once the run says that it waits. */
const whenItWaits = (act: (child: ChildProcess) => void) => (child: ChildProcess) => {
  let written = "";
  child.stderr?.on("data", (text: string) => {
    const before = WAITING.test(written);
    written += text;
    if (!before && WAITING.test(written)) act(child);
  });
};

describe("two runs in one directory", onLinux, () => {
  it("that build the same both succeed, with one digest", async (t) => {
    const scenario = await createScenario(t);
    for (const cache of ["off", "off", "read-write"]) {
      const flags = ["build", "--cache", cache];
      const both = await Promise.all([run(t, scenario, flags), run(t, scenario, flags)]);
      for (const { exitCode, stderr } of both) assert.equal(exitCode, 0, stderr);
      const [one, other] = both.map(({ json }) => json["mount-digest"]);
      assert.equal(one, other);
      const waited = both.flatMap(({ stderr }) => stderr.match(new RegExp(WAITING, "gm")) ?? []);
      assert.equal(waited.length, 1, "one of both waited, and said so once");
      assert.deepEqual(beside(scenario), []);
    }
  });

  it("of which the first is killed: the second takes over", async (t) => {
    const { scenario, ended, kill } = await heldBuild(t);
    const second = run(t, scenario, ["build"], { onStart: whenItWaits(() => kill("SIGKILL")) });
    await ended;
    const { exitCode, stderr } = await second;
    assert.equal(exitCode, 0, stderr);
    assert.match(stderr, WAITING);
    assert.deepEqual(beside(scenario), []);
  });

  it("of which the second is interrupted while it waits: the lock stays the first one's", async (t) => {
    const { scenario, ended, kill } = await heldBuild(t);
    const lock = () => readFileSync(join(scenario.workspace, ".myenv.lock"), "utf8");
    const before = lock();
    await run(t, scenario, ["build"], { onStart: whenItWaits((child) => child.kill("SIGINT")) }).catch(() => {});
    assert.equal(lock(), before);
    kill("SIGINT");
    await ended;
    assert.deepEqual(beside(scenario), []);
  });

  it("of which the second is a dry run: it does not wait", async (t) => {
    const { scenario, ended, kill } = await heldBuild(t);
    const dry = await run(t, scenario, ["build", "--dry-run"]);
    assert.equal(dry.exitCode, 0, dry.stderr);
    assert.doesNotMatch(dry.stderr, WAITING);
    kill("SIGTERM");
    await ended;
  });

  it("of which the second restores: it waits too", async (t) => {
    const archive = (await build(t, await createScenario(t)))["archive-file"] ?? "";
    const { scenario, ended, kill } = await heldBuild(t);
    const second = run(t, scenario, ["restore", "--archive", archive], {
      onStart: whenItWaits(() => kill("SIGTERM")),
    });
    const { exitCode, stderr } = await second;
    await ended;
    assert.equal(exitCode, 0, stderr);
    assert.match(stderr, WAITING);
    assert.deepEqual(beside(scenario), []);
  });

  it("that build different environments do not wait for each other", async (t) => {
    const { scenario, ended, kill } = await heldBuild(t);
    const other = await run(t, scenario, ["build", "--environment-name", "other"]);
    assert.equal(other.exitCode, 0, other.stderr);
    assert.doesNotMatch(other.stderr, /Another run/);
    kill("SIGTERM");
    await ended;
    const both = await Promise.all(
      ["myenv", "other"].map((name) => run(t, scenario, ["build", "--environment-name", name, "--cache", "off"])),
    );
    for (const { exitCode, stderr } of both) assert.equal(exitCode, 0, stderr);
    for (const name of ["myenv", "other"]) {
      const verified = await run(t, scenario, ["verify", "--environment-name", name]);
      assert.equal(verified.exitCode, 0, verified.stderr);
    }
  });

  it("that write to one output directory wait for each other", async (t) => {
    const scenario = await createScenario(t);
    const flags = (name: string) => ["--environment-name", name, "--output-directory", "../out", "--cache", "off"];
    const both = await Promise.all(["myenv", "other"].map((name) => run(t, scenario, ["build", ...flags(name)])));
    for (const { exitCode, stderr } of both) assert.equal(exitCode, 0, stderr);
    assert.equal(both.filter(({ stderr }) => /is working on \S+\/out; waiting/.test(stderr)).length, 1);
  });
});
