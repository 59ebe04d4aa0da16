import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { findAnyPython } from "../../support/python/interpreters.ts";
import { ask, evidenceOf, withContainer } from "../../support/scenario/evidence.ts";

const backport = { name: "enum34", version: "1.1.10", files: { "enum/__init__.py": "" } };

test("I1 finds a backport that takes the place of a standard-library module", (t) => {
  const typing = { name: "typing", version: "3.7.4.3", files: { "typing.py": "" } };
  const [first, second, ...rest] = ask("I1", evidenceOf(t, { wheels: [backport, typing] }));
  assert.deepEqual([first?.file, first?.distribution, first?.requirement?.line], ["enum/__init__.py", "enum34", 1]);
  assert.deepEqual([second?.file, second?.distribution], ["typing.py", "typing"]);
  assert.deepEqual(rest, []);
});

const wheelOf = (name: string, files: Record<string, string>) => ({ name, version: "1.0", files });
const configparser = wheelOf("configparser", {
  "configparser.py": "from backports.configparser import *\nfrom backports.configparser import __all__\n",
  "backports/configparser/__init__.py": `import importlib.util, sysconfig, os
place = os.path.join(sysconfig.get_paths()["stdlib"], "configparser.py")
spec = importlib.util.spec_from_file_location("original", place)
original = importlib.util.module_from_spec(spec)
spec.loader.exec_module(original)
globals().update({name: value for name, value in vars(original).items() if name != "__name__"})
`,
});
/** Severity and message of each finding after the imports have run. */
async function proved(t: Parameters<typeof evidenceOf>[0], ...wheels: Parameters<typeof wheelOf>[]) {
  const scenario = evidenceOf(t, { wheels: wheels.map((one) => wheelOf(...one)) });
  return ask("I1", await withContainer(scenario)).map(({ severity, message }) => [severity, message]);
}

test("I1 finds no more than a notice in a backport that has all that the original has", async (t) => {
  const scenario = evidenceOf(t, { wheels: [configparser] });
  assert.equal(ask("I1", scenario)[0]?.severity, "error", "without imports");
  const [found, ...rest] = ask("I1", await withContainer(scenario));
  assert.equal(found?.severity, "notice", found?.message);
  assert.match(found?.message ?? "", /for the server too; it defines all that the original does\.$/);
  assert.deepEqual(rest, []);
});

test("I1 finds what a replacement lacks: an error if the server imports it, else a warning", async (t) => {
  const [first, second] = await proved(
    t,
    ["own-statistics", { "statistics.py": "def mean(values): return sum(values) / len(values)\n" }],
    [
      "own-queue",
      { "queue.py": "class Queue:\n    def get(self): ...\nEmpty = Full = ValueError\nLifoQueue = Queue\n" },
    ],
  );
  assert.deepEqual([first?.[0], second?.[0]], ["error", "warning"]);
  assert.match(String(first?.[1]), /queue.py replaces .* and lacks Queue.empty, /);
  assert.match(String(second?.[1]), /statistics.py .* and lacks /);
});

test("I1 finds what a replaced package has below it, and why an import fails", async (t) => {
  const extended = "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n";
  const [futures] = await proved(t, [
    "own-futures",
    {
      "concurrent/__init__.py": extended,
      "concurrent/futures/__init__.py": `${extended}from concurrent.futures._base import *
from concurrent.futures._base import wait, as_completed, Future, Executor, CancelledError, TimeoutError
from concurrent.futures._base import FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED, InvalidStateError
from concurrent.futures.thread import ThreadPoolExecutor
del BrokenExecutor
`,
    },
  ]);
  assert.equal(futures?.[0], "error");
  assert.match(String(futures?.[1]), /lacks futures\.BrokenExecutor/);
  const [broken] = await proved(t, ["own-uuid", { "uuid.py": "print 'Python 2'\n" }]);
  assert.equal(broken?.[0], "error");
  assert.match(String(broken?.[1]), /\(SyntaxError: .*\)\.$/);
});

test("I1 finds a replacement with which another module of the standard library fails, and no fault in its neighbour", async (t) => {
  const [token] = await proved(t, ["own-token", { "token.py": "ENDMARKER = 0\n" }]);
  assert.equal(token?.[0], "error");
  assert.match(String(token?.[1]), /\(with it, \w+ cannot be imported: \w+Error: /);
  const found = await proved(
    t,
    ["own-uuid", { "uuid.py": "print 'Python 2'\n" }],
    ["own-colorsys", { "colorsys.py": readStandard("colorsys") }],
  );
  assert.deepEqual(
    found.map(([severity]) => severity),
    ["notice", "error"],
  );
});

test("I1 finds a backport with which the server was tried as severe as its releases make it", (t) => {
  const severity = (name: string, version: string, module: string) =>
    ask("I1", evidenceOf(t, { wheels: [{ name, version, files: { [`${module}.py`]: "" } }] })).map((one) => [
      one.severity,
      /; .* answers? |; .*answered /.test(one.message),
    ]);
  assert.deepEqual(severity("argparse", "1.4.0", "argparse"), [["notice", true]]);
  assert.deepEqual(severity("pathlib", "1.0.1", "pathlib"), [["warning", true]]);
  assert.deepEqual(severity("dataclasses", "0.8", "dataclasses"), [["error", true]]);
  assert.deepEqual(severity("dataclasses", "0.6", "dataclasses"), [["error", false]]);
});

/** The source of a module of the standard library. */
function readStandard(module: string): string {
  const asked = `import ${module}; print(open(${module}.__file__).read())`;
  return execFileSync(findAnyPython(["3.8"]), ["-c", asked], { encoding: "utf8" });
}

test("I1 finds an extension module, and a name that only later Pythons have", (t) => {
  const extension = { "json.cpython-311-x86_64-linux-gnu.so": "", "tomllib.py": "" };
  const found = ask("I1", evidenceOf(t, { files: extension, python: "3.11" })).map(({ file }) => file);
  assert.deepEqual(found, ["json.cpython-311-x86_64-linux-gnu.so", "tomllib.py"]);
});

test("I1 finds a module beside the scoring script, and is strict where the server imports it", (t) => {
  const code = { "logging/__init__.py": "", "turtle.py": "" };
  const found = ask("I1", evidenceOf(t, { code }));
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
  assert.deepEqual(ask("I1", evidenceOf(t, { files, code })), []);
});

test("I3 finds sitecustomize, module or package, and whose it is", (t) => {
  const agent = { name: "agent", version: "1.0", files: { "sitecustomize.py": "" } };
  const found = ask("I3", evidenceOf(t, { wheels: [agent], files: { "usercustomize/__init__.py": "" } }));
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
  assert.deepEqual(ask("I3", evidenceOf(t, { files })), []);
});
