// Builds that are ended at many points of their duration, by signals that can and cannot be caught; then a plain rerun.
// POINTS=24 tries fewer points.
import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { createWorkspace, pathsLeft, readTree } from "../support/machine/workspace.ts";
import { build, createScenario, onLinux, run } from "../support/scenario/scenario.ts";

const AT_ONCE = 4;
const POINTS = Number(process.env.POINTS || 60);
const SIGNALS = ["SIGINT", "SIGTERM", "SIGKILL"] as const;
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGKILL: null } as const;
/** Milliseconds in which what a killed run started must have ended. */
const PATIENCE = 15_000;
const tally = { ended: 0, before: 0, placed: 0 };

/** Command lines of the processes that have this directory in their environment or their command line. */
function programsOf(directory: string): string[] {
  const read = (pid: string, name: string) => {
    try {
      return readFileSync(`/proc/${pid}/${name}`, "utf8").replaceAll("\0", " ");
    } catch {
      return ""; // it has ended
    }
  };
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const lines = pids.map((pid) => [read(pid, "cmdline"), read(pid, "environ")].join(" "));
  return lines.filter((line) => line.includes(directory)).map((line) => line.slice(0, 200));
}

async function programsLeft(directory: string): Promise<string[]> {
  const end = performance.now() + PATIENCE;
  while (programsOf(directory).length > 0 && performance.now() < end) await delay(100);
  return programsOf(directory);
}

describe("a build that a signal ends", { ...onLinux, concurrency: AT_ONCE }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  const first = { digest: "", milliseconds: 0 };
  before(async () => {
    const timed = async () => {
      const scenario = await createScenario(whole);
      const started = performance.now();
      first.digest = (await build(whole, scenario, "--cache", "off"))["mount-digest"] ?? "";
      return performance.now() - started;
    };
    // As many at once as there are tests at once.
    first.milliseconds = Math.max(...(await Promise.all(Array.from({ length: AT_ONCE }, timed))));
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  for (let point = 0; point < POINTS; point += 1) {
    const signal = SIGNALS[point % SIGNALS.length] ?? "SIGINT";
    const share = (1.1 * (point + 0.5)) / POINTS;
    it(`${signal} after ${share.toFixed(2)} of its time`, async (t) => {
      const scenario = await createScenario(t);
      const TMPDIR = createWorkspace(t);
      let isSent = false;
      const onStart = async (child: ChildProcess) => {
        await delay(share * first.milliseconds);
        if (child.exitCode === null) isSent = child.kill(signal);
      };
      const words = ["build", "--cache", "off"];
      const ended = await run(t, scenario, words, { env: { TMPDIR }, onStart }).catch((error: Error) => {
        // A killed run prints no outputs, and neither does one that has not begun.
        assert.ok(signal === "SIGKILL" || share < 0.2, error.message);
        assert.match(error.message, /^standard output is not JSON:\n\n/);
        return undefined;
      });
      assert.deepEqual(await programsLeft(TMPDIR), []);
      if (ended === undefined || ended.exitCode !== 0) {
        assert.ok(isSent);
        // Before node has registered its handlers, the signal ends it at once.
        if (ended !== undefined && ended.exitCode !== null)
          assert.equal(ended.exitCode, EXIT_CODES[signal], ended.stderr);
        tally.ended += 1;
      } else tally.before += 1;
      if (readdirSync(scenario.workspace).includes("myenv")) tally.placed += 1;
      const again = await run(t, scenario, words, { env: { TMPDIR } });
      assert.equal(again.exitCode, 0, again.stderr);
      assert.equal(again.json["mount-digest"], first.digest);
      assert.deepEqual(await pathsLeft(TMPDIR), []);
      const beside = Object.keys(readTree(scenario.workspace)).filter((path) => path.startsWith(".myenv."));
      assert.deepEqual(beside, []);
    });
  }
});

after(() =>
  console.log(
    `\nSignals: ${POINTS} points; ${tally.ended} builds ended by one, ${tally.before} before it; ${tally.placed} mounts were placed.`,
  ),
);
