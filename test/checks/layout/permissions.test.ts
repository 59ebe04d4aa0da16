import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { takeInventory } from "../../../src/mount/inventory/inventory.ts";
import { ask, evidenceOf, lookAgain } from "../../support/scenario/evidence.ts";

const onPosix = { skip: process.platform === "win32" };

function modes(t: Parameters<typeof evidenceOf>[0], changes: Record<string, number>) {
  const evidence = evidenceOf(t, { files: { "demo/a.py": "", "demo/b.py": "", "demo/sub/c.py": "" } });
  const { directory } = evidence.location;
  for (const path of ["demo", "demo/sub"]) chmodSync(join(directory, path), 0o755);
  for (const path of ["demo/a.py", "demo/b.py", "demo/sub/c.py"]) chmodSync(join(directory, path), 0o644);
  for (const [path, mode] of Object.entries(changes)) chmodSync(join(directory, path), mode);
  const found = ask("H8", lookAgain(evidence)).map(({ severity, message }) => [severity, message]);
  for (const path of ["demo", "demo/sub"]) chmodSync(join(directory, path), 0o755);
  return found;
}

test("H8 finds what the container's user cannot read or enter", onPosix, (t) => {
  assert.deepEqual(modes(t, { "demo/a.py": 0o640, "demo/b.py": 0o600, demo: 0o750 }), [
    ["error", "1 path cannot be entered by other users: demo."],
    ["error", "2 paths cannot be read by other users: demo/a.py, demo/b.py."],
  ]);
  assert.equal(modes(t, { "demo/sub": 0o754 })[0]?.[0], "error", "readable, and not to be entered");
});

test("H8 finds what everybody may change, and what can run with its owner's rights", onPosix, (t) => {
  assert.deepEqual(modes(t, { "demo/a.py": 0o646, "demo/sub": 0o757 }), [
    ["warning", "2 paths can be changed by everybody: demo/sub, demo/a.py."],
  ]);
  for (const mode of [0o4755, 0o2755]) {
    assert.deepEqual(modes(t, { "demo/a.py": mode }), [
      ["warning", "1 path can run with the rights of the owner: demo/a.py."],
    ]);
  }
});

test("H8 finds what could not be read here", (t) => {
  const evidence = evidenceOf(t, {});
  const oddities = [{ path: "demo/locked.py", kind: "unreadable" as const }];
  assert.deepEqual(
    ask("H8", { ...evidence, inventory: { ...evidence.inventory, oddities } }).map(({ file, severity }) => [
      file,
      severity,
    ]),
    [["demo/locked.py", "error"]],
  );
});

test("H8 leaves alone a mount that is not there, which is no matter of permissions", (t) => {
  const evidence = evidenceOf(t, {});
  const inventory = takeInventory(`${evidence.location.directory}/gone`);
  assert.deepEqual(ask("H8", { ...evidence, inventory }), []);
});

test("H8 leaves alone usual modes, group writing and the sticky bit among them", onPosix, (t) => {
  assert.deepEqual(modes(t, { "demo/a.py": 0o664, "demo/b.py": 0o755, demo: 0o775, "demo/sub": 0o1755 }), []);
});

test("H8 leaves alone links and pipes, which other checks report", (t) => {
  const evidence = evidenceOf(t, {});
  const oddities = [{ path: "x", kind: "symbolic link" as const }];
  assert.deepEqual(ask("H8", { ...evidence, inventory: { ...evidence.inventory, oddities } }), []);
});
