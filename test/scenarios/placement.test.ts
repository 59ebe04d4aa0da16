import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { runCli } from "../support/cli.ts";
import { compareTrees, createWorkspace, pathsLeft, readTree, writeFiles } from "../support/workspace.ts";
import { build, onLinux, run, type Scene, setScene } from "./scene.ts";

describe("placement that was cut off is finished or undone by the next run", onLinux, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  let scene: Scene;
  /** The mounts of two builds, to make the states on disk of. */
  let kept: { old: string; fresh: string };
  const at = (name: string) => join(scene.workspace, name);
  before(async () => {
    scene = await setScene(whole);
    const room = createWorkspace(whole);
    kept = { old: join(room, "old"), fresh: join(room, "fresh") };
    await build(whole, scene, "--packages", "tool==1.0");
    cpSync(at("myenv"), kept.old, { recursive: true });
    await build(whole, scene);
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
      log: /^Removed what an earlier run left behind beside \S+myenv\.$/m,
    },
    "between the renames": {
      make: () => {
        cpSync(kept.old, at(".myenv.outgoing"), { recursive: true });
        cpSync(kept.fresh, at(".myenv.incoming"), { recursive: true });
      },
      log: /^An earlier run was cut off while it placed \S+myenv; finished\.$/m,
    },
    "between the renames, and the new one was cleaned away": {
      make: () => cpSync(kept.old, at(".myenv.outgoing"), { recursive: true }),
      log: /^An earlier run was cut off while it placed \S+myenv; undone\.$/m,
    },
    "before the old one was removed": {
      make: () => {
        cpSync(kept.fresh, at("myenv"), { recursive: true });
        cpSync(kept.old, at(".myenv.outgoing"), { recursive: true });
      },
      log: /^Removed what an earlier run left behind beside \S+myenv\.$/m,
    },
  };
  for (const [name, { make, log }] of Object.entries(sets)) {
    it(name, async (t) => {
      for (const directory of ["myenv", ".myenv.incoming", ".myenv.outgoing"]) {
        rmSync(at(directory), { recursive: true, force: true });
      }
      make();
      const { exitCode, stderr } = await run(t, scene, ["build"]);
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
    const { exitCode } = await run(t, scene, ["build", "--packages", "not-on-the-index==1.0"]);
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
    assert.equal((await build(t, scene))["cache-outcome"], "hit");
  });

  it("stops at a signal, and leaves the mount and the temporary directory as they were", async (t) => {
    const before = readTree(scene.workspace);
    const temporary = createWorkspace(t);
    const { exitCode, signal, stderr } = await runCli(t, ["build", "--cache", "off"], {
      cwd: scene.workspace,
      home: scene.home,
      env: { ...scene.env, TMPDIR: temporary },
      onStart: (child) => setTimeout(() => child.kill("SIGTERM"), 2500),
    });
    assert.equal(signal, null, stderr);
    assert.equal(exitCode, 143);
    assert.deepEqual(readTree(scene.workspace), before);
    assert.deepEqual(await pathsLeft(temporary), []);
  });
});
