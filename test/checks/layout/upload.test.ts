import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Files } from "../../support/packages/zip.ts";
import { ask, evidenceOf, lookAgain } from "../../support/scenario/evidence.ts";

type Context = Parameters<typeof evidenceOf>[0];

const files = {
  "demo/__init__.py": "",
  "demo/_fast.so": "",
  "demo/build/x.py": "",
  "demo/__pycache__/__init__.cpython-38.pyc": "",
};

function lost(t: Context, code: Files, options = {}) {
  const evidence = evidenceOf(t, { files, code: { "requirements.txt": "", ...code }, options });
  return ask("H12", evidence).map(({ severity, message }) => [severity, message.replace(/ from the upload.*/, "")]);
}

test("H12 finds what .gitignore drops, with the line", (t) => {
  assert.deepEqual(lost(t, { ".gitignore": "# Python\n\n*.so\nbuild/\n" }), [
    ["error", '.gitignore:3: "*.so" excludes 1 file of the mount'],
    ["error", '.gitignore:4: "build/" excludes 1 file of the mount'],
  ]);
  assert.deepEqual(lost(t, { ".gitignore": "lib/\r\n" }), [
    ["error", '.gitignore:1: "lib/" excludes 4 files of the mount'],
  ]);
  assert.deepEqual(lost(t, { ".gitignore": "\ufeff/myenv" }), [
    ["error", '.gitignore:1: "/myenv" excludes 4 files of the mount'],
  ]);
});

test("H12 finds what .amlignore drops, before .gitignore", (t) => {
  assert.deepEqual(lost(t, { ".amlignore": "*.so\n", ".gitignore": "*.py\n" }), [
    ["error", '.amlignore:1: "*.so" excludes 1 file of the mount'],
  ]);
});

test("H12 finds the last line that matches", (t) => {
  assert.deepEqual(lost(t, { ".amlignore": "*.so\n!*.so\nmyenv/**/*.so\n!lib2/\n" }), [
    ["error", '.amlignore:3: "myenv/**/*.so" excludes 1 file of the mount'],
  ]);
});

test("H12 finds lost bytecode as a warning, and shows the line to add", (t) => {
  assert.deepEqual(lost(t, { ".gitignore": "__pycache__/\n*.py[cod]\n" }), [
    ["warning", '.gitignore:2: "*.py[cod]" excludes 1 file of the mount'],
  ]);
  const [answer] = ask("H12", evidenceOf(t, { files, code: { ".gitignore": "*.so\n" } }));
  assert.equal(answer?.hint, "Add this last line to .gitignore: `!/myenv/**`.");
});

test("H12 finds what a user's own .amlignore drops from a build", (t) => {
  assert.equal(lost(t, { ".amlignore": "*.so\n" }, { mode: "preinstalled" }).length, 1);
});

test("H12 leaves alone a build that writes .amlignore itself", (t) => {
  assert.deepEqual(lost(t, { ".gitignore": "*.so\nlib/\n*\n" }, { mode: "preinstalled" }), []);
  const ours = "# Written by azureml-extra-packages; remove this line to keep your own changes.\n*.so\n";
  assert.deepEqual(lost(t, { ".amlignore": ours }, { mode: "preinstalled" }), []);
});

test("H12 leaves alone an empty .amlignore, files elsewhere, comments, and a mount let in again", (t) => {
  assert.deepEqual(lost(t, {}), []);
  assert.deepEqual(lost(t, { ".amlignore": "", ".gitignore": "*.so\n" }), []);
  assert.deepEqual(lost(t, { "src/.gitignore": "*\n", "myenv/.gitignore": "*\n" }), []);
  assert.deepEqual(lost(t, { ".gitignore": "#*.so\n/lib/\n/demo\n  \n" }), []);
  assert.deepEqual(lost(t, { ".gitignore": "*\n!myenv/**\n" }), [], "unlike in git, from a directory that is left out");
});

test("H12 leaves alone a scoring script in a subdirectory, where the root's file rules", (t) => {
  const code = { "src/score.py": "", "src/.amlignore": "*\n", ".gitignore": "/myenv\n/src/other\n" };
  assert.deepEqual(lost(t, code, { "scoring-script": "src/score.py" }), []);
  assert.equal(lost(t, { ...code, ".gitignore": "/src/myenv\n" }, { "scoring-script": "src/score.py" }).length, 1);
});

test("H12 leaves alone a mount outside the code directory", (t) => {
  const evidence = evidenceOf(t, { files, code: { ".gitignore": "*\n" } });
  const location = { ...evidence.location, libraryPath: "../myenv/lib/python3.8/site-packages" };
  assert.deepEqual(ask("H12", { ...evidence, location }), []);
});

const hidden = {
  name: "demo",
  version: "1.0",
  files: { "demo/__init__.py": "", "demo/.libs/x.so": "", ".f2py_f2cmap": "" },
};

test("H11 finds hidden files that are missing", (t) => {
  const evidence = evidenceOf(t, { wheels: [hidden] });
  rmSync(join(evidence.location.directory, "demo/.libs"), { recursive: true });
  rmSync(join(evidence.location.directory, ".f2py_f2cmap"));
  assert.deepEqual(
    ask("H11", lookAgain(evidence)).map(({ distribution, file, message }) => [distribution, file, message]),
    [["demo", ".f2py_f2cmap", "2 hidden files of demo are missing: .f2py_f2cmap, demo/.libs/x.so."]],
  );
});

test("H11 leaves alone hidden files that are there, other losses, and links", (t) => {
  const evidence = evidenceOf(t, { wheels: [hidden] });
  assert.deepEqual(ask("H11", evidence), []);
  rmSync(join(evidence.location.directory, "demo/__init__.py"));
  assert.deepEqual(ask("H11", lookAgain(evidence)), []);
  rmSync(join(evidence.location.directory, ".f2py_f2cmap"));
  const again = lookAgain(evidence);
  const oddities = [{ path: ".f2py_f2cmap", kind: "symbolic link" as const }];
  assert.deepEqual(ask("H11", { ...again, inventory: { ...again.inventory, oddities } }), []);
  writeFileSync(join(evidence.location.directory, ".f2py_f2cmap"), "");
});
