// Archives of some kilobytes that unpack to more than a disk, or to more than anybody waits for.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { mountDigest } from "../../../src/mount/manifest/digest.ts";
import { formatManifest } from "../../../src/mount/manifest/manifest.ts";
import { MANIFEST, MOUNT, tarHeader } from "../../support/hostile/files.ts";
import { compareTrees, createWorkspace, readTree } from "../../support/machine/workspace.ts";
import { writeZip } from "../../support/packages/zip.ts";
import { createScenario, onLinux, run, type Scenario } from "../../support/scenario/scenario.ts";

const GIGABYTE = 2 ** 30;
const BLOCK = 2 ** 17;

/** A zstd frame with `head` and then so many gigabytes of zeros, at four bytes for each 128 KiB (RFC 8878, 3.1.1). */
function zstdOf(head: Buffer, gigabytes: number): Buffer {
  const blockHeader = (size: number, type: number, last = 0) => {
    const bytes = Buffer.alloc(3);
    bytes.writeUIntLE(size * 8 + type * 2 + last, 0, 3);
    return bytes;
  };
  const raw = Array.from({ length: Math.ceil(head.length / BLOCK) }, (_, index) => {
    const part = head.subarray(index * BLOCK, (index + 1) * BLOCK);
    return Buffer.concat([blockHeader(part.length, 0), part]);
  });
  const repeated = Buffer.concat([blockHeader(BLOCK, 1), Buffer.alloc(1)]);
  const start = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38]); // no content size; a window of 128 KiB
  const zeros = Buffer.alloc((4 * gigabytes * GIGABYTE) / BLOCK, repeated);
  return Buffer.concat([start, ...raw, zeros, blockHeader(0, 0, 1)]);
}

const manifestEntry = entry(...(MOUNT[0] as [string, string]));

function entry(name: string, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content as string);
  return Buffer.concat([tarHeader(name, bytes.length), bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

/** A hundred thousand headers, compressed. */
const manyEmpty = gzipSync(Buffer.concat(Array(100_000).fill(tarHeader("myenv/empty", 0))));
const manyExtended = gzipSync(
  Buffer.concat(
    Array(50_000).fill(Buffer.concat([tarHeader("pax", 9, "g"), Buffer.from("9 path=x\n".padEnd(512, "\0"))])),
  ),
);

/** The entries of a zip, listed so many times, each with four gigabytes. */
function manyTimes(zip: Buffer, times: number): Buffer {
  const end = zip.lastIndexOf("PK\x05\x06");
  const start = zip.readUInt32LE(end + 16);
  const first = Buffer.from(zip.subarray(start, zip.indexOf("PK\x01\x02", start + 4)));
  first.writeUInt32LE(0xfffffffe, 24);
  const record = Buffer.from(zip.subarray(end));
  for (const at of [8, 10]) record.writeUInt16LE(times, at);
  record.writeUInt32LE(first.length * times, 12);
  return Buffer.concat([zip.subarray(0, start), ...Array(times).fill(first), record]);
}

describe("restore, of an archive that is a bomb", onLinux, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  let scenario: Scenario;
  before(async () => {
    scenario = await createScenario(whole);
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  const bombs: Record<string, [extension: string, bytes: () => Buffer, words: RegExp]> = {
    "a directory that says it has 400 GB": [
      "tar.zst",
      () => zstdOf(Buffer.concat([manifestEntry, tarHeader("myenv/x", 400 * GIGABYTE, "5")]), 400),
      /contains directory "myenv\/x"/,
    ],
    "400 GB of zeros after the last entry": [
      "tar.zst",
      () => zstdOf(manifestEntry, 400),
      /cannot be unpacked: it contains \S+ MB that belong to no file/,
    ],
    "a file of 400 GB that its manifest does not list": [
      "tar.zst",
      () => zstdOf(Buffer.concat([manifestEntry, tarHeader("myenv/x", 400 * GIGABYTE)]), 400),
      /contains "myenv\/x", which its manifest does not list/,
    ],
    "a manifest of 400 GB": [
      "tar.zst",
      () => zstdOf(tarHeader("myenv/manifest.json", 400 * GIGABYTE), 400),
      /starts with "myenv\/manifest\.json" of 429\d* GB/,
    ],
    "forty million empty files": [
      "tar.gz",
      () => Buffer.concat([gzipSync(manifestEntry), ...Array(400).fill(manyEmpty)]),
      /contains "myenv\/empty", which its manifest does not list/,
    ],
    "twenty million extended headers": [
      "tar.gz",
      () => Buffer.concat([gzipSync(manifestEntry), ...Array(400).fill(manyExtended)]),
      /cannot be unpacked: it contains \S+ MB that belong to no file/,
    ],
    "a manifest that lists more than any disk has": [
      "tar.zst",
      () => {
        const files = [{ path: "zeros.bin", size: 2 ** 50, executable: false, sha256: "0".repeat(64) }];
        const mount = { ...MANIFEST, files, mountDigest: mountDigest(files) };
        return zstdOf(entry("myenv/manifest.json", formatManifest(mount)), 0);
      },
      /lists files of 1\.1\d* PB; only \S+ [GMT]B are free/,
    ],
    "a zip that says it holds more than any disk has": [
      "zip",
      () => {
        const zip = Buffer.from(writeZip({ "mount.tar.zst": Buffer.alloc(2 ** 20), "x.bin": "x" }));
        // Without ZIP64, sizes have 32 bits: many entries of 4 GB, whose bytes are the same ones of the file.
        return manyTimes(zip, 60_000);
      },
      /cannot be unpacked: its \d+ entries have 25\d\.?\d* TB; only \S+ [GMT]B are free/,
    ],
  };
  for (const [what, [extension, bytes, words]] of Object.entries(bombs)) {
    it(what, async (t) => {
      const path = join(createWorkspace(t), `bomb.${extension}`);
      writeFileSync(path, bytes());
      const temporary = createWorkspace(t);
      const before = readTree(scenario.workspace);
      const began = performance.now();
      const ended = await run(t, scenario, ["restore", "--archive", path], {
        env: { TMPDIR: temporary },
        timeout: 60_000,
      });
      assert.match(ended.stderr, words);
      assert.equal(ended.exitCode, 1);
      assert.ok(performance.now() - began < 30_000, "ten seconds, with slack for a busy machine");
      assert.deepEqual(compareTrees(before, readTree(scenario.workspace)), { added: [], removed: [], changed: [] });
      assert.deepEqual(readTree(temporary), {});
    });
  }
});
