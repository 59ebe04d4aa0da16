import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";

const NSPKG =
  "import sys, types, os;has_mfs = sys.version_info > (3, 5);p = os.path.join(sys._getframe(1).f_locals['sitedir'], *('zope',))\n";

test("I6 finds a directory of the mount that only a .pth would put on the path", (t) => {
  const pywin32 = {
    name: "pywin32",
    version: "306",
    files: {
      "pywin32.pth": "# comment\nwin32\nwin32\\lib\nimport pywin32_bootstrap\n",
      "win32/win32api.py": "",
      "win32/lib/win32con.py": "",
    },
  };
  const found = ask("I6", evidenceOf(t, { wheels: [pywin32] }));
  assert.deepEqual(
    found.map(({ severity, file, distribution }) => [severity, file, distribution]),
    [
      ["error", "pywin32.pth", "pywin32"],
      ["error", "pywin32.pth", "pywin32"],
      [undefined, "pywin32.pth", "pywin32"],
    ],
  );
  assert.match(found[0]?.message ?? "", /win32api cannot be imported/);
  assert.match(found[1]?.message ?? "", /win32con cannot be imported/);
});

test("I6 finds code that will not run, milder where a variable must ask for it", (t) => {
  const files = {
    "pip_system_certs.pth": "import pip_system_certs.bootstrap\n",
    "pytest-cov.pth": "import os, sys;exec('if \"COV_CORE_SOURCE\" in os.environ: start()')\n",
  };
  assert.deepEqual(
    ask("I6", evidenceOf(t, { files })).map(({ severity, file }) => [severity, file]),
    [
      [undefined, "pip_system_certs.pth"],
      ["notice", "pytest-cov.pth"],
    ],
  );
});

test("I6 leaves alone what others judge, and paths that lose nothing", (t) => {
  const files = {
    "distutils-precedence.pth": "import os; var = 'SETUPTOOLS_USE_DISTUTILS'\n",
    "_virtualenv.pth": "import _virtualenv\n",
    "__editable__.demo-1.0.pth": "/src\n",
    "easy-install.pth": "/src\n",
    "zope.interface-5.5.2-py3.8-nspkg.pth": NSPKG,
    "here.pth": ".\n./\n",
    "nowhere.pth": "not_there\n/absolute\n../out\n",
    "twice.pth": "demo\n", // the same module is importable from the root
    "demo/x.py": "",
    "x.py": "",
    "texts.pth": "data\n",
    "data/readme.txt": "",
    "deeper/own.pth": "demo\n",
  };
  assert.deepEqual(ask("I6", evidenceOf(t, { files })), []);
});

test("I7 finds the .pth of a namespace package, under any name", (t) => {
  const files = { "zope.interface-5.5.2-py3.8-nspkg.pth": NSPKG, "protobuf.pth": NSPKG };
  assert.deepEqual(
    ask("I7", evidenceOf(t, { files })).map(({ file }) => file),
    ["protobuf.pth", "zope.interface-5.5.2-py3.8-nspkg.pth"],
  );
});

test("I7 leaves alone other .pth files", (t) => {
  assert.deepEqual(ask("I7", evidenceOf(t, { files: { "demo.pth": "import demo\n", "a/b-nspkg.pth": NSPKG } })), []);
});
