// A run that is ended at any point leaves no container: after a signal when it has gone, after SIGKILL when the next run has.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { type Engine, findEngine } from "../support/container/engines.ts";
import { standIn } from "../support/container/images.ts";
import { containersOfTool } from "../support/engine/image-scenario.ts";
import { runCli } from "../support/machine/cli.ts";
import { type Cleanup, createWorkspace } from "../support/machine/workspace.ts";
import { createScenario, type Scenario } from "../support/scenario/scenario.ts";

const requirements = "greet==1.0\npoliteness==2.0\n";
const files = { "request.json": "{}" };
const FLAGS = ["--evidence=image", "--smoke-test=request.json"];
/** Milliseconds for the removal that goes on after a signal. */
const SOON = 30_000;

interface Prepared {
  engine: Engine;
  image: string;
  scenario: Scenario;
  /** Milliseconds of a whole run. */
  duration: number;
}

for (const [name, counts] of [
  ["docker", { SIGKILL: 20, SIGTERM: 5, SIGINT: 5 }],
  ["podman", { SIGKILL: 3, SIGTERM: 2, SIGINT: 1 }],
] as const) {
  const engine = await findEngine(name);
  const { image, skip } = await standIn(engine, "python38");

  describe(`a run with ${name} that is ended`, { skip }, () => {
    it("leaves no container", async (t) => {
      const scenario = await createScenario(t, { requirements, files });
      const whole = { engine, image, scenario, duration: 600_000 };
      await endedRun(t, whole, "SIGKILL"); // it makes the packages and asks the image for its facts
      const duration = (await endedRun(t, whole, "SIGKILL")).took;
      const prepared = { ...whole, duration };
      for (const signal of ["SIGTERM", "SIGINT"] as const)
        for (let index = 0; index < counts[signal]; index++) await assertGoneSoon(t, prepared, signal);

      const pids = new Set<number>();
      for (let index = 0; index < counts.SIGKILL; index++) pids.add((await endedRun(t, prepared, "SIGKILL")).pid);
      const next = await endedRun(t, whole, "SIGKILL");
      assert.equal(next.exitCode, 0, next.stderr);
      assert.deepEqual(await containersOf(engine, new Set([...pids, next.pid])), []);
    });
  });
}

async function assertGoneSoon(t: Cleanup, prepared: Prepared, signal: NodeJS.Signals): Promise<void> {
  const { pid, at } = await endedRun(t, prepared, signal);
  const end = Date.now() + SOON;
  let left = await containersOf(prepared.engine, new Set([pid]));
  while (left.length > 0 && Date.now() < end) {
    await delay(200);
    left = await containersOf(prepared.engine, new Set([pid]));
  }
  assert.deepEqual(left, [], `${signal} after ${at} of ${prepared.duration} ms`);
}

/** A run that gets a signal at a random point of its duration. */
async function endedRun(t: Cleanup, { engine, image, scenario, duration }: Prepared, signal: NodeJS.Signals) {
  const start = performance.now();
  const at = duration === 600_000 ? duration : Math.round(Math.random() * duration);
  let [pid, timer] = [0, setTimeout(() => {}, 0)];
  const onStart = (child: { pid?: number | undefined; kill(signal: NodeJS.Signals): boolean }) => {
    pid = child.pid ?? 0;
    timer = setTimeout(() => child.kill(signal), at);
  };
  const words = ["build", `--image=${image}`, `--engine=${engine.name}`, ...FLAGS];
  const { workspace: cwd, home, env } = scenario;
  const TMPDIR = createWorkspace(t); // a run that is killed leaves files there
  const ended = await runCli(t, words, { cwd, home, env: { ...env, ...engine.env, TMPDIR }, onStart });
  clearTimeout(timer);
  return { ...ended, pid, at, took: Math.round(performance.now() - start) };
}

function containersOf(engine: Engine, pids: Set<number>): Promise<(string | undefined)[]> {
  return containersOfTool(engine, (owner) => pids.has(Number(owner.split("/")[1])));
}
