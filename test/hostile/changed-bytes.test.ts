// Archives with one changed byte: what they unpack to is the same, or the change is found. Nothing else may happen.
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { unpackBeside } from "../../src/mount/archive/unpack.ts";
import { writeArchive } from "../../src/mount/archive/write.ts";
import { listFiles, takeInventory } from "../../src/mount/inventory/inventory.ts";
import { compareWithManifest } from "../../src/mount/manifest/compare.ts";
import { mountDigest } from "../../src/mount/manifest/digest.ts";
import { formatManifest } from "../../src/mount/manifest/manifest.ts";
import { incomingOf } from "../../src/plan/location.ts";
import { UserError } from "../../src/util/errors.ts";
import { MANIFEST } from "../support/hostile/files.ts";
import { randomness } from "../support/machine/randomness.ts";
import { createWorkspace, readTree, type Tree, writeFiles } from "../support/machine/workspace.ts";

/** Each starts a thread. `CHANGES=300` tries more. */
const CHANGES = Number(process.env.CHANGES || 40);
const INSIDE = "lib/python3.8/site-packages";
const FILES = {
  "demo/__init__.py": "import os\n",
  "demo/empty.py": "",
  "demo/data.bin": "0123456789".repeat(400),
  "demo/run.sh": "#!/bin/sh\n",
  [`demo/${"n".repeat(120)}.py`]: "x = 1\n",
};

/** What becomes of a changed archive. */
type Outcome = "refused" | "found" | "the same";

describe("an archive with one changed byte", () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => void cleanups.push(clean) };
  const archives: Record<string, Buffer> = {};
  let sound: Tree;
  let directory: string;

  before(async () => {
    directory = createWorkspace(whole);
    const mount = join(directory, "made", INSIDE);
    writeFiles(mount, FILES);
    for (const path of listFiles(mount)) chmodSync(join(mount, path), path.endsWith(".sh") ? 0o755 : 0o644);
    const files = [...takeInventory(mount).files.values()].map(({ path, size, executable, sha256 }) => {
      return { path, size, executable, sha256 };
    });
    const manifest = join(directory, "manifest.json");
    writeFileSync(manifest, formatManifest({ ...MANIFEST, files, mountDigest: mountDigest(files) }));
    const entries = files.map(({ path, executable }) => {
      return { name: `myenv/${INSIDE}/${path}`, source: join(mount, path), executable };
    });
    for (const extension of ["tar.gz", "tar.zst"]) {
      const file = join(directory, `mount.${extension}`);
      await writeArchive(file, [{ name: "myenv/manifest.json", source: manifest, executable: false }, ...entries]);
      archives[extension] = readFileSync(file);
    }
    sound = readTree(mount);
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  async function outcomeOf(bytes: Buffer, extension: string): Promise<Outcome> {
    const place = join(directory, "place");
    mkdirSync(place, { recursive: true });
    const archive = join(directory, `changed.${extension}`);
    writeFileSync(archive, bytes);
    const environment = join(place, "myenv");
    try {
      const { manifest, inventory } = await unpackBeside(environment, archive, { root: "myenv", loose: false });
      if ([...compareWithManifest(manifest, inventory)].length > 0) return "found";
      if (manifest.mountDigest !== mountDigest([...inventory.files.values()])) return "found";
      assert.deepEqual(readTree(join(incomingOf(environment), INSIDE)), sound);
      return "the same";
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      assert.deepEqual(readdirSync(place), [], "a refused archive leaves nothing");
      return "refused";
    }
  }

  /** Changes of the bytes from `start` to `end`, each of another archive. */
  async function count(make: (change: (bytes: Buffer) => Buffer) => [Buffer, string], start: number, end: number) {
    const random = randomness(20261130);
    const counts: Record<Outcome, number> = { refused: 0, found: 0, "the same": 0 };
    for (let index = 0; index < CHANGES; index += 1) {
      const change = (bytes: Buffer) => {
        const at = start + random((Number.isFinite(end) ? end : bytes.length) - start);
        return Buffer.from(bytes.with(at, ((bytes[at] ?? 0) + 1 + random(255)) % 256));
      };
      const [bytes, extension] = make(change);
      counts[await outcomeOf(bytes, extension)] += 1;
    }
    return counts;
  }

  for (const extension of ["tar.gz", "tar.zst"]) {
    it(`as it is stored, ${extension}: refused, found, or without effect`, async (t) => {
      const counts = await count((change) => [change(archives[extension] ?? assert.fail()), extension], 0, Infinity);
      t.diagnostic(JSON.stringify(counts));
      assert.ok(counts.refused + counts.found > 0.9 * CHANGES, JSON.stringify(counts));
    });
  }

  it("before it was compressed: also where no checksum of the compression helps", async (t) => {
    const tar = gunzipSync(archives["tar.gz"] ?? assert.fail());
    const size = Number.parseInt(tar.toString("latin1", 124, 136), 8);
    const files = 512 + Math.ceil(size / 512) * 512; // what follows the manifest, which is the first entry
    const counts = await count((change) => [gzipSync(change(tar), { level: 1 }), "tar.gz"], files, Infinity);
    t.diagnostic(JSON.stringify(counts));
    assert.ok(counts.refused > 0 && counts.found > 0, JSON.stringify(counts));
  });
});
