import assert from "node:assert/strict";
import { test } from "node:test";
import type { Files } from "../../support/packages/zip.ts";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";

function junk(t: Parameters<typeof evidenceOf>[0], files: Files) {
  return ask("H17", evidenceOf(t, { files })).map(({ message }) => message);
}

test("H17 finds what slim would leave out, with its size", (t) => {
  const files = {
    "demo/tests/test_a.py": "12345",
    "tests/test_b.py": "",
    "demo/api.h": "",
    "demo/lib.a": "",
    "demo/fast.pyx": "",
    "demo/fast.c": "",
    "demo/fast.cpython-38-x86_64-linux-gnu.so": "",
    "demo/slow.cpp": "",
    "demo/slow.abi3.so": "",
    "demo/old.pyo": "",
    "demo/.DS_Store": "",
    "demo/x.py~": "",
    "__MACOSX/y": "",
    "pip-log.txt": "",
  };
  assert.deepEqual(junk(t, files), [
    "slim would leave out up to 11 files, 5 B: test directories (1 file, 5 B), Python 2 bytecode and files of desktops and editors (5 files, 0 B), headers (1 file, 0 B), sources of compiled modules (3 files, 0 B), static libraries (1 file, 0 B); for example __MACOSX/y, demo/.DS_Store, demo/api.h and 8 more.",
  ]);
});

test("H17 leaves alone a mount that was built with slim", (t) => {
  const removedByStaging = { outside: {}, directUrls: {}, slim: { setting: "on", files: 0, bytes: 0, groups: [] } };
  assert.deepEqual(ask("H17", evidenceOf(t, { files: { "demo/lib.a": "" }, evidence: { removedByStaging } })), []);
});

test("H17 leaves alone test helpers that are imported, and sources that are all there is", (t) => {
  const files = {
    "numpy/testing/x.py": "",
    "sklearn/utils/_testing.py": "",
    "demo/test/x.py": "",
    "demo/tests.py": "",
    "demo/only.c": "",
    "demo/only.pyx": "",
    "demo/data.a.txt": "",
    "demo/__init__.py": "",
  };
  assert.deepEqual(junk(t, files), []);
});
