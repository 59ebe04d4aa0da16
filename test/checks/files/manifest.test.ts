import assert from "node:assert/strict";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Evidence } from "../../../src/evidence/evidence.ts";
import { mountDigest } from "../../../src/mount/manifest/digest.ts";
import type { Manifest } from "../../../src/mount/manifest/manifest.ts";
import type { BuildFacts } from "../../../src/mount/mount.ts";
import { ask, evidenceOf, lookAgain } from "../../support/scenario/evidence.ts";

type Context = Parameters<typeof evidenceOf>[0];

const demo = { name: "demo", version: "1.0", files: { "demo/__init__.py": "x = 1\n", "demo/data.txt": "y\n" } };
const onPosix = { skip: process.platform === "win32" };

/** A mount with a manifest that is true of it. */
function sealed(t: Context): Evidence {
  const evidence = evidenceOf(t, { wheels: [demo] });
  const files = [...evidence.inventory.files.values()];
  return { ...evidence, manifest: { files, mountDigest: mountDigest(files) } as unknown as Manifest };
}

function after(evidence: Evidence, change: (directory: string) => void): string[] {
  change(evidence.location.directory);
  return ask("T1", lookAgain(evidence)).map(({ message }) => message);
}

const since = "since the mount was built.";

test("T1 finds a file that was changed, removed or added", (t) => {
  const found = after(sealed(t), (directory) => {
    writeFileSync(join(directory, "demo/__init__.py"), "x = 2\n");
    rmSync(join(directory, "demo/data.txt"));
    mkdirSync(join(directory, "demo/__pycache__"));
    writeFileSync(join(directory, "demo/__pycache__/__init__.cpython-38.pyc"), "");
  });
  assert.deepEqual(found, [
    `demo/__init__.py of demo was changed ${since}`,
    `demo/data.txt of demo is missing ${since}`,
    `demo/__pycache__/__init__.cpython-38.pyc of demo was added ${since}`,
  ]);
});

test("T1 finds the executable bit, and a symbolic link", onPosix, (t) => {
  const found = after(sealed(t), (directory) => {
    chmodSync(join(directory, "demo/data.txt"), 0o755);
    symlinkSync("demo", join(directory, "alias"));
  });
  assert.deepEqual(found, [
    `demo/data.txt of demo was made executable ${since}`,
    `alias was added (symbolic link) ${since}`,
  ]);
});

test("T1 finds a file that is no longer executable", onPosix, (t) => {
  const evidence = sealed(t);
  const files = evidence.manifest?.files.map((file) => ({ ...file, executable: file.path === "demo/data.txt" }));
  const found = after({ ...evidence, manifest: { files } as unknown as Manifest }, () => {});
  assert.deepEqual(found, [`demo/data.txt of demo was made non-executable ${since}`]);
});

test("T1 leaves alone a mount as it was built, other permissions, and a mount without manifest", (t) => {
  const untouched = after(sealed(t), (directory) => chmodSync(join(directory, "demo/data.txt"), 0o600));
  assert.deepEqual(untouched, []);
  assert.deepEqual(ask("T1", evidenceOf(t, { wheels: [demo] })), []);
});

test("T2 finds another digest than was expected", (t) => {
  const expected = `sha256:${"0".repeat(64)}`;
  const found = ask("T2", evidenceOf(t, { wheels: [demo], options: { "expected-digest": expected } }));
  assert.match(found[0]?.message ?? "", /^The mount digest is sha256:[0-9a-f]{64}, but sha256:0{64} was expected\.$/);
});

test("T2 leaves alone the expected one, and no expectation", (t) => {
  const evidence = sealed(t);
  const options = { ...evidence.options, expectedDigest: evidence.manifest?.mountDigest ?? "" };
  assert.deepEqual(ask("T2", { ...evidence, options }), []);
  assert.deepEqual(ask("T2", evidence), []);
});

test("T3 finds a mount without manifest", (t) => {
  assert.equal(ask("T3", evidenceOf(t, { wheels: [demo] })).length, 1);
});

test("T3 leaves alone a mount with one, and one that is just being built", (t) => {
  assert.deepEqual(ask("T3", sealed(t)), []);
  assert.deepEqual(ask("T3", evidenceOf(t, { wheels: [demo], evidence: { build: {} as BuildFacts } })), []);
});
