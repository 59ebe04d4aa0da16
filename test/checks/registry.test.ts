// Catalogue, tests and documentation agree.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { CHECKS, requireCheck } from "../../src/checks/registry.ts";
import { partsOf } from "../../src/findings/explanation.ts";
import { MODES } from "../../src/inputs/table.ts";
import type { UserError } from "../../src/util/errors.ts";

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

test("ids and names are unique and have their form", () => {
  for (const key of ["id", "name"] as const) {
    const all = CHECKS.map((check) => check[key]);
    assert.deepEqual(all, [...new Set(all)]);
  }
  for (const { id, name, title } of CHECKS) {
    assert.match(id, /^[A-Z][0-9]{1,2}$/);
    assert.match(name, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, `${id}: a name is in kebab-case`);
    assert.match(title, /^[A-Za-z_].*[^.]$/, `${id}: a title has no full stop`);
  }
});

test("every check explains itself in four short parts, and says in which modes it runs", () => {
  for (const check of CHECKS) {
    const { id, modes } = check;
    for (const [heading, text] of partsOf(check)) {
      assert.match(text, /^\S.*\.$/, `${id}, ${heading}: sentences with a full stop`);
      assert.ok(text.split(/\s+/).length <= 40, `${id}, ${heading}: more than 40 words`);
    }
    assert.equal(new Set(partsOf(check).map(([, text]) => text)).size, 4, `${id} repeats itself`);
    assert.match(check.waive, /^(Safe|Never)\b/, `${id}: when may it be turned off?`);
    assert.deepEqual(
      modes,
      MODES.filter((mode) => modes.includes(mode)),
      `${id}: modes in their order`,
    );
    assert.ok(modes.length > 0, id);
  }
});

test("a check is found by its code or its name, and an unknown one gets the nearest", () => {
  for (const check of CHECKS) for (const word of [check.id, check.name]) assert.equal(requireCheck(word), check);
  const nearest = (word: string) => {
    try {
      return requireCheck(word).id;
    } catch (error) {
      return (error as UserError).hint;
    }
  };
  assert.equal(nearest("p3"), "P3");
  assert.equal(nearest("P33"), 'Did you mean "P3"?');
  assert.equal(nearest("newer-glib"), 'Did you mean "newer-glibc"?');
  for (const word of ["glibc", "glbc"]) assert.equal(nearest(word), 'Did you mean "newer-glibc"?');
  assert.equal(nearest("Z9"), "`azureml-extra-packages explain` lists all checks.");
  assert.equal(nearest("xyzzy"), "`azureml-extra-packages explain` lists all checks.");
});

const document = join(root, "docs", "checks.md");

test("the document has every check", { skip: !existsSync(document) && "docs/checks.md is not generated yet" }, () => {
  const text = readFileSync(document, "utf8");
  for (const { id, name } of CHECKS)
    assert.ok(text.includes(`\n<a id="${id.toLowerCase()}"></a>\n\n## ${id} ${name}\n`), `docs/checks.md lacks ${id}`);
});
