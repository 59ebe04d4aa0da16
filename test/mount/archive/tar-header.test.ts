import assert from "node:assert/strict";
import { describe, it } from "node:test";
import tar from "tar-stream";
import { BLOCK, nameInExtended, readTarHeader } from "../../../src/mount/archive/tar-header.ts";
import { tarHeader } from "../../support/hostile/files.ts";

/** With some bytes replaced, and with a checksum that fits. */
function changed(header: Buffer, at: number, bytes: string | number[]): Buffer {
  const other = Buffer.from(header);
  Buffer.from(bytes as string, "latin1").copy(other, at);
  other.write("        ", 148);
  const sum = other.reduce((total, byte) => total + byte, 0);
  other.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return other;
}

const whole = tarHeader("myenv/a.py", 1234);

describe("a tar header", () => {
  it("is read as tar-stream writes it, whatever the size and the length of the name", async () => {
    const names = ["myenv/a.py", `myenv/${"d/".repeat(60)}a.py`, "a".repeat(100)];
    for (const name of names) {
      for (const [size, mode] of [
        [0, 0o644],
        [1, 0o755],
        [2 ** 33 - 1, 0o644],
        [2 ** 40 + 7, 0o755],
      ] as const) {
        const pack = tar.pack();
        pack.entry({ name, size, mode });
        const block = await new Promise<Buffer>((resolve) => pack.once("data", (bytes) => resolve(bytes as Buffer)));
        assert.deepEqual(readTarHeader(block), { name, size, kind: "file", executable: mode === 0o755 });
      }
    }
  });

  it("of zeros is the end of an archive", () => {
    assert.equal(readTarHeader(Buffer.alloc(BLOCK)), undefined);
  });

  it("names what is not a file", () => {
    const kindOf = (type: string) => readTarHeader(tarHeader("x", 0, type))?.kind;
    const kinds = ["0", "1", "2", "3", "4", "5", "6", "7", "x", "g", "L", "K", "S", "\xff"].map(kindOf);
    const special = ["link", "symlink", "character-device", "block-device", "directory", "fifo", "contiguous-file"];
    const gnu = ["gnu-long-path", "gnu-long-link-path"];
    assert.deepEqual(kinds, ["file", ...special, "extended", "extended", ...gnu, "unknown kind", "unknown kind"]);
  });

  const refused: Record<string, [Buffer, RegExp]> = {
    "with another byte than its checksum knows": [Buffer.from(whole).fill("b", 6, 7), /has a wrong checksum/],
    "of GNU tar": [changed(whole, 257, "ustar  \0"), /format that this tool does not write/],
    "without a format": [changed(whole, 257, "\0\0\0\0\0\0\0\0"), /format that this tool does not write/],
    "of a newer format": [changed(whole, 263, "01"), /format that this tool does not write/],
    "with a size of other digits": [changed(whole, 124, "0000000123x\0"), /number that cannot be read/],
    "with a negative size": [changed(whole, 124, "-0000000001\0"), /number that cannot be read/],
    "with a negative size in binary": [changed(whole, 124, Array(12).fill(0xff)), /number that cannot be read/],
    "with a size that does not end": [changed(whole, 124, "777777777777"), /number that cannot be read/],
    "with a size beyond what can be counted": [
      changed(whole, 124, [0x80, ...Array(11).fill(0xff)]),
      /number that cannot be read/,
    ],
  };
  for (const [what, [block, words]] of Object.entries(refused)) {
    it(`${what} is refused`, () => assert.throws(() => readTarHeader(block), words));
  }
});

describe("an extended tar header", () => {
  const record = (text: string) => {
    const length = Buffer.byteLength(text) + 2;
    const digits = String(length + String(length).length).length;
    return `${length + digits} ${text}\n`;
  };

  it("names the next entry, and may have other records", () => {
    const name = `myenv/${"é".repeat(200)}.py`;
    const content = Buffer.from(record("comment=x=y") + record(`path=${name}`) + record("mtime=1"));
    assert.equal(nameInExtended(content), name);
    assert.equal(nameInExtended(Buffer.from(record("comment=x"))), undefined);
    assert.equal(nameInExtended(Buffer.alloc(0)), undefined);
  });

  const refused: Record<string, string> = {
    "a length beyond its end": "99 path=a\n",
    "a length that is too short": "3 path=a\n",
    "no length": "path=a\n",
    "a negative length": "-9 path=a\n",
    "no line feed": "9 path=ab",
    "no key": "7 abcd\n",
    rest: `${record("path=a")}\0`,
    "a size": record("size=5"),
  };
  for (const [what, content] of Object.entries(refused)) {
    it(`with ${what} is refused`, () =>
      assert.throws(() => nameInExtended(Buffer.from(content)), /extended tar header/));
  }
});
