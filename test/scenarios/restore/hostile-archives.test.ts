import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import { gzipSync } from "node:zlib";
import tar from "tar-stream";
import { formatManifest, type Manifest, readManifest } from "../../../src/mount/manifest/manifest.ts";
import { type Cleanup, compareTrees, createWorkspace, readTree } from "../../support/machine/workspace.ts";
import { writeZip } from "../../support/packages/zip.ts";
import { uncompressed } from "../../support/scenario/archive.ts";
import { build, createScenario, libraryPath, onLinux, run, type Scenario } from "../../support/scenario/scenario.ts";

interface Entry {
  header: Partial<tar.Header> & { name: string };
  bytes: Buffer;
}

async function bytesOf(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** Entries of the archive that a build wrote, the manifest first. */
async function entriesOf(archive: string): Promise<Entry[]> {
  const extract = tar.extract();
  extract.end(uncompressed(archive));
  const entries: Entry[] = [];
  for await (const entry of extract) {
    const { name, mode = 0, type } = entry.header;
    entries.push({ header: { name, mode, type }, bytes: await bytesOf(entry) });
  }
  return entries;
}

async function tarOf(entries: Entry[]): Promise<Buffer> {
  const pack = tar.pack();
  for (const { header, bytes } of entries) pack.entry({ ...header, size: bytes.length }, bytes);
  pack.finalize();
  return await bytesOf(pack);
}

const file = (name: string, bytes = "x", header: Partial<tar.Header> = {}): Entry => ({
  header: { name, mode: 0o644, type: "file", ...header },
  bytes: Buffer.from(bytes),
});
const odd = (name: string, type: tar.Header["type"], linkname?: string): Entry => ({
  header: { name, mode: 0o644, type, ...(linkname === undefined ? {} : { linkname }) },
  bytes: Buffer.alloc(0),
});

describe("restore, of an archive that is not what a build wrote", onLinux, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  const repository = { requirements: "politeness==1.0\n", files: { "score.py": "import politeness\n" } };
  const module = `${libraryPath}/politeness.py`;
  let archive: string;
  let entries: Entry[];
  let stood: Scenario;
  before(async () => {
    stood = await createScenario(whole, repository);
    archive = (await build(whole, stood))["archive-file"] ?? "";
    entries = await entriesOf(archive);
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  /** Restores over the mount that stands in the shared scenario, which nothing here may change. */
  async function refused(t: Cleanup, bytes: Buffer, words: RegExp, { extension = "tar.gz", exitCode = 1 } = {}) {
    const path = join(createWorkspace(t), `handed.${extension}`);
    writeFileSync(path, bytes);
    const untouched = readTree(stood.workspace);
    const ended = await run(t, stood, ["restore", "--archive", path]);
    assert.equal(ended.exitCode, exitCode, ended.stderr);
    assert.match(ended.stderr, words);
    assert.doesNotMatch(ended.stderr, /bug in azureml/);
    assert.equal(ended.json.AZUREML_EXTRA_PYTHON_LIB_PATH, "");
    assert.deepEqual(compareTrees(untouched, readTree(stood.workspace)), { added: [], removed: [], changed: [] });
  }

  const without = (name: string) => entries.filter(({ header }) => header.name !== name);
  const insteadOf = (name: string, other: Entry) => entries.map((one) => (one.header.name === name ? other : one));

  const additions: Record<string, [() => Entry, RegExp]> = {
    "an absolute path": [
      () => file("/etc/evil"),
      /contains file "\/etc\/evil", which an archive written by this tool never does/,
    ],
    "a climbing path": [() => file(`myenv/../../evil`), /contains file "myenv\/\.\.\/\.\.\/evil"/],
    "a path with a backslash": [() => file(`myenv\\..\\evil`), /contains file "myenv\\\.\.\\evil"/],
    "a NUL in a path": [
      () => file("myenv/a", "x", { pax: { path: "myenv/lib\0/evil" } }),
      /contains file "myenv\/lib\\x00\/evil"/,
    ],
    "a symbolic link": [() => odd(`${libraryPath}/link`, "symlink", "/etc/passwd"), /contains symlink /],
    "a hard link": [() => odd(`${libraryPath}/link`, "link", "/etc/passwd"), /contains link /],
    "a device": [() => odd(`${libraryPath}/null`, "character-device"), /contains character-device /],
    "a pipe": [() => odd(`${libraryPath}/pipe`, "fifo"), /contains fifo /],
    "a directory": [() => odd(`${libraryPath}/more/`, "directory"), /contains directory /],
    "a directory that says it has content": [
      () => ({ header: { name: `${libraryPath}/more/`, type: "directory", size: 5 }, bytes: Buffer.alloc(0) }),
      /contains directory /,
    ],
    "a file twice": [() => file(module, "PLEASE = True\n"), /contains "\S+politeness\.py" twice/],
    "a second manifest": [
      () => file("myenv/manifest.json", "{}"),
      /contains "myenv\/manifest\.json", which its manifest does not list/,
    ],
    "a file that the manifest does not list": [
      () => file(`${libraryPath}/extra.py`),
      /extra\.py", which its manifest does not list/,
    ],
    "a file below a file": [() => file(`${module}/evil.py`), /which its manifest does not list/],
    "a file of another environment": [
      () => file("other/lib/evil.py"),
      /contains the environment "other", but --environment-name is "myenv"/,
    ],
  };
  for (const [what, [addition, words]] of Object.entries(additions)) {
    it(what, async (t) => refused(t, gzipSync(await tarOf([...entries, addition()])), words));
  }

  it("a file of another size than is listed, before a byte of it is written", async (t) => {
    const bomb = gzipSync(await tarOf(insteadOf(module, file(module, "x".repeat(2 ** 24)))));
    await refused(t, bomb, /politeness\.py" with 16777216 bytes, but its manifest lists 14\./);
  });

  it("a file of the same size and other content", async (t) => {
    const edited = gzipSync(await tarOf(insteadOf(module, file(module, "PLEASE = None\n"))));
    await refused(t, edited, /politeness\.py of politeness was changed since the mount was built\./);
  });

  it("a file less", async (t) => {
    await refused(t, gzipSync(await tarOf(without(module))), /politeness\.py of politeness is missing/);
  });

  it("a header beyond all measure", async (t) => {
    const giant = file("myenv/a", "x", { pax: { comment: "x".repeat(2 ** 23) } });
    await refused(t, gzipSync(await tarOf([giant, ...entries])), /cannot be unpacked: Header exceeds max size/);
  });

  it("the manifest not at the beginning, or not at all", async (t) => {
    const [head, ...rest] = entries;
    const words = /starts with "\S+" of [\d.]+ k?B instead of a manifest/;
    await refused(t, gzipSync(await tarOf([...rest, head as Entry])), words);
    await refused(t, gzipSync(await tarOf(rest)), words);
    await refused(t, gzipSync(await tarOf([])), /contains no mount/);
  });

  it("cut short, wherever", async (t) => {
    const packed = readFileSync(archive);
    for (const share of [0, 0.1, 0.5, 0.9]) {
      const cut = packed.subarray(0, Math.floor(packed.length * share));
      await refused(t, cut, share === 0 ? /handed\.tar\.zst/ : /cannot be unpacked/, { extension: "tar.zst" });
    }
    const zipped = gzipSync(uncompressed(archive));
    await refused(t, zipped.subarray(0, zipped.length - 9), /cannot be unpacked: unexpected end of file/);
    const whole = uncompressed(archive);
    await refused(t, gzipSync(whole.subarray(0, whole.length >> 1)), /cannot be unpacked|is missing/);
  });

  it("no archive at all", async (t) => {
    await refused(t, Buffer.from("nothing like it"), /cannot be unpacked: /);
    await refused(t, Buffer.from("nothing like it"), /cannot be unpacked: /, { extension: "tar.zst" });
    await refused(t, Buffer.from("nothing like it"), /cannot be unpacked: /, { extension: "zip" });
    await refused(t, Buffer.from("it"), /is neither a \.tar\.zst/, { extension: "rar", exitCode: 2 });
  });

  it("a zip that climbs, and one that holds nothing of ours", async (t) => {
    const words = /cannot be unpacked: invalid relative path: \.\.\/evil/;
    await refused(t, writeZip({ "../evil": "x" }), words, { extension: "zip" });
    await refused(t, writeZip({ "/evil": "x" }), /cannot be unpacked: absolute path/, { extension: "zip" });
    await refused(t, writeZip({ "model.pkl": "x" }), /There is no mount in \S+: it contains model\.pkl\./, {
      extension: "zip",
    });
    const other = writeZip({ "other/manifest.json": "{}" });
    await refused(t, other, /Set --environment-name to other, as in the build\./, { extension: "zip" });
  });

  const withManifest = (text: string) => tarOf(insteadOf("myenv/manifest.json", file("myenv/manifest.json", text)));
  const manifestText = () => (entries[0] as Entry).bytes.toString();

  it("a manifest that was edited by hand", async (t) => {
    const edits: [string, string, RegExp][] = [
      ['"version": "1.0"', '"version": "2.0"', /was edited by hand: its seal does not match its content/],
      ['"glibc": "2.31"', '"glibc": "2.17"', /was edited by hand: its seal does not match its content/],
      ['politeness.py",14,0', 'politeness.py",14,1', /its digest does not match the files it lists/],
      ["{", "", /is not a manifest: /],
      ['"schema": "1.2.0"', '"schema": "2.1.0"', /was written by a newer version of this tool: it has schema 2\.1\.0/],
      ['"schema": "1.2.0"', '"schema": "0.9.0"', /was written by an older version of this tool: it has schema 0\.9\.0/],
      ['"schema": "1.2.0"', '"schema": "one"', /has schema one, and this version reads \^1\.0\.0/],
    ];
    for (const [from, to, words] of edits) {
      assert.ok(manifestText().includes(from), from);
      await refused(t, gzipSync(await withManifest(manifestText().replace(from, to))), words);
    }
  });

  it("a manifest that was sealed again: it cannot choose its paths, and another target is reported", async (t) => {
    const path = join(createWorkspace(t, { "manifest.json": manifestText() }), "manifest.json");
    const manifest = readManifest(path) as Manifest;
    const sealed = async (change: Partial<Manifest>) =>
      gzipSync(await withManifest(formatManifest({ ...manifest, ...change })));
    const climbing = { python: "3.8/../../../..", image: "", glibc: "2.31", architecture: "x86_64" };
    await refused(t, await sealed({ target: climbing }), /is not the manifest of a mount/);
    await refused(t, await sealed({ inside: "../../elsewhere" }), /is not the manifest of a mount/);
    await refused(t, await sealed({ distributions: undefined as never }), /is not the manifest of a mount/);
    const wrong: [Record<string, unknown>, RegExp][] = [
      [{ distributions: [null] }, /is not the manifest of a mount: distributions\[0\] is not a table/],
      [{ requirements: [{ ...manifest.requirements[0], extras: 1 }] }, /: requirements\[0\]\.extras is not a list/],
      [{ requirementsFiles: [{ path: null }] }, /: requirementsFiles\[0\]\.path is not text/],
      [{ freeze: [{}] }, /: freeze\[0\] is not text/],
      [{ slim: { setting: "on", files: 1, bytes: 1, groups: [{ kind: "tests", paths: 1 }] } }, /: slim\.groups\[0\]/],
      [{ pythonVersion: null }, /: pythonVersion is not text/],
    ];
    for (const [change, words] of wrong) await refused(t, await sealed(change), words);
    const arm = { ...manifest.target, architecture: "aarch64" };
    await refused(t, await sealed({ target: arm }), /The mount was built for aarch64; this target is x86_64\./);
  });

  const restores = async (t: TestContext, change: object) => {
    const path = join(createWorkspace(t, { "manifest.json": manifestText() }), "manifest.json");
    const changed = { ...(readManifest(path) as Manifest), ...change };
    const handed = join(createWorkspace(t), "handed.tar.gz");
    writeFileSync(handed, gzipSync(await withManifest(formatManifest(changed))));
    const scenario = await createScenario(t, repository);
    const { exitCode, stderr } = await run(t, scenario, ["restore", "--archive", handed]);
    assert.equal(exitCode, 0, stderr);
  };

  it("of a newer minor schema is read, fields that it adds and all", async (t) => {
    await restores(t, { schema: "1.7.0", novelty: ["of", "1.7"] });
  });

  it("of the first minor schema is read", async (t) => {
    await restores(t, { schema: "1.0.0" });
  });
});
