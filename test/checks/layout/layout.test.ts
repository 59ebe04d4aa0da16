import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";

const onPosix = { skip: process.platform === "win32" };
const lib64 = "myenv/lib64/python3.8/site-packages/compiled/x.py";

test("H20 finds packages in a lib64 of its own", (t) => {
  assert.match(
    ask("H20", evidenceOf(t, { code: { [lib64]: "" } }))[0]?.message ?? "",
    /^lib64\/python3\.8\/site-packages/,
  );
});

test("H20 leaves alone a link, an empty lib64, and none", onPosix, (t) => {
  assert.deepEqual(ask("H20", evidenceOf(t, {})), []);
  assert.deepEqual(ask("H20", evidenceOf(t, { code: { "myenv/lib64/other/x": "" } })), []);
  const evidence = evidenceOf(t, {});
  symlinkSync("lib", join(evidence.location.environmentDirectory, "lib64"));
  assert.deepEqual(ask("H20", evidence), []);
});

test("H20 leaves alone a mount of another layout", (t) => {
  const evidence = evidenceOf(t, { code: { [lib64]: "", "myenv/lib64/x": "" } });
  const location = { ...evidence.location, inside: "Lib/site-packages" };
  assert.deepEqual(ask("H20", { ...evidence, location }), []);
});

const found = (...args: Parameters<typeof evidenceOf>) =>
  ask("H21", evidenceOf(...args)).map(({ file, message }) => file ?? message);

test("H21 finds a whole environment, editable checkouts, and such things inside", (t) => {
  assert.deepEqual(found(t, { code: { "myenv/pyvenv.cfg": "" } }), [
    "The environment directory is a whole virtual environment.",
  ]);
  assert.match(found(t, { code: { "myenv/src/x/setup.py": "" } })[0] ?? "", /src directory/);
  assert.deepEqual(found(t, { files: { "inner/pyvenv.cfg": "", "inner/bin/python": "" } }), ["inner/pyvenv.cfg"]);
  assert.deepEqual(found(t, { files: { "demo/.git/HEAD": "", ".hg/x": "" } }), [".hg", "demo/.git"]);
});

test("H21 leaves alone a bare mount, files that a distribution has, and files named like directories", (t) => {
  const wheels = [{ name: "demo", version: "1.0", files: { "demo/data/pyvenv.cfg": "", "demo/.gitignore": "" } }];
  assert.deepEqual(
    found(t, { wheels, files: { "demo/src/x.py": "", "demo/x.pyvenv.cfg": "", "demo/.git2/x": "" } }),
    [],
  );
  const evidence = evidenceOf(t, {});
  mkdirSync(join(evidence.location.environmentDirectory, "share"));
  assert.deepEqual(ask("H21", evidence), []);
});
