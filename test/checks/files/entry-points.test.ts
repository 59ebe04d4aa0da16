import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, evidenceOf, reported } from "../../support/scenario/evidence.ts";

const files = {
  "demo/__init__.py": "",
  "demo/cli.py": "",
  "demo/_fast.cpython-38-x86_64-linux-gnu.so": "",
  "space/inner/plug.py": "",
};

function answers(t: Parameters<typeof evidenceOf>[0], entryPoints: Record<string, Record<string, string>>) {
  const wheels = [{ name: "demo", version: "1.0", files, entryPoints }];
  return ask("R9", evidenceOf(t, { wheels })).map(({ message }) =>
    / (\S+) of demo \((\S+)\) leads to (\S+),/.exec(message)?.slice(1),
  );
}

test("R9 finds targets that are nowhere, in every group", (t) => {
  const found = answers(t, {
    console_scripts: { tool: "demo.gone:main" },
    "demo.plugins": { one: "missing", two: "demo.cli:ok" },
  });
  assert.deepEqual(found, [
    ["one", "demo.plugins", "missing"],
    ["tool", "console_scripts", "demo.gone"],
  ]);
});

test("R9 finds a missing module behind comments and sections", (t) => {
  const text = "# a comment = demo.none\n; another = demo.none\n[group]\nname = demo.none : thing # why\n";
  const wheels = [{ name: "demo", version: "1.0", files, distInfo: { "entry_points.txt": text } }];
  const found = ask("R9", evidenceOf(t, { wheels }));
  assert.equal(found.length, 1);
  assert.match(found[0]?.message ?? "", /name of demo \(group\) leads to demo\.none/);
  assert.equal(found[0]?.file, "demo-1.0.dist-info/entry_points.txt");
});

test("R9 leaves alone modules, packages, namespaces, extension modules and the standard library", (t) => {
  const group = { a: "demo.cli:main", b: "demo", c: "space.inner.plug:Plug", d: "demo._fast:run", e: "json.tool:main" };
  assert.deepEqual(answers(t, { group }), []);
});

test("R9 leaves alone entries that need an extra, and attributes behind a dot", (t) => {
  assert.deepEqual(answers(t, { group: { a: "elsewhere.thing:main [extra]", b: "demo.cli.FileSystem" } }), []);
});

test("R9 leaves alone programs, which the server does not start: one notice", (t) => {
  const onnx = "caffe2.python.onnx.bin.conversion";
  const programs = { "convert-caffe2-to-onnx": `${onnx}:caffe2_to_onnx`, "convert-onnx-to-caffe2": `${onnx}:back` };
  const entryPoints = { console_scripts: programs, gui_scripts: { window: "gone.gui:main" } };
  const found = (more: object) => {
    const wheels = [{ name: "demo", version: "1.0", files, entryPoints: { ...entryPoints, ...more } }];
    return reported("R9", evidenceOf(t, { wheels })).map(({ severity, members }) => [severity, members?.length ?? 1]);
  };
  assert.deepEqual(found({}), [
    ["notice", 2],
    ["notice", 1],
  ]);
  assert.deepEqual(found({ "demo.plugins": { a: "gone.plugin" } })[0], ["warning", 2]);
});

test("R9 leaves alone what is no entry point at all", (t) => {
  assert.deepEqual(answers(t, { group: { a: "1module:main", b: "", c: "gone one:main" } }), []);
});
