import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, stageScene } from "../support/evidence.ts";

const files = {
  "demo/__init__.py": "",
  "demo/cli.py": "",
  "demo/_fast.cpython-38-x86_64-linux-gnu.so": "",
  "space/inner/plug.py": "",
};

function answers(t: Parameters<typeof stageScene>[0], entryPoints: Record<string, Record<string, string>>) {
  const wheels = [{ name: "demo", version: "1.0", files, entryPoints }];
  return ask("R9", stageScene(t, { wheels })).map(({ message }) =>
    / (\S+) of demo \((\S+)\) leads to (\S+),/.exec(message)?.slice(1),
  );
}

test("R9 finds targets that are nowhere, in every group", (t) => {
  const found = answers(t, {
    console_scripts: { tool: "demo.gone:main" },
    "demo.plugins": { one: "missing", two: "demo.cli:ok" },
  });
  assert.deepEqual(found, [
    ["tool", "console_scripts", "demo.gone"],
    ["one", "demo.plugins", "missing"],
  ]);
});

test("R9 finds a missing module behind comments and sections", (t) => {
  const text = "# a comment = demo.none\n; another = demo.none\n[group]\nname = demo.none : thing # why\n";
  const wheels = [{ name: "demo", version: "1.0", files, distInfo: { "entry_points.txt": text } }];
  const found = ask("R9", stageScene(t, { wheels }));
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
