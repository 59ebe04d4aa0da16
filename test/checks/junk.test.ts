import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, stageScene } from "../support/evidence.ts";
import type { Files } from "../support/zip.ts";

function junk(t: Parameters<typeof stageScene>[0], files: Files) {
  return ask("H17", stageScene(t, { files })).map(({ message }) => message);
}

test("H17 finds tests, static libraries, sources of compiled modules, old bytecode and droppings, with their sizes", (t) => {
  const files = {
    "demo/tests/a.py": "12345",
    "tests/b.py": "",
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
  assert.deepEqual(junk(t, files).sort(), [
    "Droppings: 4 files, 0 B (__MACOSX/y, demo/.DS_Store, demo/x.py~ and 1 more).",
    "Optimised bytecode of Python 2: 1 file, 0 B (demo/old.pyo).",
    "Sources of compiled modules: 3 files, 0 B (demo/fast.c, demo/fast.pyx, demo/slow.cpp).",
    "Static libraries: 1 file, 0 B (demo/lib.a).",
    "Test directories: 2 files, 5 B (demo/tests/a.py, tests/b.py).",
  ]);
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
