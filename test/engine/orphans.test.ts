// Podman loses track of a container whose start is killed: the next run ends its process.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { readMonitor } from "../../src/engine/orphans.ts";
import { askEngine, type Engine, findEngine, runEngine } from "../support/container/engines.ts";
import { standIn } from "../support/container/images.ts";
import { runCli } from "../support/machine/cli.ts";
import { changed } from "../support/machine/environment.ts";
import { createWorkspace } from "../support/machine/workspace.ts";

const podman = await findEngine("podman");
const { image, skip } = await standIn(podman, "python38");

describe("a container that runs without a record", { skip }, () => {
  it("is ended by the next run", async (t) => {
    const name = await startOrphan(t, podman, image);
    const kept = `azureml-extra-packages-${randomUUID().slice(0, 13)}`;
    const start = ["run", "--detach", "--rm", "--network", "none", "--name", kept];
    await askEngine(podman, [...start, "--entrypoint", "sleep", image, "600"]);
    t.after(() => runEngine(podman, ["rm", "--force", "--time=0", kept]));
    const words = ["images", "--inspect", image, "--engine=podman"];
    const { exitCode, stderr } = await runCli(t, words, { cwd: createWorkspace(t), env: podman.env });
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual([isRunning(name), isRunning(kept)], [false, true]);
  });
});

/**
 * As a killed run leaves one: Podman is killed while its monitor creates the container, which has no record of
 * the process then. The runtime waits there, so that Podman is killed at the right time.
 */
async function startOrphan(t: TestContext, engine: Engine, from: string): Promise<string> {
  const path = join(createWorkspace(t), "runtime");
  const runtime = await askEngine(engine, ["info", "--format", "{{.Host.OCIRuntime.Path}}"]);
  const waiting = `${path}-is-asked`;
  const wait = `case " $* " in *" create "*) touch ${waiting}; while [ -e ${waiting} ]; do sleep 0.05; done ;; esac`;
  writeFileSync(path, `#!/bin/sh\n${wait}\nexec ${runtime} "$@"\n`, { mode: 0o755 });
  const name = `azureml-extra-packages-${randomUUID().slice(0, 13)}`;
  const words = ["--runtime", path, "run", "--interactive", "--rm", "--network", "none", "--name", name];
  const child = spawn("podman", [...words, "--entrypoint", "sleep", from, "600"], {
    env: changed(process.env as Record<string, string>, engine.env),
    stdio: ["pipe", "ignore", "ignore"],
  });
  const ended = once(child, "exit");
  while (!existsSync(waiting)) await delay(10);
  child.kill("SIGKILL");
  await ended;
  rmSync(waiting);
  await delay(1000); // the runtime creates the container meanwhile
  await runEngine(engine, ["rm", "--force", "--volumes", "--time=0", name]);
  assert.ok(isRunning(name), "the process has ended with its record");
  return name;
}

function isRunning(name: string): boolean {
  return readdirSync("/proc").some((pid) => {
    try {
      return readMonitor(readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0"))?.name === name;
    } catch {
      return false;
    }
  });
}
