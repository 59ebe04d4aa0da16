// Archives that this tool wrote are unpacked by the zstd program where it is installed, and by Node where it is not.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { unpackBeside } from "../../../src/mount/archive/unpack.ts";
import { writeArchive } from "../../../src/mount/archive/write.ts";
import { listFiles, takeInventory } from "../../../src/mount/inventory/inventory.ts";
import { mountDigest } from "../../../src/mount/manifest/digest.ts";
import { formatManifest } from "../../../src/mount/manifest/manifest.ts";
import { MANIFEST } from "../../support/hostile/files.ts";
import { createWorkspace, readTree, writeFiles } from "../../support/machine/workspace.ts";

const MEGABYTE = 2 ** 20;
/** Larger than the parts in which an archive is passed on, and not the same everywhere. */
const large = Buffer.concat(Array.from({ length: 21 }, (_, index) => Buffer.alloc(MEGABYTE + index, index)));
const FILES = {
  "demo/__init__.py": "import distutils\n",
  "demo/empty.py": "",
  "demo/data.bin": large,
  "demo/block.bin": Buffer.alloc(512, "x"),
  "demo/run.sh": "#!/bin/sh\n",
  [`demo/${"deep/".repeat(30)}module.py`]: "x = 1\n",
  [`demo/${"n".repeat(120)}.py`]: "x = 1\n",
  "demo/naïve – data.txt": "text\n",
  ...Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`demo/many/m${index}.py`, "#".repeat(index * 97)])),
};

/** An archive, and the mount that it was made of. */
async function archiveOf(t: TestContext, extension: "tar.zst" | "tar.gz") {
  const directory = createWorkspace(t);
  const mount = join(directory, "lib/python3.8/site-packages");
  writeFiles(mount, FILES);
  for (const path of listFiles(mount)) chmodSync(join(mount, path), path.endsWith(".sh") ? 0o755 : 0o644);
  const inventory = takeInventory(mount);
  const files = [...inventory.files.values()].map(({ path, size, executable, sha256 }) => ({
    path,
    size,
    executable,
    sha256,
  }));
  const manifest = { ...MANIFEST, files, mountDigest: mountDigest(files) };
  writeFileSync(join(directory, "manifest.json"), formatManifest(manifest));
  const archive = join(directory, `mount.${extension}`);
  const inside = files.map(({ path, executable }) => ({
    name: `myenv/lib/python3.8/site-packages/${path}`,
    source: join(mount, path),
    executable,
  }));
  const head = { name: "myenv/manifest.json", source: join(directory, "manifest.json"), executable: false };
  await writeArchive(archive, [head, ...inside]);
  return { archive, mount, inventory };
}

/** With these programs alone on PATH, each a shell script or the machine's own. */
async function withPrograms<T>(t: TestContext, programs: Record<string, string>, work: () => Promise<T>): Promise<T> {
  const folder = join(createWorkspace(t), "bin");
  mkdirSync(folder);
  for (const [name, script] of Object.entries(programs)) {
    if (script === "") symlinkSync(pathOf(name), join(folder, name));
    else writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  const path = process.env.PATH;
  process.env.PATH = folder;
  try {
    return await work();
  } finally {
    process.env.PATH = path;
  }
}

function pathOf(name: string): string {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return join(folders.find((folder) => existsSync(join(folder, name))) ?? assert.fail(`no ${name}`), name);
}

const hasZstd = (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, "zstd")));
const skip = process.platform === "win32" ? "Windows has no named pipes" : !hasZstd && "zstd is not installed";
/** What `unpackBeside` leaves in `directory`, and what it returns. */
const unpackInto = async (directory: string, archive: string) =>
  await unpackBeside(join(directory, "myenv"), archive, { root: "myenv", loose: false });
const openFiles = () => readdirSync("/proc/self/fd").length;

describe("unpacking an archive", { skip }, () => {
  const ways: Record<string, [extension: "tar.zst" | "tar.gz", programs: (log: string) => Record<string, string>]> = {
    "with the zstd program": [
      "tar.zst",
      (log) => ({ mkfifo: "", zstd: `echo "$@" >> ${log}\nexec ${pathOf("zstd")} "$@"` }),
    ],
    "without the zstd program": ["tar.zst", () => ({ mkfifo: "" })],
    "where named pipes cannot be made": ["tar.zst", (log) => ({ mkfifo: "exit 1", zstd: `echo used >> ${log}` })],
    "compressed with gzip": ["tar.gz", (log) => ({ mkfifo: "", zstd: `echo used >> ${log}` })],
  };
  for (const [way, [extension, programs]] of Object.entries(ways)) {
    it(`gives every file, its hash and what is in it, ${way}`, async (t) => {
      const { archive, mount, inventory } = await archiveOf(t, extension);
      const directory = createWorkspace(t);
      const log = join(createWorkspace(t), "log");
      const unpacked = await withPrograms(t, programs(log), () => unpackInto(directory, archive));
      assert.equal(existsSync(log), way === "with the zstd program");
      const withoutTimes = (files: typeof inventory.files) =>
        [...files.values()].map((file) => ({ ...file, modified: 0 }));
      assert.deepEqual(withoutTimes(unpacked.inventory.files), withoutTimes(inventory.files));
      assert.deepEqual(unpacked.inventory.sources, inventory.sources);
      assert.deepEqual(readTree(unpacked.inventory.root), readTree(mount));
      assert.deepEqual(readdirSync(join(directory, ".myenv.incoming")).sort(), ["lib", "manifest.json"]);
    });
  }

  const failures: Record<string, [script: string, words: RegExp]> = {
    "that fails halfway": [`${"zstd"} "$@" | head -c 300000; echo no luck >&2; exit 1`, /unpacked: zstd: no luck\.$/],
    "that fails at its end": [`${"zstd"} "$@"; echo bad checksum >&2; exit 1`, /unpacked: zstd: bad checksum\.$/],
    "that is killed": ["kill -9 $$", /unpacked: zstd was killed by a signal\.$/],
    "that ends too early": [`${"zstd"} "$@" | head -c 3000000; exit 0`, /unpacked: unexpected end of data\.$/],
    "that writes something else": ["echo nonsense; exit 0", /unpacked: unexpected end of data\.$/],
    "that goes on without end": [
      `${"zstd"} "$@"; exec head -c 400000000000 /dev/zero`,
      /unpacked: it contains \S+ MB that belong to no file\.$/,
    ],
  };
  for (const [what, [script, words]] of Object.entries(failures)) {
    it(`by a program ${what} is refused and leaves nothing`, { timeout: 60_000 }, async (t) => {
      const { archive } = await archiveOf(t, "tar.zst");
      const directory = createWorkspace(t);
      const zstd = script.replace(/^zstd/, pathOf("zstd")).replaceAll("head", pathOf("head"));
      const before = openFiles();
      await withPrograms(t, { mkfifo: "", zstd }, () => assert.rejects(unpackInto(directory, archive), words));
      assert.deepEqual(readTree(directory), {});
      assert.ok(openFiles() <= before, "every descriptor is closed");
    });
  }

  it("does not wait for a program that hangs once the archive is refused", { timeout: 60_000 }, async (t) => {
    const { archive } = await archiveOf(t, "tar.zst");
    const other = execFileSync("zstd", ["-dc", archive], { maxBuffer: 2 ** 30 });
    const handed = join(createWorkspace(t), "handed.tar.zst");
    writeFileSync(
      handed,
      execFileSync("zstd", ["-c"], { input: other.subarray(0, 10 * MEGABYTE), maxBuffer: 2 ** 30 }),
    );
    const zstd = `${pathOf("zstd")} "$@"; exec ${pathOf("sleep")} 600`;
    const directory = createWorkspace(t);
    await withPrograms(t, { mkfifo: "", zstd }, () =>
      assert.rejects(
        unpackBeside(join(directory, "other"), handed, { root: "other", loose: false }),
        /contains the environment "myenv"|starts with/,
      ),
    );
  });
});
