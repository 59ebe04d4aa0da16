import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { startResultsService } from "../../support/github/services/results-service.ts";
import { runCli } from "../../support/machine/cli.ts";
import { type Cleanup, createWorkspace, pathsLeft } from "../../support/machine/workspace.ts";
import { makeSdist } from "../../support/packages/sdists.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import { createScenario, onLinux, type Scenario, step } from "../../support/scenario/scenario.ts";

/** A repository whose installer will wait at `path` of the index. */
async function waitingScenario(t: Cleanup, path: string) {
  const scenario = await createScenario(t, { hold: (asked) => asked.startsWith(path) });
  return {
    scenario,
    room: createWorkspace(t),
    isWaiting: () => scenario.index.requests.some((one) => one.path.startsWith(path)),
  };
}

const build = (
  t: Cleanup,
  { workspace: cwd, home, env }: Scenario,
  room: string,
  onStart: (child: ChildProcess) => void,
) => runCli(t, ["build"], { cwd, home, env: { ...env, TMPDIR: room }, onStart });

const sendWhen = (isReady: () => boolean, signal: NodeJS.Signals) => async (child: ChildProcess) => {
  while (!isReady() && child.exitCode === null && child.signalCode === null) await delay(50);
  child.kill(signal);
};

/** Command lines of the processes that were started below `directory`, or with it in their environment. */
function processesOf(directory: string): string[] {
  const pids = readdirSync("/proc").filter((name) => /^[0-9]+$/.test(name));
  const read = (pid: string, name: string) => {
    try {
      return readFileSync(join("/proc", pid, name), "utf8").replaceAll("\0", " ");
    } catch {
      return ""; // it has ended meanwhile
    }
  };
  return pids.filter((pid) => read(pid, "environ").includes(directory)).map((pid) => read(pid, "cmdline"));
}

async function assertNoTraces(scenario: Scenario, room: string): Promise<void> {
  assert.deepEqual(processesOf(room), []);
  assert.deepEqual(await pathsLeft(room, (path) => path === "_github_workflow"), []);
  const tools = join(scenario.home, ".cache", "azureml-extra-packages", "tools");
  if (existsSync(tools)) assert.deepEqual(await pathsLeft(tools, (path) => !path.startsWith(".")), []);
}

describe("a signal ends the programs that we started, and leaves nothing behind", onLinux, () => {
  const places: Record<string, string> = {
    "while uv is looked for": "/simple/uv/",
    "while the packages are installed": "/files/greet-",
  };
  for (const [name, path] of Object.entries(places)) {
    it(name, async (t) => {
      const { scenario, room, isWaiting } = await waitingScenario(t, path);
      const { exitCode, stderr } = await build(t, scenario, room, sendWhen(isWaiting, "SIGTERM"));
      assert.equal(exitCode, 143, stderr);
      assert.doesNotMatch(stderr, /^error/m);
      await assertNoTraces(scenario, room);
    });
  }

  it("with what those programs started", async (t) => {
    const sdist = await makeSdist({ name: "slow", version: "1.0", sleep: 600 });
    const [scenario, room] = [
      await createScenario(t, { requirements: "slow==1.0\n", packages: [sdist] }),
      createWorkspace(t),
    ];
    const isBuilding = () => processesOf(room).some((line) => line.includes("prepare_metadata"));
    const { exitCode, stderr } = await build(t, scenario, room, sendWhen(isBuilding, "SIGINT"));
    assert.equal(exitCode, 130, stderr);
    await assertNoTraces(scenario, room);
  });

  it("also a package that ignores them while it is imported", async (t) => {
    const code = `import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", "stubborn-child"], start_new_session=True)
time.sleep(600)
`;
    const stubborn = makeWheel({ name: "stubborn", version: "1.0", files: { "stubborn.py": code } });
    const scenario = await createScenario(t, { requirements: "stubborn==1.0\n", packages: [stubborn] });
    const room = createWorkspace(t);
    const isReady = () => processesOf(room).some((line) => line.includes("stubborn-child"));
    const { exitCode, stderr } = await build(t, scenario, room, sendWhen(isReady, "SIGINT"));
    assert.equal(exitCode, 130, stderr);
    for (let round = 0; round < 50 && processesOf(room).length > 0; round += 1) await delay(100);
    await assertNoTraces(scenario, room);
  });

  it("on GitHub's runner", async (t) => {
    const { scenario, room, isWaiting } = await waitingScenario(t, "/files/greet-");
    const { exitCode, log } = await step(t, scenario, { temp: room, onStart: sendWhen(isWaiting, "SIGINT") });
    assert.equal(exitCode, 130, log);
    await assertNoTraces(scenario, room);
  });

  it("and the archive of a cache entry that is being downloaded", async (t) => {
    const [scenario, room, service] = [await createScenario(t), createWorkspace(t), await startResultsService()];
    t.after(() => service.close());
    const first = await step(t, scenario, { service, with: { upload: "false" } });
    assert.equal(first.exitCode, 0, first.log);
    service.fail("GetBlob", { how: "drip" });
    const archives = () =>
      readdirSync(room, { recursive: true }).filter((path) => /cache\.(tzst|tgz)$/.test(String(path)));
    const onStart = sendWhen(() => archives().length > 0, "SIGTERM");
    const { exitCode, log } = await step(t, scenario, { service, temp: room, onStart, with: { upload: "false" } });
    assert.equal(exitCode, 143, log);
    await assertNoTraces(scenario, room);
  });
});
