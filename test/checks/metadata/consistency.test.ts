import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { sameVersion } from "../../../src/mount/inventory/metadata.ts";
import { ask, evidenceOf, lookAgain, withClosure } from "../../support/scenario/evidence.ts";

const demo = { name: "demo", version: "1.0", files: { "demo.py": "" } };

test("M6 finds missing METADATA, and METADATA without Name or Version", (t) => {
  const evidence = evidenceOf(t, {
    wheels: [demo],
    files: {
      "nameless-1.dist-info/METADATA": "Version: 1\n",
      "older-1.egg-info/PKG-INFO": "Metadata-Version: 1.0\n",
      "other-1.dist-info/METADATA": "Name: other\nVersion: 2\n",
    },
  });
  rmSync(join(evidence.location.directory, "demo-1.0.dist-info/METADATA"));
  const found = ask("M6", lookAgain(evidence)).map(({ file, message }) => [file, message]);
  assert.deepEqual(found, [
    ["demo-1.0.dist-info", "demo-1.0.dist-info: METADATA is missing."],
    ["nameless-1.dist-info", "nameless-1.dist-info: METADATA has no name."],
    ["older-1.egg-info", "older-1.egg-info: PKG-INFO has no name and no version."],
    ["other-1.dist-info", "The METADATA in other-1.dist-info has version 2."],
  ]);
});

test("M6 finds a dependency that cannot be read, as a warning", async (t) => {
  const evidence = evidenceOf(t, { wheels: [{ ...demo, requires: ["!!! what"] }] });
  assert.deepEqual(
    ask("M6", await withClosure(evidence)).map(({ distribution, severity }) => [distribution, severity]),
    [["demo", "warning"]],
  );
});

test("M6 finds 1.10 in the directory of 1.1", (t) => {
  const files = { "demo-1.1.dist-info/METADATA": "Name: demo\nVersion: 1.10\n" };
  assert.equal(ask("M6", evidenceOf(t, { files })).length, 1);
});

test("M6 leaves alone other spellings of one version, and old names of directories", (t) => {
  const files = {
    "my-old.name-1.0b0.dist-info/METADATA": "Name: my-old.name\nVersion: 1.0-beta\n",
    "bare.dist-info/METADATA": "Name: bare\nVersion: 1\n",
    "egg-9.egg-info/PKG-INFO": "Name: egg\nVersion: 10\n",
  };
  assert.deepEqual(ask("M6", evidenceOf(t, { wheels: [demo], files })), []);
  for (const [one, other] of [
    ["2013.02.16", "2013.2.16"],
    ["1.0.0", "1.0"],
    ["1.0-1", "1.0.post1"],
    ["1.0+local_1", "1.0+local.1"],
    ["v1.0", "1.0"],
  ]) {
    assert.ok(sameVersion(one as string, other as string), `${one} ${other}`);
  }
  for (const [one, other] of [
    ["1.0", "1.0.1"],
    ["1.0a1", "1.0b1"],
    ["1.0", "10"],
    ["0.1", "1"],
  ]) {
    assert.ok(!sameVersion(one as string, other as string), `${one} ${other}`);
  }
});

test("M7 finds one name twice, in any spelling and form", (t) => {
  const files = {
    "Demo_Two-1.dist-info/METADATA": "Name: demo-two\nVersion: 1\n",
    "demo.two-2.dist-info/METADATA": "Name: demo.two\nVersion: 2\n",
    "demo_two-3.egg-info/PKG-INFO": "Name: Demo_Two\nVersion: 3\n",
  };
  assert.deepEqual(
    ask("M7", evidenceOf(t, { files })).map(({ distribution, file }) => [distribution, file]),
    [
      ["demo-two", "demo.two-2.dist-info"],
      ["demo-two", "demo_two-3.egg-info"],
    ],
  );
});

test("M7 leaves alone names that only look alike", (t) => {
  assert.deepEqual(
    ask("M7", evidenceOf(t, { wheels: [demo, { ...demo, name: "demo2", files: { "d2.py": "" } }] })),
    [],
  );
});

test("M8 finds what an interrupted uninstall leaves", (t) => {
  const files = {
    "~emo/__init__.py": "",
    "~emo/other.py": "",
    "-emo-1.0.dist-info/METADATA": "Name: demo\nVersion: 1.0\n",
  };
  assert.deepEqual(
    ask("M8", evidenceOf(t, { files })).map(({ file }) => file),
    ["-emo-1.0.dist-info", "~emo"],
  );
});

test("M8 leaves alone such names further down", (t) => {
  assert.deepEqual(ask("M8", evidenceOf(t, { wheels: [demo], files: { "demo2/~x": "", "demo2/-y": "" } })), []);
});

test("M9 finds egg-info directories and files at the top", (t) => {
  const files = { "a-1.egg-info/PKG-INFO": "Name: a\nVersion: 1\n", "b-2.egg-info": "Name: b\nVersion: 2\n" };
  assert.deepEqual(
    ask("M9", evidenceOf(t, { files })).map(({ distribution }) => distribution),
    ["a", "b"],
  );
});

test("M9 leaves alone wheels, and egg-info inside packages", (t) => {
  const files = { "demo/data/x.egg-info/PKG-INFO": "Name: x\nVersion: 1\n" };
  assert.deepEqual(ask("M9", evidenceOf(t, { wheels: [{ ...demo, files }] })), []);
});

test("M13 finds a listed module that is not there", (t) => {
  const evidence = evidenceOf(t, { wheels: [{ ...demo, topLevel: ["demo", "gone", "", "ghost"] }] });
  assert.deepEqual(
    ask("M13", evidence).map(({ file, message }) => [file, message]),
    [["demo-1.0.dist-info/top_level.txt", "demo does not contain modules that its top_level.txt lists: gone, ghost."]],
  );
});

test("M13 leaves alone a missing list, modules of others, compiled modules, and mounts without RECORD", (t) => {
  const files = { "demo/__init__.py": "", "_demo.cpython-38-x86_64-linux-gnu.so": "" };
  const listing = { ...demo, files, topLevel: ["demo", "_demo", "shared"] };
  const shared = { name: "shared", version: "1", files: { "shared/x.py": "" } };
  assert.deepEqual(ask("M13", evidenceOf(t, { wheels: [listing, shared] })), []);
  const old = { "old.egg-info/PKG-INFO": "Name: old\nVersion: 1\n", "old.egg-info/top_level.txt": "gone\n" };
  assert.deepEqual(ask("M13", evidenceOf(t, { files: old })), []);
});
