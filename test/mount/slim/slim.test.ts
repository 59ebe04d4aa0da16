// What slim leaves out of an installed site-packages, and what keeps a file in it.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { slim } from "../../../src/mount/slim/slim.ts";
import { OUTSIDE } from "../../../src/mount/slim/unreachable.ts";
import { type References, referencesIn } from "../../../src/python/references/references.ts";
import { type Cleanup, createWorkspace, readTree } from "../../support/machine/workspace.ts";
import type { Files } from "../../support/packages/zip.ts";

/** A package with something of each kind. */
const FULL: Files = {
  "lib/__init__.py": "from lib import core\n",
  "lib/core.py": "",
  "lib/conftest.py": "from lib.tests import fixtures\n",
  "lib/tests/__init__.py": "",
  "lib/tests/test_core.py": "from other.tests import helpers\n",
  "lib/tests/data/one.csv": "1",
  "lib/sub/_tests/test_sub.py": "",
  "lib/docs/index.rst": "",
  "lib/examples/demo.py": "",
  "lib/include/lib/api.h": "",
  "lib/fast.cpython-38-x86_64-linux-gnu.so": "",
  "lib/fast.pyx": "",
  "lib/fast.pxd": "",
  "lib/slow.abi3.so": "",
  "lib/slow.cpp": "",
  "lib/tp.so": "",
  "lib/tp.pyx.tp": "",
  "lib/libcore.a": "",
  "lib/core.pyi": "",
  "lib/.DS_Store": "",
};

async function slimmed(t: Cleanup, files: Files, more: { setting?: "on" | "stubs"; outside?: References[] } = {}) {
  const root = createWorkspace(t, files);
  const before = Object.keys(readTree(root));
  const { leftOut, kept } = await slim(root, more.setting ?? "on", more.outside ?? []);
  const after = Object.keys(readTree(root));
  const gone = before.filter((path) => path in files && !after.includes(path)).sort();
  return { root, gone, leftOut, kept: kept.map(({ path, by }) => [path, by]) };
}

/** What keeps a candidate of package `lib`, beside a module that does not. */
async function keeps(t: Cleanup, path: string, files: Files, candidate: Files): Promise<boolean> {
  const { root } = await slimmed(t, { "lib/__init__.py": "", "lib/core.py": "", ...candidate, ...files });
  return existsSync(join(root, path));
}

test("slim leaves out one of each kind, and stubs only if asked", async (t) => {
  const stay = ["lib/__init__.py", "lib/core.py", "lib/core.pyi", "lib/tp.so"];
  const compiled = Object.keys(FULL).filter((path) => path.endsWith(".so"));
  const expected = Object.keys(FULL).filter((path) => ![...stay, ...compiled].includes(path));
  const on = await slimmed(t, FULL);
  assert.deepEqual(on.gone, expected.sort());
  assert.deepEqual(on.kept, []);
  const stubs = await slimmed(t, FULL, { setting: "stubs" });
  assert.deepEqual(stubs.gone, [...expected, "lib/core.pyi"].sort());
});

test("slim says what went, by kind and distribution", async (t) => {
  const files = {
    ...FULL,
    "lib-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: Lib\nVersion: 1.0\n",
    "lib-1.0.dist-info/RECORD": Object.keys(FULL)
      .filter((path) => path !== "lib/.DS_Store")
      .map((path) => `${path},,\n`)
      .join(""),
  };
  const { leftOut, gone } = await slimmed(t, files);
  assert.equal(leftOut.setting, "on");
  assert.equal(leftOut.files, gone.length);
  assert.deepEqual(
    leftOut.groups.map(({ kind, distribution, files, paths }) => [kind, distribution, files, paths.join(" ")]),
    [
      ["documentation", "lib", 2, "lib/docs/ lib/examples/"],
      ["headers", "lib", 2, "lib/fast.pxd lib/include/lib/api.h"],
      ["leftovers", null, 1, "lib/.DS_Store"],
      ["libraries", "lib", 1, "lib/libcore.a"],
      ["sources", "lib", 3, "lib/fast.pyx lib/slow.cpp lib/tp.pyx.tp"],
      ["tests", "lib", 5, "lib/conftest.py lib/sub/_tests/ lib/tests/"],
    ],
  );
  assert.equal(
    leftOut.bytes,
    leftOut.groups.reduce((sum, { bytes }) => sum + bytes, 0),
  );
});

test("a test directory stays if other code imports it, by any kind of import", async (t) => {
  const tests = { "lib/tests/__init__.py": "", "lib/tests/test_a.py": "", "lib/tests/help.py": "" };
  const sources = {
    "import lib.tests.help\n": true,
    "try: from lib.tests import help\nexcept ImportError: pass\n": true,
    "from . import (\n    core,  # one\n    tests,\n)\n": true,
    "from .tests.help import x\n": true,
    "from . import core, \\\n    tests\n": true,
    "import importlib\nimportlib.import_module('lib.tests.help')\n": true,
    "__import__('lib.tests')\n": true,
    "import importlib\nimportlib.import_module('.tests', __package__)\n": true,
    "import importlib\nimportlib.import_module(f'lib.tests.{1}')\n": true,
    "from importlib import resources\nresources.files('lib.tests')\n": true,
    "import pkgutil\npkgutil.get_data('lib.tests', 'x')\n": true,
    "# import lib.tests\n": false,
    "x = 1\n>>> open('lib/tests/help.py')\n>>> import lib.tests\n": false,
    "import lib.testing\nfrom tests_of import tests\n": false,
    "name.startswith('lib.tests.')\n": false,
    "IGNORED = ('tests', 'benchmarks')\n": false,
  };
  for (const [source, expected] of Object.entries(sources))
    assert.equal(await keeps(t, "lib/tests/help.py", { "lib/core.py": source }, tests), expected, source);
});

test("a test directory stays if other code reads a file in it that exists", async (t) => {
  const tests = { "lib/tests/test_a.py": "", "lib/tests/data/one.csv": "" };
  const sources = {
    "open(os.path.join(here, 'tests', 'data', 'one.csv'))\n": true,
    "Path(__file__).parent / 'tests' / 'data' / name\n": true,
    "open(here + '/tests/data/one.csv')\n": true,
    "get_data('lib', 'tests/data/one.csv')\n": true,
    "open(here + '/tests/' + name)\n": true,
    "open(f'{here}/tests/{name}')\n": true,
    "files('lib').joinpath('tests').iterdir()\n": true,
    "open(os.path.join(here, 'tests', 'data', 'two.csv'))\n": false,
    "DIRECTORY = os.path.join(here, 'tests')\n": false,
  };
  for (const [source, expected] of Object.entries(sources))
    assert.equal(await keeps(t, "lib/tests/data/one.csv", { "lib/core.py": source }, tests), expected, source);
});

test("a test directory stays if it is in __all__, in an entry point or in a compiled module", async (t) => {
  const tests = { "lib/tests/__init__.py": "", "lib/tests/test_a.py": "" };
  const kept = async (files: Files) => await keeps(t, "lib/tests/test_a.py", files, tests);
  assert.ok(await kept({ "lib/__init__.py": "__all__ = ['core', 'tests', 'other']\n" }));
  assert.ok(await kept({ "lib-1.0.dist-info/entry_points.txt": "[pytest11]\nlib = lib.tests.plugin:main\n" }));
  assert.ok(await kept({ "lib/fast.so": "\0lib.tests.help\0" }));
  assert.ok(await kept({ "lib/fast.so": "\0tests\0" }));
  assert.ok(!(await kept({ "lib/fast.so": "\0contests\0unit tests\0", "lib.libs/libx.so": "\0lib.tests\0" })));
});

test("what a test directory that stays imports stays too, and what only a removed one imports goes", async (t) => {
  const files = {
    "a/__init__.py": "from b.tests import one\n",
    "a/tests/test_a.py": "import d.tests\n",
    "b/tests/test_b.py": "import c.tests.x\n",
    "c/tests/test_c.py": "",
    "d/tests/test_d.py": "",
  };
  const { gone, kept } = await slimmed(t, files);
  assert.deepEqual(gone, ["a/tests/test_a.py", "d/tests/test_d.py"]);
  assert.deepEqual(kept, [
    ["b/tests", "a/__init__.py"],
    ["c/tests", "b/tests/test_b.py"],
  ]);
});

test("packages that are called so stay: at the top level, without tests, or as the whole distribution", async (t) => {
  const files = {
    "tests/__init__.py": "",
    "tests/test_a.py": "",
    "docs/conf.py": "",
    "django/test/client.py": "",
    "space/tests/__init__.py": "",
    "space/tests/test_of_space.py": "",
    "space_tests-1.0.dist-info/METADATA": "Name: space-tests\n",
    "space_tests-1.0.dist-info/RECORD": "space/tests/__init__.py,,\nspace/tests/test_of_space.py,,\n",
    "data/examples/one.csv": "",
  };
  const { gone, kept } = await slimmed(t, files);
  assert.deepEqual(gone, []);
  assert.deepEqual(kept, [["space/tests", undefined]]);
});

test("licences and metadata stay", async (t) => {
  const files = {
    "lib/__init__.py": "",
    "lib/tests/test_a.py": "",
    "lib/tests/LICENSE.txt": "",
    "lib/tests/data/COPYING": "",
    "lib/docs/licenses/x.rst": "",
    "lib/include/NOTICE.h": "",
    "lib-1.0.dist-info/docs/x.h": "",
  };
  assert.deepEqual((await slimmed(t, files)).gone, ["lib/tests/test_a.py"]);
});

test("headers stay for code that compiles, that reads them, or that names their directory", async (t) => {
  const headers = { "lib/include/a.h": "", "lib/b.h": "" };
  const kept = async (files: Files) => {
    const { gone } = await slimmed(t, { "lib/__init__.py": "", ...headers, ...files });
    return Object.keys(headers).filter((path) => !gone.includes(path));
  };
  const accessor = "def get_include():\n    '''x = [lib.get_include()]'''\n    return join(here, 'include')\n";
  assert.deepEqual(await kept({ "lib/core.py": accessor }), []);
  assert.deepEqual(await kept({ "lib/core.py": accessor, "user.py": "import lib\nlib.get_include()\n" }), [
    "lib/include/a.h",
    "lib/b.h",
  ]);
  assert.deepEqual(await kept({ "lib/core.py": accessor, "user.py": "import numpy\nnumpy.get_include()\n" }), []);
  assert.deepEqual(await kept({ "lib/core.py": "DIR = join(here, 'include')\n" }), ["lib/include/a.h"]);
  assert.deepEqual(await kept({ "lib/core.py": "open(join(here, 'b.h'))\n" }), ["lib/b.h"]);
  assert.deepEqual(await kept({ "lib/core.py": "glob('*.h')\n" }), ["lib/include/a.h", "lib/b.h"]);
  assert.deepEqual(await kept({ "lib/setup.py": "['include', 'b.h', '*.h']\n" }), []);
});

test("sources, libraries, examples and stubs stay if they are named", async (t) => {
  const files = {
    "lib/__init__.py": "from lib import core\n",
    "lib/core.py": "open('core.c')\nopen('libx.a')\nSETS = ['examples', 'x']\n",
    "lib/core.so": "",
    "lib/core.c": "",
    "lib/only.c": "",
    "lib/libx.a": "",
    "lib/examples/x.csv": "",
    "lib/lazy.py": "import lazy_loader\nlazy_loader.attach_stub(__name__, __file__)\n",
    "lib/lazy.pyi": "",
    "lib/core.pyi": "",
  };
  assert.deepEqual((await slimmed(t, files, { setting: "stubs" })).gone, ["lib/core.pyi"]);
});

test("what the scoring directory imports stays", async (t) => {
  const files = { "lib/__init__.py": "", "lib/tests/test_a.py": "", "lib/include/a.h": "" };
  const named = await slimmed(t, files, { outside: [referencesIn("from lib.tests import test_a\n")] });
  assert.deepEqual([named.gone, named.kept], [["lib/include/a.h"], [["lib/tests", OUTSIDE]]]);
  const compiled = await slimmed(t, files, { outside: [referencesIn("import lib\nlib.get_include()\n")] });
  assert.deepEqual(compiled.gone, ["lib/tests/test_a.py"]);
});
