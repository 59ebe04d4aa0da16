// The rule that the imports of src/ run one way, and the picture that CONTRIBUTING.md draws of them.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { essentialArrows, readImports, roomArrows, violations } from "../../scripts/import-rules.ts";
import { createWorkspace } from "../support/machine/workspace.ts";

const short = () => 10;

test("an import that leads up is named, one that leads down is not", () => {
  const imports = new Map([
    ["checks/registry.ts", ["commands/build.ts", "util/text.ts"]],
    ["commands/build.ts", []],
    ["util/text.ts", []],
  ]);
  assert.deepEqual(violations(imports, short), [
    "src/checks/registry.ts imports src/commands/build.ts: commands is above checks.",
  ]);
});

test("a circle is named with its files, inside a room too", () => {
  const imports = new Map([
    ["mount/a.ts", ["mount/b.ts"]],
    ["mount/b.ts", ["mount/c.ts"]],
    ["mount/c.ts", ["mount/a.ts"]],
    ["mount/d.ts", ["mount/a.ts"]],
  ]);
  assert.deepEqual(violations(imports, short), [
    "These files import one another in a circle: src/mount/a.ts, src/mount/b.ts, src/mount/c.ts.",
  ]);
});

test("a folder that nobody listed, a full folder and a long file are named", () => {
  const full = Array.from({ length: 16 }, (_, index) => [`util/f${index}.ts`, []] as const);
  const imports = new Map<string, readonly string[]>([["attic/box.ts", []], ...full]);
  assert.deepEqual(
    violations(imports, (file) => (file === "util/f3.ts" ? 201 : 200)),
    [
      "src/attic/box.ts is in no room: add attic to scripts/rooms.ts.",
      "src/util holds 16 source files; at most 15 are allowed.",
      "src/util/f3.ts has 201 lines; at most 200 are allowed.",
    ],
  );
});

test("imports of types and imports at run time count", (t) => {
  const source = createWorkspace(t, {
    "main.ts": 'import "./util/memory.ts";\nconst { run } = await import("./run.ts");\n',
    "run.ts": 'import type { Text } from "./util/text.ts";\nexport { x } from "./util/memory.ts";\n',
    "util/memory.ts": "",
    "util/text.ts": 'import { join } from "node:path";\n',
  });
  const imports = readImports(source);
  assert.deepEqual(Object.fromEntries(imports), {
    "main.ts": ["util/memory.ts", "run.ts"],
    "run.ts": ["util/text.ts", "util/memory.ts"],
    "util/memory.ts": [],
    "util/text.ts": [],
  });
  assert.equal(roomArrows(imports).get("run")?.get("util"), 2);
  assert.deepEqual(essentialArrows(imports), [
    ["entries", "run"],
    ["run", "util"],
  ]);
});

test("no check imports another one: only their registry imports checks", () => {
  const imports = readImports(join(import.meta.dirname, "../../src"));
  const checks = imports.get("checks/registry.ts")?.filter((path) => path.startsWith("checks/")) ?? [];
  assert.ok(checks.length > 0);
  for (const check of checks) {
    const others = imports.get(check)?.filter((path) => checks.includes(path));
    assert.deepEqual(others, [], check);
  }
});
