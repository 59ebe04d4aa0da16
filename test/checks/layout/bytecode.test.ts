import assert from "node:assert/strict";
import { utimesSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ask, evidenceOf, lookAgain } from "../../support/scenario/evidence.ts";

const MAGIC = 3413;
const TIME = 1_600_000_000;
const SOURCE = "x = 1\n";

interface Header {
  readonly magic?: number;
  readonly flags?: number;
  readonly modified?: number;
  readonly size?: number;
}

function pyc({ magic = MAGIC, flags = 0, modified = TIME, size = SOURCE.length }: Header): Uint8Array {
  const bytes = Buffer.alloc(20);
  bytes.writeUInt16LE(magic, 0);
  bytes.write("\r\n", 2, "latin1");
  bytes.writeUInt32LE(flags, 4);
  bytes.writeUInt32LE(modified, 8);
  bytes.writeUInt32LE(size, 12);
  return bytes;
}

type Context = Parameters<typeof evidenceOf>[0];

/** What H13 says of `demo.py`'s bytecode. */
function stale(t: Context, bytes: Uint8Array, name = "demo.cpython-38.pyc", python = "3.8"): string[] {
  const files = { "demo.py": SOURCE, [`__pycache__/${name}`]: bytes };
  const evidence = evidenceOf(t, { files, python });
  utimesSync(join(evidence.location.directory, "demo.py"), TIME, TIME);
  return ask("H13", lookAgain(evidence)).map(({ message }) => message.replace(/^.* bytecode files?: /, ""));
}

test("H13 finds bytecode by time, whether its note fits or not", (t) => {
  assert.deepEqual(stale(t, pyc({})), ["validity depends on the source's time, which uploads and archives change."]);
  assert.deepEqual(stale(t, pyc({ modified: TIME + 1 })), ["the source has a different time."]);
  assert.deepEqual(stale(t, pyc({ size: 7 })), ["the source has a different size."]);
  assert.equal(stale(t, pyc({}), "demo.cpython-38.opt-1.pyc").length, 1);
});

test("H13 finds another Python's magic number, and damaged headers", (t) => {
  assert.deepEqual(stale(t, pyc({ magic: 3425, flags: 1 })), ["the magic number is another Python's."]);
  for (const bytes of [
    pyc({ flags: 8 }),
    pyc({ flags: 2 }),
    Buffer.alloc(0),
    pyc({}).subarray(0, 15),
    Buffer.from("not bytecode at all"),
  ]) {
    assert.deepEqual(stale(t, bytes), ["the header is damaged."]);
  }
});

test("H13 finds many files of a kind in one answer", (t) => {
  const files = {
    "a.py": "",
    "b.py": "",
    "__pycache__/a.cpython-38.pyc": pyc({ size: 9 }),
    "__pycache__/b.cpython-38.pyc": pyc({ size: 9 }),
  };
  assert.match(
    ask("H13", evidenceOf(t, { files }))[0]?.message ?? "",
    /^The container does not use 2 bytecode files: /,
  );
});

test("H13 leaves alone bytecode by hash, checked or not, and other tags", (t) => {
  assert.deepEqual(stale(t, pyc({ flags: 1, size: 0, modified: 0 })), []);
  assert.deepEqual(stale(t, pyc({ flags: 3, size: 0, modified: 0 })), []);
  assert.deepEqual(stale(t, pyc({}), "demo.cpython-39.pyc"), [], "H15's");
  assert.deepEqual(
    stale(t, pyc({ magic: 9999, flags: 1 }), "demo.cpython-399.pyc", "3.99"),
    [],
    "an unknown magic number",
  );
});

test("H13 leaves alone bytecode without source, which H14 reports", (t) => {
  assert.deepEqual(ask("H13", evidenceOf(t, { files: { "__pycache__/gone.cpython-38.pyc": pyc({}) } })), []);
});

const told = (t: Context, id: string, scenario: Parameters<typeof evidenceOf>[1]) =>
  ask(id, evidenceOf(t, scenario)).map(({ file, message }) => [file, message]);

test("H14 finds bytecode without source, in __pycache__ and outside", (t) => {
  const files = { "demo/__pycache__/a.cpython-38.pyc": "", "demo/__pycache__/b.cpython-38.pyc": "", "demo/c.pyc": "" };
  assert.deepEqual(told(t, "H14", { files }), [
    [
      "demo/__pycache__/a.cpython-38.pyc",
      "2 bytecode files have no source: demo/__pycache__/a.cpython-38.pyc, demo/__pycache__/b.cpython-38.pyc.",
    ],
    ["demo/c.pyc", "demo/c.pyc has no source, but is imported as a module."],
  ]);
});

test("H14 leaves alone bytecode with its source, and what a distribution ships on purpose", (t) => {
  const files = { "demo/a.py": "", "demo/a.pyc": "", "demo/__pycache__/a.cpython-38.pyc": "" };
  assert.deepEqual(told(t, "H14", { files }), []);
  const shipped = { "demo/only.pyc": "", "demo/__pycache__/x.cpython-38.pyc": "" };
  assert.deepEqual(told(t, "H14", { wheels: [{ name: "demo", version: "1.0", files: shipped }] }), []);
});

test("H15 finds bytecode of other versions, by tag", (t) => {
  const files = {
    "__pycache__/a.cpython-311.pyc": "",
    "__pycache__/b.cpython-311.opt-2.pyc": "",
    "__pycache__/c.pypy38.pyc": "",
  };
  assert.deepEqual(told(t, "H15", { files }), [
    ["__pycache__/a.cpython-311.pyc", "2 bytecode files are for cpython-311, but the target uses cpython-38."],
    ["__pycache__/c.pypy38.pyc", "1 bytecode file is for pypy38, but the target uses cpython-38."],
  ]);
});

test("H15 leaves alone the target's own, optimised or not", (t) => {
  const files = { "__pycache__/a.cpython-38.pyc": "", "__pycache__/a.cpython-38.opt-1.pyc": "", "b.pyc": "" };
  assert.deepEqual(told(t, "H15", { files }), []);
});
