import assert from "node:assert/strict";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Evidence } from "../../../src/evidence/evidence.ts";
import type { Manifest } from "../../../src/mount/manifest/manifest.ts";
import type { WheelOptions } from "../../support/packages/wheels.ts";
import type { Files } from "../../support/packages/zip.ts";
import { ask, evidenceOf, lookAgain, withClosure, withSharedSources } from "../../support/scenario/evidence.ts";

type Context = Parameters<typeof evidenceOf>[0];

/** Distributions of these names and files, each laid over the one before, after Python compared what they share. */
async function laid(t: Context, all: Record<string, Files>, more: Partial<WheelOptions> = {}): Promise<Evidence> {
  const wheels = Object.entries(all).map(([name, files]) => ({ name, version: "1.0", files, ...more }));
  return await withSharedSources(evidenceOf(t, { wheels }));
}

const both = (t: Context, first: Files, second: Files) => laid(t, { first, second });

const brief = (evidence: Evidence) =>
  ask("R6", evidence).map(({ severity, message, file }) => [severity, message, file]);
const severities = (evidence: Evidence) => ask("R6", evidence).map(({ severity }) => severity);

test("R6 finds one path with two contents, and says whose is there", async (t) => {
  const first = { "cv/__init__.py": "a\n", "cv/x.py": "a\n" };
  const evidence = await both(t, first, { "cv/__init__.py": "b\n", "cv/x.py": "b\n" });
  assert.deepEqual(brief({ ...evidence, sharedSources: undefined }), [
    [
      "error",
      "first and second both own 2 files. cv/__init__.py is from second. The content that the others had there is not known.",
      "cv/__init__.py",
    ],
  ]);
});

test("R6 finds modules that Python compiles differently", async (t) => {
  for (const [first, second] of [
    ["x = 1\n", "x = 2\n"],
    ["x = 1\n", ""],
    ['"""One."""\nx = 1\n', '"""Two."""\nx = 1\n'],
    ["def f(): pass\n", "def f(a): pass\n"],
    ["__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n", "x = 1\n"],
    ["__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n__version__ = '1'\n", ""],
    ["__path__ = ['/elsewhere']\n", ""],
    ["import os\n", ""],
  ] as const) {
    const evidence = await both(t, { "a/__init__.py": first, "b/__init__.py": first }, { "a/__init__.py": second });
    assert.deepEqual(
      brief(evidence).map(([severity, message]) => [severity, message]),
      [["error", "first and second both own 1 file. a/__init__.py is from second."]],
      first,
    );
  }
});

/** The ways of the field in which distributions share a namespace package. */
const SHARING: Record<string, string> = {
  pkgutil: "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n",
  "pkgutil, imported":
    "# See the index.\n\nfrom pkgutil import extend_path\n__path__ = extend_path(__path__, __name__)\n",
  "pkgutil as a module":
    '"""Shared."""\nimport pkgutil\n\n__path__ = pkgutil.extend_path(__path__, __name__)  # type: ignore\n',
  "with a type": "from pkgutil import extend_path\n__path__: list = extend_path(__path__, __name__)\n",
  pkg_resources: "__import__('pkg_resources').declare_namespace(__name__)\n",
  "pkg_resources, imported": "import pkg_resources\npkg_resources.declare_namespace(__name__)\n",
  "one, else the other":
    "try:\n    __import__('pkg_resources').declare_namespace(__name__)\nexcept ImportError:\n    __path__ = __import__('pkgutil').extend_path(__path__, __name__)\n",
  "the other, else one":
    "try:\n    from pkgutil import extend_path\n    __path__ = extend_path(__path__, __name__)\nexcept ImportError:\n    import pkg_resources\n    pkg_resources.declare_namespace(__name__)\n",
  modulefinder:
    "try:\n    import modulefinder\n    for p in __path__:\n        modulefinder.AddPackagePath(__name__, p)\nexcept ImportError:\n    pass\n__import__('pkg_resources').declare_namespace(__name__)\n",
  "from the future":
    "from __future__ import absolute_import\n__import__('pkg_resources').declare_namespace(__name__)\n",
  nothing: "",
  "a comment": "# ----\r\n# Copyright\r\n# ----\r\n",
  "a docstring": '"""The namespace."""\n',
};

test("R6 takes all ways to share a namespace package for equal, as a notice", async (t) => {
  const texts = Object.values(SHARING);
  const all = texts.map((text, index): [string, Files] => {
    // Each text is also that of another module, as in the field, where it can be found by its hash.
    return [`dist-${index}`, { "ns/__init__.py": text, [`ns/part${index}/__init__.py`]: text }];
  });
  const evidence = await laid(t, Object.fromEntries(all));
  assert.deepEqual(severities(evidence), ["notice"]);
  assert.deepEqual(
    new Set(Object.values(evidence.sharedSources?.["ns/__init__.py"] ?? {})),
    new Set(["shares", "nothing"]),
  );
  assert.deepEqual(ask("R2", evidence), []);
});

const CODE = "# One.\nimport os\n\n\ndef f(a):\n    return (os.sep, a, u'x')\n";

test("R6 takes what Python compiles alike for equal: line ends, byte order mark, comments, blank lines", async (t) => {
  for (const [how, other] of Object.entries({
    "line ends": CODE.replaceAll("\n", "\r\n"),
    "a byte order mark": `\ufeff${CODE}`,
    both: `\ufeff${CODE.replaceAll("\n", "\r\n")}`,
    "no last line end": CODE.trimEnd(),
    "comments and blank lines": "import os\ndef f(a):\n\n    # Two.\n    return os.sep, a, 'x'\n",
  })) {
    const files = (text: string, place: string) => ({ "m/code.py": text, [`${place}/code.py`]: text });
    const evidence = await both(t, files(CODE, "one"), files(other, "two"));
    assert.deepEqual(severities(evidence), ["notice"], how);
  }
});

test("R6 finds line ends by the hash alone, where no other file has the text", async (t) => {
  const text = SHARING.pkgutil as string;
  const evidence = await both(t, { "ns/__init__.py": text.replace("\n", "\r\n") }, { "ns/__init__.py": text });
  assert.deepEqual(severities(evidence), ["notice"]);
});

test("R6 finds, as a warning, what shares a namespace beside a text that is not known", async (t) => {
  const unknown = { "ns/__init__.py": "# of one project\n" };
  const evidence = await both(t, unknown, { "ns/__init__.py": SHARING.pkgutil as string });
  assert.deepEqual(brief(evidence), [
    [
      "warning",
      "first and second both own 1 file. ns/__init__.py is from second. The content that the others had there is not known.",
      "ns/__init__.py",
    ],
  ]);
  // Beside nothing, anything may have been overwritten.
  assert.deepEqual(severities(await both(t, unknown, { "ns/__init__.py": "" })), ["error"]);
});

test("R6 finds, as a warning, what the build that made the manifest has compared", async (t) => {
  const evidence = await both(t, { "ns/__init__.py": "# one\n" }, { "ns/__init__.py": "" });
  const known = { ...evidence, manifest: {} as Manifest };
  assert.deepEqual(severities(known), ["warning"]);
  assert.deepEqual(severities({ ...known, sharedSources: undefined }), ["warning"]);
});

test("R6 survives modules that Python cannot read", async (t) => {
  const broken = (text: string) => ({ "a/__init__.py": text, [`b${text.length}/__init__.py`]: text });
  assert.deepEqual(severities(await both(t, broken("print 'x'\n"), broken("print 'yes'\n"))), ["error"]);
  const deep = `x = ${"(".repeat(50_000)}${")".repeat(50_000)}\n`;
  assert.deepEqual(severities(await both(t, broken(deep), broken("x = 1\n"))), ["error"]);
});

test("R6 finds what nothing imports at the root as a notice, unless the scoring script imports it", async (t) => {
  for (const folder of ["tests", "test", "docs", "examples", "samples", "scripts", "benchmarks"]) {
    const evidence = await both(t, { [`${folder}/a.py`]: "a\n" }, { [`${folder}/a.py`]: "b\n" });
    assert.deepEqual(severities(evidence), ["notice"], folder);
    assert.deepEqual(ask("R2", evidence), []);
    const imports = [{ module: `${folder}.a`, names: [] }];
    const scoring = { imports } as unknown as Evidence["scoring"];
    assert.deepEqual(severities({ ...evidence, scoring }), ["error"], folder);
  }
  assert.deepEqual(severities(await both(t, { "demo/a.py": "a\n" }, { "demo/a.py": "b\n" })), ["error"]);
  assert.deepEqual(severities(await both(t, { "pkg/tests/a.py": "a\n" }, { "pkg/tests/a.py": "b\n" })), ["error"]);
  assert.deepEqual(severities(await both(t, { "pkg/py.typed": "" }, { "pkg/py.typed": "\n" })), ["notice"]);
});

test("R6 finds rows without a hash as a warning", async (t) => {
  const evidence = await both(t, { "a.py": "a\n" }, { "b.py": "b\n" });
  appendFileSync(join(evidence.location.directory, "second-1.0.dist-info/RECORD"), "a.py,,\n");
  assert.deepEqual(severities(lookAgain(evidence)), ["warning"]);
});

test("R6 does not report the bytecode of a file that it reports", async (t) => {
  const evidence = await both(t, { "a.py": "a\n" }, { "a.py": "a\n" });
  const root = evidence.location.directory;
  for (const name of ["first", "second"])
    appendFileSync(join(root, `${name}-1.0.dist-info/RECORD`), "__pycache__/a.cpython-38.pyc,,\n");
  writeFileSync(join(root, "a.pyc"), "");
  assert.deepEqual(severities(lookAgain(evidence)), ["notice"]);
});

test("R6 finds equal contents, and texts at the top, as a notice only", async (t) => {
  assert.deepEqual(brief(await both(t, { "ns/__init__.py": "" }, { "ns/__init__.py": "" })), [
    ["notice", "first and second both own 1 file.", "ns/__init__.py"],
  ]);
  assert.deepEqual(severities(await both(t, { LICENSE: "a" }, { LICENSE: "b" })), ["notice"]);
  assert.deepEqual(severities(await both(t, { "one.py": "a" }, { "one.py": "b" })), ["error"]);
  assert.deepEqual(severities(await both(t, { "a/x.so": "a" }, { "a/x.so": "b" })), ["error"]);
});

test("R6 leaves alone namesakes, which are M7's, and files of one owner", async (t) => {
  const wheels = ["1", "2"].map((text) => ({ name: "same", version: text, files: { "a.py": text } }));
  assert.deepEqual(ask("R6", evidenceOf(t, { wheels })), []);
  assert.deepEqual(ask("R6", await both(t, { "ns/a.py": "1" }, { "ns/b.py": "2" })), []);
});

test("R2 says nothing of a file that is as another distribution's RECORD says, and R6 does", async (t) => {
  const evidence = await both(t, { "a.py": "1\n", "b.py": "" }, { "a.py": "2\n" });
  assert.deepEqual([ask("R2", evidence), severities(evidence)], [[], ["error"]]);
  writeFileSync(join(evidence.location.directory, "a.py"), "3\n");
  assert.deepEqual(
    ask("R2", lookAgain(evidence)).map(({ distribution }) => distribution),
    ["first", "second"],
  );
});

/** What R6 advises about three distributions of which the first two own one file. */
async function hintFor(t: Context, requires: Record<string, string[]>, asked: string[]): Promise<string | undefined> {
  const files: Record<string, Files> = { a: { "x.py": "1\n" }, b: { "x.py": "2\n" }, c: {} };
  const wheels = Object.entries(files).map(([name, own]) => ({
    name,
    version: "1.0",
    files: own,
    requires: requires[name] ?? [],
    extras: { more: ["b"] },
  }));
  const [answer] = ask("R6", await withClosure(evidenceOf(t, { wheels, requirements: asked })));
  return answer?.hint;
}

test("R6 never advises to keep one of two where one requires the other", async (t) => {
  assert.equal(await hintFor(t, {}, ["a", "b"]), "Keep one of a, b.");
  const fitting = (needing: string, needed: string) =>
    `Pin releases of ${needing} and ${needed} that have the same x.py, or of which only one has it: ${needing} requires ${needed}, so both stay.`;
  assert.equal(await hintFor(t, { a: ["b"] }, ["a"]), fitting("a", "b"));
  assert.equal(await hintFor(t, { b: ["a"] }, ["a", "b"]), fitting("b", "a"));
  assert.equal(await hintFor(t, { a: ["c"], c: ["b"] }, ["a"]), fitting("a", "b"), "through another");
  assert.equal(await hintFor(t, { a: ["c"], c: ["a", "b"] }, ["a"]), fitting("a", "b"), "in a circle");
  assert.equal(await hintFor(t, {}, ["a[more]"]), fitting("a", "b"), "by an extra that is asked for");
  assert.equal(await hintFor(t, { a: ['b; python_version < "3"'] }, ["a", "b"]), "Keep one of a, b.");
  assert.equal(await hintFor(t, { a: ["b"] }, []), fitting("a", "b"), "without requirements");
});

test("R6 says what each comes with, where something else requires both", async (t) => {
  assert.equal(await hintFor(t, { c: ["a", "b"] }, ["c"]), "Keep one of a, b: a comes with c, b comes with c.");
});
