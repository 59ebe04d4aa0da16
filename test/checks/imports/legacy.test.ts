import assert from "node:assert/strict";
import { test } from "node:test";
import { NOTHING_READ, type ScoringImport } from "../../../src/evidence/scoring-script.ts";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";

const demo = (files: Record<string, string>) => ({ name: "demo", version: "1.0", files });
const DECLARES = "__import__('pkg_resources').declare_namespace(__name__)\n";

test("I9 finds an __init__.py that needs pkg_resources, when setuptools is not there", (t) => {
  const wheels = [
    demo({ "demo/__init__.py": DECLARES }),
    { name: "other", version: "1.0", files: { "other/__init__.py": "from pkg_resources import require\n" } },
  ];
  assert.deepEqual(
    ask("I9", evidenceOf(t, { wheels })).map(({ file, distribution }) => [file, distribution]),
    [
      ["demo/__init__.py", "demo"],
      ["other/__init__.py", "other"],
    ],
  );
});

test("I9 leaves alone what imports it late, with a way out, or beside setuptools", (t) => {
  const guarded = `"""
import pkg_resources
"""
try:
    import pkg_resources
except ImportError:
    pass
def version():
    import pkg_resources  # noqa
# import pkg_resources
import pkg_resources_extra
`;
  assert.deepEqual(ask("I9", evidenceOf(t, { wheels: [demo({ "demo/__init__.py": guarded })] })), []);
  const late = demo({ "demo/__init__.py": "", "demo/cli.py": "import pkg_resources\n" });
  assert.deepEqual(ask("I9", evidenceOf(t, { wheels: [late] })), []);
  const provided = evidenceOf(t, {
    wheels: [demo({ "demo/__init__.py": DECLARES })],
    files: { "pkg_resources/__init__.py": "" },
  });
  assert.deepEqual(ask("I9", provided), []);
  const scenario = evidenceOf(t, { wheels: [demo({ "demo/__init__.py": DECLARES })] });
  const has = (version: string) => {
    const imagePackages = [{ name: "setuptools", version, requires: [] }];
    return ask("I9", { ...scenario, options: { ...scenario.options, imagePackages } }).length;
  };
  assert.deepEqual([has("65.5.0"), has("82.0.1")], [0, 1]);
});

test("I9 finds a scoring script that imports it, which is an error where Python comes without setuptools", (t) => {
  const wheels = [demo({ "demo/__init__.py": "" })];
  const judged = (python: string, changes: Partial<ScoringImport> = {}) => {
    const place = { file: "/code/score.py", line: 3, names: ["require"], instead: [], local: false, absent: [] };
    const imports = [{ module: "pkg_resources", when: "start" as const, ...place, ...changes }];
    const found = ask("I9", { ...evidenceOf(t, { wheels, python }), scoring: { ...NOTHING_READ, imports } });
    return found.map(({ severity, place }) => [severity, place?.line]);
  };
  assert.deepEqual(judged("3.12"), [["error", 3]]);
  assert.deepEqual(judged("3.9"), [["warning", 3]]);
  assert.deepEqual(judged("3.12", { when: "guarded" }), []);
  assert.deepEqual(judged("3.12", { local: true }), []);
  assert.deepEqual(judged("3.12", { module: "pkg_resources_extra" }), []);
});

test("I10 finds an import of distutils where Python has none", (t) => {
  const wheels = [
    demo({ "demo/util.py": "import os, distutils\n", "demo/more.py": "from distutils.version import X\n" }),
  ];
  assert.deepEqual(
    ask("I10", evidenceOf(t, { wheels, python: "3.12" })).map(({ file, distribution }) => [file, distribution]),
    [["demo/more.py", "demo"]],
  );
});

test("I10 leaves alone older Pythons, guarded imports, copies, tests and build scripts", (t) => {
  const wheels = [
    demo({
      "demo/a.py": "try:\n    from distutils import log\nexcept ImportError:\n    log = None\n",
      "demo/_vendor/b.py": "import distutils\n",
      "demo/tests/test_c.py": "import distutils\n",
      "demo/setup.py": "import distutils\n",
      "demo/d.py": "text = 'import distutils'\n",
    }),
    { name: "setuptools", version: "75.3.0", files: { "setuptools/build.py": "import distutils\n" } },
  ];
  assert.deepEqual(ask("I10", evidenceOf(t, { wheels, python: "3.12" })), []);
  const old = [demo({ "demo/util.py": "import distutils\n" })];
  assert.deepEqual(ask("I10", evidenceOf(t, { wheels: old, python: "3.11" })), []);
});

test("I12 finds eggs, zipped and unpacked", (t) => {
  const files = { "Demo_x-1.0-py3.8.egg": "PK", "other-2.0-py3.8.egg/EGG-INFO/PKG-INFO": "" };
  assert.deepEqual(
    ask("I12", evidenceOf(t, { files })).map(({ file, distribution }) => [file, distribution]),
    [
      ["Demo_x-1.0-py3.8.egg", "demo-x"],
      ["other-2.0-py3.8.egg", "other"],
    ],
  );
});

test("I12 leaves alone eggs that a package carries as data", (t) => {
  assert.deepEqual(ask("I12", evidenceOf(t, { files: { "demo/data/x-1.0-py3.8.egg": "", "egg.py": "" } })), []);
});
