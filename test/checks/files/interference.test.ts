import assert from "node:assert/strict";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { takeInventory } from "../../../src/mount/inventory/inventory.ts";
import { Snapshot } from "../../../src/mount/snapshot.ts";
import { type Cleanup, createWorkspace } from "../../support/machine/workspace.ts";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";

const wheel = { name: "two", version: "1.0", files: { "two/a.py": "A = 1\n", "two/b.py": "B = 2\n" } };

/** The evidence after something happened to the mount while packages were imported. */
function after(t: Cleanup, happen: (root: string) => void) {
  const evidence = evidenceOf(t, { wheels: [wheel] });
  const { directory, environmentDirectory } = evidence.location;
  writeFileSync(join(environmentDirectory, "manifest.json"), "{}");
  const snapshot = new Snapshot(takeInventory(directory), environmentDirectory);
  snapshot.take();
  happen(directory);
  return { ...evidence, interference: snapshot.compare() };
}

test("T7 finds files that were changed or removed, in one finding a distribution", (t) => {
  const evidence = after(t, (root) => {
    appendFileSync(join(root, "two/a.py"), "#");
    utimesSync(join(root, "two/a.py"), 0, 0);
    appendFileSync(join(root, "two/b.py"), "#");
    rmSync(join(root, "two-1.0.dist-info/WHEEL"));
  });
  const found = ask("T7", evidence);
  assert.deepEqual(
    found.map(({ distribution }) => distribution),
    ["two", "two"],
  );
  assert.match(found[0]?.message ?? "", /^two\/a\.py, two\/b\.py of two were changed while packages were imported\.$/);
  assert.match(found[1]?.message ?? "", /^two-1\.0\.dist-info\/WHEEL of two was removed/);
});

const TOP = "../../..";
const changes: Record<string, [happen: (root: string) => void, message: RegExp]> = {
  "the mode of the mount": [
    (root) => chmodSync(root, 0o700),
    /^myenv\/lib\/python3\.8\/site-packages was changed while/,
  ],
  "the mode of the environment directory": [(root) => chmodSync(join(root, TOP), 0o700), /^myenv was changed while/],
  "the manifest": [
    (root) => appendFileSync(join(root, TOP, "manifest.json"), " "),
    /^myenv\/manifest\.json was changed/,
  ],
  "a removed manifest": [(root) => rmSync(join(root, TOP, "manifest.json")), /^myenv\/manifest\.json was removed/],
};
for (const [what, [happen, message]] of Object.entries(changes)) {
  test(`T7 finds a change around the files: ${what}`, (t) => {
    const found = ask("T7", after(t, happen));
    assert.equal(found.length, 1);
    assert.match(found[0]?.message ?? "", message);
  });
}

test("T7 finds a link in the place of a directory, and nothing behind it is removed", (t) => {
  const elsewhere = createWorkspace(t, { "precious.txt": "" });
  for (const inside of ["two", "", ".."]) {
    const evidence = after(t, (root) => {
      renameSync(join(root, inside), join(elsewhere, `moved${inside.length}`));
      symlinkSync(elsewhere, join(root, inside));
    });
    assert.match(ask("T7", evidence)[0]?.message ?? "", /was changed while/);
    assert.deepEqual(ask("T8", evidence), []);
  }
  assert.ok(readdirSync(elsewhere).includes("precious.txt"));
});

test("T8 finds what was added beside the mount, in its environment directory", (t) => {
  let top = "";
  const evidence = after(t, (root) => {
    top = join(root, TOP);
    mkdirSync(join(top, "bin"));
    writeFileSync(join(top, "bin/tool"), "");
  });
  assert.equal(ask("T8", evidence)[0]?.message, "myenv/bin was added while packages were imported and removed again.");
  assert.deepEqual(readdirSync(top).sort(), ["lib", "manifest.json"]);
});

test("T7 leaves alone files that were only touched, or written again as they were", (t) => {
  const evidence = after(t, (root) => {
    utimesSync(join(root, "two/a.py"), 0, 0);
    writeFileSync(join(root, "two/b.py"), "B = 2\n");
  });
  assert.deepEqual(ask("T7", evidence), []);
});

test("T8 finds what was added, and it is removed again", (t) => {
  let root = "";
  const evidence = after(t, (directory) => {
    root = directory;
    mkdirSync(join(directory, "two/cache/deep"), { recursive: true });
    writeFileSync(join(directory, "two/cache/deep/a"), "");
    writeFileSync(join(directory, "two/b.nbi"), "");
  });
  const [found] = ask("T8", evidence);
  assert.equal(
    found?.message,
    "two/b.nbi, two/cache of two were added while packages were imported and removed again.",
  );
  assert.deepEqual(readdirSync(join(root, "two")).sort(), ["a.py", "b.py"]);
});

test("T8 leaves alone a mount as it was, and one of which nothing was run", (t) => {
  assert.deepEqual(
    ask(
      "T8",
      after(t, () => {}),
    ),
    [],
  );
  assert.deepEqual(ask("T8", evidenceOf(t, {})), []);
});

test("T9 finds a restore that nothing is expected of", (t) => {
  const { options, ...evidence } = evidenceOf(t, {});
  const [found] = ask("T9", { ...evidence, options: { ...options, mode: "restore" } });
  assert.match(found?.hint ?? "", /^Set the input expected-digest/);
});

test("T9 leaves alone a restore with an expected digest, and every other mode", (t) => {
  const { options, ...evidence } = evidenceOf(t, {});
  const expected = { ...options, mode: "restore", expectedDigest: `sha256:${"0".repeat(64)}` } as const;
  assert.deepEqual(ask("T9", { ...evidence, options: expected }), []);
  assert.deepEqual(ask("T9", { ...evidence, options }), []);
});

test("T10 finds runner's files that another program wrote to", (t) => {
  const [found] = ask("T10", { ...evidenceOf(t, {}), commandFiles: ["GITHUB_ENV", "GITHUB_PATH"] });
  assert.match(found?.message ?? "", /^Another program wrote to the file of GITHUB_ENV and of GITHUB_PATH while/);
});

test("T10 leaves alone a run in which nobody did", (t) => {
  assert.deepEqual(ask("T10", { ...evidenceOf(t, {}), commandFiles: [] }), []);
});
