import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readTextFile } from "../../src/util/text-file.ts";
import { createWorkspace } from "../support/machine/workspace.ts";

const text = "# größe\r\nsix==1.16.0\r\n";
const encodings: Readonly<Record<string, Buffer>> = {
  "UTF-8": Buffer.from(text),
  "UTF-8 with a byte order mark": Buffer.from(`\ufeff${text}`),
  "UTF-16, little endian": Buffer.from(`\ufeff${text}`, "utf16le"),
  "UTF-16, big endian": Buffer.from(`\ufeff${text}`, "utf16le").swap16(),
  "Latin-1": Buffer.from(text, "latin1"),
};

for (const [name, bytes] of Object.entries(encodings)) {
  test(`text in ${name} is written back byte by byte`, (t) => {
    const file = join(createWorkspace(t), "freeze.txt");
    writeFileSync(file, bytes);
    const read = readTextFile(file);
    assert.equal(read.text, text);
    assert.deepEqual(read.encode(read.text), bytes);
  });
}

test("text in UTF-32 is refused", (t) => {
  const file = join(createWorkspace(t), "freeze.txt");
  writeFileSync(file, Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]));
  assert.throws(() => readTextFile(file), /UTF-32/);
});
