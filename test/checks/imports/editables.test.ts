import assert from "node:assert/strict";
import { test } from "node:test";
import type { WheelOptions } from "../../support/packages/wheels.ts";
import type { Files } from "../../support/packages/zip.ts";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";

function wheel(files: Files, distInfo: Files = {}): WheelOptions {
  return { name: "demo", version: "1.0", files, distInfo };
}

type Scenario = Parameters<typeof evidenceOf>[1];
type Context = Parameters<typeof evidenceOf>[0];

const told = (id: string, t: Context, scenario: Scenario) =>
  ask(id, evidenceOf(t, scenario)).map(({ distribution, file, message }) => file ?? distribution ?? message);

const editable = { url: "file:///src", dir_info: { editable: true } };

test("I4 finds what the installer noted, before and after staging", (t) => {
  const noted = { "direct_url.json": JSON.stringify(editable) };
  assert.deepEqual(told("I4", t, { wheels: [wheel({ "demo.py": "" }, noted)] }), ["demo"]);
  const removedByStaging = { outside: {}, directUrls: { demo: editable } };
  assert.deepEqual(told("I4", t, { wheels: [wheel({ "demo.py": "" })], evidence: { removedByStaging } }), ["demo"]);
});

test("I4 finds pointers: finders, and a path file that is all there is", (t) => {
  const files = { "__editable__.demo-1.0.pth": "import __editable___demo_finder\n", "__editable___demo_finder.py": "" };
  assert.deepEqual(told("I4", t, { wheels: [wheel(files)] }), ["demo"]);
  assert.deepEqual(told("I4", t, { wheels: [wheel({ "_demo.pth": "/home/me/src\n" })] }), ["demo"]);
  assert.deepEqual(told("I4", t, { files: { "__editable__.lost.pth": "/x\n" } }), ["__editable__.lost.pth"]);
});

test("I4 finds a finder beside code", (t) => {
  const files = { "demo.py": "", "__editable___demo_finder.py": "" };
  assert.deepEqual(told("I4", t, { wheels: [wheel(files)] }), ["__editable___demo_finder.py"]);
});

test("I4 finds an editable requirement", (t) => {
  const evidence = evidenceOf(t, { wheels: [wheel({ "demo.py": "" })], requirements: ["demo", "demo2"] });
  const [first, second] = evidence.requirements.map((one) => ({ ...one, editable: true }));
  assert.equal(ask("I4", { ...evidence, requirements: [first, { ...second, name: null }] as never }).length, 2);
});

test("I4 leaves alone path files with code, those that point inside, and other direct references", (t) => {
  const files = { "demo-nspkg.pth": "import sys\n", "_virtualenv.pth": "import _virtualenv\n" };
  assert.deepEqual(told("I4", t, { wheels: [wheel({ "demo.pth": "demo/lib\n", "x.pth": "import x\n" })], files }), []);
  assert.deepEqual(told("I4", t, { wheels: [wheel({})] }), []);
  const direct = JSON.stringify({ url: "file:///src", dir_info: {} });
  assert.deepEqual(told("I4", t, { wheels: [wheel({ "demo.py": "" }, { "direct_url.json": direct })] }), []);
  assert.deepEqual(told("I4", t, { wheels: [wheel({ "demo.py": "" }, { "direct_url.json": "{" })] }), []);
});

test("I4 leaves alone an editable requirement for another target, and says each only once", (t) => {
  const evidence = evidenceOf(t, { wheels: [wheel({ "demo.py": "" })] });
  const elsewhere = evidence.requirements.map((one) => ({ ...one, editable: true, applies: false }));
  assert.deepEqual(ask("I4", { ...evidence, requirements: elsewhere }), []);
  const both = evidence.requirements.map((one) => ({ ...one, editable: true }));
  const removedByStaging = { outside: {}, directUrls: { demo: editable } };
  assert.equal(ask("I4", { ...evidence, requirements: both, removedByStaging }).length, 1);
});

test("I5 finds path files and links that lead out of the mount", (t) => {
  const files = {
    "easy-install.pth": "/home/me/src\nC:\\src\n../up\ndemo/../../up\n",
    "demo.egg-link": "/home/me/src\n.",
  };
  const found = ask("I5", evidenceOf(t, { files })).map(({ message }) => message);
  assert.deepEqual(found, [
    "demo.egg-link points out of the mount, to /home/me/src.",
    "easy-install.pth adds /home/me/src, which is outside the mount, to the path.",
    "easy-install.pth adds C:\\src, which is outside the mount, to the path.",
    "easy-install.pth adds ../up, which is outside the mount, to the path.",
    "easy-install.pth adds demo/../../up, which is outside the mount, to the path.",
  ]);
});

test("I5 leaves alone code, comments, empty lines, byte-order marks, paths inside, and files further down", (t) => {
  const files = {
    "a.pth": "\ufeff# /comment\r\n\r\nimport /x\r\nimport\t/y\r\ninside\r\na/../b\r\n",
    "demo/b.pth": "/out\n",
    "demo/c.egg-link": "/out\n",
  };
  assert.deepEqual(told("I5", t, { files }), []);
});

test("I5 leaves alone what I4 reports", (t) => {
  assert.deepEqual(told("I5", t, { wheels: [wheel({ "_demo.pth": "/home/me/src\n" })] }), []);
});
