// Catalogue, tests and documentation agree.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { CHECKS } from "../../src/checks/catalogue.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Every `"<ID> finds …"` and `"<ID> leaves alone …"` among the tests' names. */
function fixtures(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const file of readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".test.ts")) continue;
    const names = readFileSync(join(root, "test", file), "utf8").matchAll(
      /\b(?:test|it)\(\s*["'`]([A-Z]+[0-9]+) (finds|leaves alone) /g,
    );
    for (const [, id = "", kind = ""] of names) found.set(id, (found.get(id) ?? new Set()).add(kind));
  }
  return found;
}

test("every check has a test that finds and a trap that it leaves alone, and no test is of a check that is gone", () => {
  const tested = fixtures();
  const lacking = CHECKS.flatMap(({ id }) =>
    ["finds", "leaves alone"].filter((kind) => !tested.get(id)?.has(kind)).map((kind) => `"${id} ${kind} …"`),
  );
  assert.deepEqual(lacking, []);
  const ids = CHECKS.map(({ id }) => id);
  assert.deepEqual(
    [...tested.keys()].filter((id) => !ids.includes(id)),
    [],
  );
});

test("ids are unique, and every check explains itself", () => {
  const ids = CHECKS.map(({ id }) => id);
  assert.deepEqual(ids, [...new Set(ids)]);
  for (const { id, title, explanation } of CHECKS) {
    assert.match(id, /^[A-Z][0-9]{1,2}$/);
    assert.match(title, /^[A-Za-z_].*[^.]$/, `${id}: a title has no full stop`);
    assert.ok(explanation.length >= 120, `${id}: its explanation is too short to help`);
    assert.match(explanation, /safe to turn off/i, `${id}: when may it be turned off?`);
  }
});

const document = join(root, "docs", "checks.md");

test("the document has every check", { skip: !existsSync(document) && "docs/checks.md is not generated yet" }, () => {
  const text = readFileSync(document, "utf8");
  for (const { id } of CHECKS) assert.match(text, new RegExp(`\\b${id}\\b`), `docs/checks.md lacks ${id}`);
});
