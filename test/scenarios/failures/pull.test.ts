import assert from "node:assert/strict";
import { chmodSync, existsSync, statfsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, it } from "node:test";
import { runAction } from "../../support/github/runner/action-runner.ts";
import { type Cleanup, createWorkspace } from "../../support/machine/workspace.ts";
import { createScenario, onLinux, run } from "../../support/scenario/scenario.ts";

const image = "minimal-ubuntu20.04-py38-cpu-inference";

/** A Docker that has no image and whose pulls do not end; beside it, a file for each pull that began. */
function slowDocker(t: Cleanup) {
  const directory = createWorkspace(t, {
    docker: [
      "#!/bin/sh",
      'case "$1" in',
      "version) echo 28.0.4 ;;",
      'image) echo "Error response from daemon: No such image" >&2; exit 1 ;;',
      'info) dirname "$0" ;;',
      'pull) touch "$(dirname "$0")/pulled"; exec sleep 600 ;;',
      "esac",
      "",
    ].join("\n"),
  });
  chmodSync(join(directory, "docker"), 0o755);
  const env = { PATH: [directory, process.env.PATH].join(delimiter) };
  return { env, hasPulled: () => existsSync(join(directory, "pulled")) };
}

describe("a pull beside a run", { ...onLinux, concurrency: 2 }, () => {
  it("does not hold up a run that ends without the image", async (t) => {
    const { env, hasPulled } = slowDocker(t);
    const scenario = await createScenario(t);
    const flags = ["--image", image, "--pull", "always", "--dry-run"];
    const { exitCode, stderr } = await run(t, scenario, ["build", ...flags], { env, timeout: 120_000 });
    assert.equal(exitCode, 0, stderr);
    assert.equal(hasPulled(), true);
  });

  it("does not hold up a run that fails", async (t) => {
    const { env, hasPulled } = slowDocker(t);
    const scenario = await createScenario(t, { requirements: "no-such-package==1.0\n" });
    const { exitCode } = await run(t, scenario, ["build", "--image", image, "--pull", "always"], {
      env,
      timeout: 120_000,
    });
    assert.equal(exitCode, 3);
    assert.equal(hasPulled(), true);
  });

  it("begins by itself on a hosted runner, or says how much room it would need", async (t) => {
    const { env, hasPulled } = slowDocker(t);
    const { workspace, env: index } = await createScenario(t, { requirements: "no-such-package==1.0\n" });
    const step = { workspace, with: { image }, env: { ...index, ...env }, timeout: 120_000 };
    const { exitCode, log } = await runAction(t, step);
    assert.notEqual(exitCode, 0);
    const { bavail, bsize } = statfsSync(workspace);
    if (bavail * bsize > 20e9) assert.equal(hasPulled(), true, log);
  });

  it("does not begin on the command line unless it is wanted", async (t) => {
    const { env, hasPulled } = slowDocker(t);
    const scenario = await createScenario(t);
    const { exitCode, stderr } = await run(t, scenario, ["build", "--image", image], { env });
    assert.equal(exitCode, 0, stderr);
    assert.equal(hasPulled(), false);
    const hint = `To use the image itself, run "docker pull mcr.microsoft.com/azureml/${image}:latest"`;
    assert.ok(stderr.includes(hint), stderr);
  });
});
