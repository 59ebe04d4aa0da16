import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ask, evidenceOf, lookAgain } from "../../support/scenario/evidence.ts";

/** Such names cannot be made everywhere. */
const onLinux = { skip: process.platform !== "linux" };
type Context = Parameters<typeof evidenceOf>[0];

const told = (t: Context, id: string, paths: readonly string[], options = {}) =>
  ask(id, evidenceOf(t, { files: Object.fromEntries(paths.map((path) => [path, ""])), options }));

test("H9 finds names that differ in case, or in how an accent is written", onLinux, (t) => {
  const found = told(t, "H9", ["demo/A.py", "demo/a.py", "caf\u00e9.txt", "cafe\u0301.txt", "Sub/x", "sub/x"]);
  assert.deepEqual(
    found.map(({ severity, message }) => [severity, message]),
    [
      ["notice", "Sub and sub differ only in case or accents."],
      ["notice", "cafe\u0301.txt and caf\u00e9.txt differ only in case or accents."],
      ["notice", "demo/A.py and demo/a.py differ only in case or accents."],
    ],
  );
});

test("H9 leaves alone such names in different directories", onLinux, (t) => {
  assert.deepEqual(told(t, "H9", ["one/A.py", "two/a.py", "a.py"]), []);
});

test("H10 finds characters that artifacts reject; an error where files travel loose", onLinux, (t) => {
  for (const character of ['"', ":", "<", ">", "|", "*", "?", "\r", "\n"]) {
    const path = `demo/a${character}b.py`;
    assert.deepEqual(
      told(t, "H10", [path]).map(({ severity, file }) => [severity, file]),
      [["warning", path]],
    );
  }
  assert.equal(told(t, "H10", ["a:b"], { "artifact-format": "directory" })[0]?.severity, "error");
  assert.equal(told(t, "H10", ["a?/b"]).length, 1, "a directory's name counts once");
});

test("H10 finds names that Windows cannot have, and paths that are too long", onLinux, (t) => {
  for (const path of ["demo/a\\b", "demo/tab\tx", "demo/dot.", "demo/space "]) {
    assert.match(told(t, "H10", [path])[0]?.message ?? "", /cannot be written on Windows/, path);
  }
  const deep = `${Array.from({ length: 9 }, () => "d".repeat(100)).join("/")}/file.py`;
  assert.match(told(t, "H10", [deep])[0]?.message ?? "", /too long for Azure/);
});

test("H10 finds a name that is not UTF-8", onLinux, (t) => {
  const evidence = evidenceOf(t, {});
  writeFileSync(
    Buffer.concat([Buffer.from(`${evidence.location.directory}/`), Buffer.from([0x66, 0xff, 0x2e, 0x70, 0x79])]),
    "",
  );
  assert.deepEqual(
    ask("H10", lookAgain(evidence)).map(({ severity }) => severity),
    ["error"],
  );
});

test("H10 finds many names of a kind in one answer", onLinux, (t) => {
  const found = told(
    t,
    "H10",
    Array.from({ length: 11 }, (_, index) => `a:${index}`),
  );
  assert.equal(found.length, 1);
  assert.match(found[0]?.message ?? "", /^Each of 11 names has a character/);
  assert.equal(
    told(
      t,
      "H10",
      Array.from({ length: 10 }, (_, index) => `a:${index}`),
    ).length,
    10,
  );
});

test("H10 leaves alone spaces, dots, brackets, accents and usual depths", onLinux, (t) => {
  const paths = [
    "demo/script (dev).tmpl",
    ".hidden",
    "demo/x.tar.gz",
    "caf\u00e9/[x]{y}#%&.py",
    `${"d".repeat(200)}/x.py`,
  ];
  assert.deepEqual(told(t, "H10", paths), []);
  const evidence = evidenceOf(t, { files: { x: "" } });
  const oddities = [{ path: "y", kind: "unreadable" as const }];
  assert.deepEqual(ask("H10", { ...evidence, inventory: { ...evidence.inventory, oddities } }), []);
  assert.ok(join("a", "b"));
});
