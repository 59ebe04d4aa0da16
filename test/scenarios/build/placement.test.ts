import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { runCli } from "../../support/machine/cli.ts";
import { compareTrees, createWorkspace, pathsLeft, readTree, writeFiles } from "../../support/machine/workspace.ts";
import { build, createScenario, onLinux, run, type Scenario } from "../../support/scenario/scenario.ts";

describe("placement that was cut off is finished or undone by the next run", onLinux, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  let scenario: Scenario;
  /** The mounts of two builds, to make the states on disk of. */
  let kept: { old: string; fresh: string };
  const at = (name: string) => join(scenario.workspace, name);
  before(async () => {
    scenario = await createScenario(whole);
    const room = createWorkspace(whole);
    kept = { old: join(room, "old"), fresh: join(room, "fresh") };
    await build(whole, scenario, "--packages", "tool==1.0");
    cpSync(at("myenv"), kept.old, { recursive: true });
    await build(whole, scenario);
    cpSync(at("myenv"), kept.fresh, { recursive: true });
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  const sets: Record<string, { make: () => void; log: RegExp }> = {
    "while the new one was made": {
      make: () => {
        cpSync(kept.old, at("myenv"), { recursive: true });
        writeFiles(at(".myenv.incoming"), { "lib/python3.8/site-packages/half.py": "" });
      },
      log: /^Removed files that an earlier run left next to \S+myenv\.$/m,
    },
    "between the renames": {
      make: () => {
        cpSync(kept.old, at(".myenv.outgoing"), { recursive: true });
        cpSync(kept.fresh, at(".myenv.incoming"), { recursive: true });
      },
      log: /^An earlier run was interrupted while placing \S+myenv; its placement was completed\.$/m,
    },
    "between the renames, and the new one was cleaned away": {
      make: () => cpSync(kept.old, at(".myenv.outgoing"), { recursive: true }),
      log: /^An earlier run was interrupted while placing \S+myenv; its placement was undone\.$/m,
    },
    "before the old one was removed": {
      make: () => {
        cpSync(kept.fresh, at("myenv"), { recursive: true });
        cpSync(kept.old, at(".myenv.outgoing"), { recursive: true });
      },
      log: /^Removed files that an earlier run left next to \S+myenv\.$/m,
    },
  };
  for (const [name, { make, log }] of Object.entries(sets)) {
    it(name, async (t) => {
      for (const directory of ["myenv", ".myenv.incoming", ".myenv.outgoing"]) {
        rmSync(at(directory), { recursive: true, force: true });
      }
      make();
      const { exitCode, stderr } = await run(t, scenario, ["build"]);
      assert.equal(exitCode, 0, stderr);
      assert.match(stderr, log);
      assert.deepEqual(compareTrees(readTree(kept.fresh), readTree(at("myenv"))), {
        added: [],
        removed: [],
        changed: [],
      });
      for (const left of [".myenv.incoming", ".myenv.outgoing"]) assert.equal(existsSync(at(left)), false, left);
    });
  }

  it("leaves a whole mount behind also when the next run cannot build", async (t) => {
    renameSync(at("myenv"), at(".myenv.outgoing"));
    const { exitCode } = await run(t, scenario, ["build", "--packages", "not-on-the-index==1.0"]);
    assert.equal(exitCode, 3);
    assert.deepEqual(compareTrees(readTree(kept.fresh), readTree(at("myenv"))), {
      added: [],
      removed: [],
      changed: [],
    });
  });

  it("takes an empty directory of that name for its own", async (t) => {
    rmSync(at("myenv"), { recursive: true });
    mkdirSync(at("myenv"));
    assert.equal((await build(t, scenario))["cache-outcome"], "hit");
  });

  it("stops at a signal, and leaves the mount and the temporary directory as they were", async (t) => {
    const before = readTree(scenario.workspace);
    const temporary = createWorkspace(t);
    const { exitCode, signal, stderr } = await runCli(t, ["build", "--cache", "off"], {
      cwd: scenario.workspace,
      home: scenario.home,
      env: { ...scenario.env, TMPDIR: temporary },
      onStart: (child) => {
        child.stderr?.on("data", (text: string) => /^pip install,/m.test(text) && child.kill("SIGTERM"));
      },
    });
    assert.equal(signal, null, stderr);
    assert.equal(exitCode, 143);
    assert.deepEqual(readTree(scenario.workspace), before);
    assert.deepEqual(await pathsLeft(temporary), []);
  });
});
