import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, stageScene } from "../support/evidence.ts";

const backport = { name: "enum34", version: "1.1.10", files: { "enum/__init__.py": "" } };

test("I1 finds a backport that takes the place of a standard-library module", (t) => {
  const typing = { name: "typing", version: "3.7.4.3", files: { "typing.py": "" } };
  const [first, second, ...rest] = ask("I1", stageScene(t, { wheels: [backport, typing] }));
  assert.deepEqual([first?.file, first?.distribution, first?.requirement?.line], ["enum/__init__.py", "enum34", 1]);
  assert.deepEqual([second?.file, second?.distribution], ["typing.py", "typing"]);
  assert.deepEqual(rest, []);
});

test("I1 finds an extension module, and a name that only later Pythons have", (t) => {
  const extension = { "json.cpython-311-x86_64-linux-gnu.so": "", "tomllib.py": "" };
  const found = ask("I1", stageScene(t, { files: extension, python: "3.11" })).map(({ file }) => file);
  assert.deepEqual(found, ["json.cpython-311-x86_64-linux-gnu.so", "tomllib.py"]);
});

test("I1 finds a module beside the scoring script, and is strict where the server imports it", (t) => {
  const code = { "logging/__init__.py": "", "turtle.py": "" };
  const found = ask("I1", stageScene(t, { code }));
  assert.deepEqual(
    found.map(({ severity, place }) => [severity, place?.line, place?.file.split(/[/\\]/).slice(-2).join("/")]),
    [
      ["error", 1, "logging/__init__.py"],
      ["warning", 1, found[1]?.place?.file.split(/[/\\]/).slice(-2).join("/")],
    ],
  );
  assert.match(found[1]?.place?.file ?? "", /turtle\.py$/);
});

test("I1 leaves alone what shadows nothing", (t) => {
  const files = {
    "tomllib.py": "", // not yet in 3.8
    "macpath.py": "", // no longer in 3.8
    "_distutils_hack/__init__.py": "",
    "winreg.py": "", // Windows
    "time.py": "", // compiled into Python, found first
    "email/data.txt": "", // no package: gives way to the real one
    "json.cpython-39-x86_64-linux-gnu.so": "", // of another Python
    "demo/enum.py": "",
  };
  const code = { "html/page.html": "", "scoring.py": "" };
  assert.deepEqual(ask("I1", stageScene(t, { files, code })), []);
});

test("I3 finds sitecustomize, module or package, and whose it is", (t) => {
  const agent = { name: "agent", version: "1.0", files: { "sitecustomize.py": "" } };
  const found = ask("I3", stageScene(t, { wheels: [agent], files: { "usercustomize/__init__.py": "" } }));
  assert.deepEqual(
    found.map(({ file, distribution }) => [file, distribution]),
    [
      ["sitecustomize.py", "agent"],
      ["usercustomize/__init__.py", undefined],
    ],
  );
});

test("I3 leaves alone a sitecustomize further down, and an empty directory of that name", (t) => {
  const files = { "agent/sitecustomize.py": "", "sitecustomize/readme.txt": "" };
  assert.deepEqual(ask("I3", stageScene(t, { files })), []);
});
