import assert from "node:assert/strict";
import { appendFileSync, cpSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, it } from "node:test";
import { compareTrees, createWorkspace, readTree, writeFiles } from "../../support/machine/workspace.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import { uncompressed } from "../../support/scenario/archive.ts";
import {
  build,
  createScenario,
  mountOf,
  onLinux,
  readJson,
  run,
  type Scenario,
} from "../../support/scenario/scenario.ts";

const nested = {
  requirements: "-r more/base.txt\n",
  files: { "more/base.txt": "greet==1.0\n-c pins.txt\n", "more/pins.txt": "politeness==1.0\n" },
};
const unchanged = { added: [], removed: [], changed: [] };

/** Directories of the cache's entries, which on the command line is a folder. */
function entriesOf({ home }: Scenario): string[] {
  const root = join(home, ".cache", "azureml-extra-packages", "entries");
  return readdirSync(root)
    .sort()
    .map((name) => join(root, name));
}

describe("the cache, a folder on the command line", { ...onLinux, concurrency: 2 }, () => {
  it("gives a mount again without an installer and without a request to the index", async (t) => {
    const scenario = await createScenario(t, nested);
    const first = await run(t, scenario, ["build"]);
    assert.equal(first.json["cache-outcome"], "miss", first.stderr);
    assert.match(first.stderr, /^Cache miss: the cache has no entry for this key\.$/m);
    const [asked, before] = [scenario.index.requests.length, readTree(scenario.workspace)];
    const second = await run(t, scenario, ["build"]);
    assert.equal(second.exitCode, 0, second.stderr);
    assert.match(second.stderr, /^Cache hit: the key is the same, and every file matches the manifest\.$/m);
    assert.doesNotMatch(second.stderr, /Installing with|pip install|uv install|Compiled/);
    assert.equal(scenario.index.requests.length, asked);
    assert.deepEqual(compareTrees(before, readTree(scenario.workspace)), unchanged);
    assert.deepEqual(second.json, { ...first.json, "cache-outcome": "hit", "cache-hit": "true" });
  });

  it("takes a large file in pieces, in and out", async (t) => {
    const page = Buffer.alloc(2 ** 16);
    const pages = Array.from({ length: 1100 }, (_, number) => Buffer.from(page.fill(String(number), 0, 8)));
    const files = {
      "weighty/__init__.py": "",
      "weighty/weights.bin": Buffer.concat([...pages, Buffer.from("the end")]),
    };
    const packages = [makeWheel({ name: "weighty", version: "1.0", files })];
    const scenario = await createScenario(t, { requirements: "weighty==1.0\n", packages });
    const first = await build(t, scenario);
    const before = readTree(scenario.workspace);
    rmSync(join(scenario.workspace, "myenv"), { recursive: true });
    const second = await build(t, scenario);
    assert.equal(second["cache-outcome"], "hit");
    assert.equal(second["mount-digest"], first["mount-digest"]);
    assert.deepEqual(compareTrees(before, readTree(scenario.workspace)), unchanged);
  });

  it("is shared by checkouts in different places", async (t) => {
    const scenario = await createScenario(t, nested);
    const first = await build(t, scenario);
    const elsewhere = {
      ...(await createScenario(t, nested)),
      index: scenario.index,
      env: scenario.env,
      home: scenario.home,
    };
    const second = await build(t, elsewhere);
    assert.equal(second["cache-outcome"], "hit");
    assert.equal(second["mount-digest"], first["mount-digest"]);
  });

  it("names the file in which one byte changed", async (t) => {
    const scenario = await createScenario(t, nested);
    await build(t, scenario);
    appendFileSync(join(scenario.workspace, "more", "pins.txt"), "#");
    const { json, stderr } = await run(t, scenario, ["build"]);
    assert.equal(json["cache-outcome"], "miss");
    assert.match(stderr, /^Cache miss: since the last run, file more\/pins\.txt changed\.$/m);
  });

  it("does not mind how lines end", async (t) => {
    const scenario = await createScenario(t, nested);
    await build(t, scenario);
    writeFiles(scenario.workspace, { "more/pins.txt": "politeness==1.0\r\n" });
    assert.equal((await build(t, scenario))["cache-outcome"], "hit");
  });

  it("makes a mount whole again that was half deleted, edited or added to", async (t) => {
    const scenario = await createScenario(t, nested);
    await build(t, scenario);
    const before = readTree(scenario.workspace);
    rmSync(join(mountOf(scenario), "greet"), { recursive: true });
    rmSync(join(mountOf(scenario), "politeness.py"));
    writeFiles(mountOf(scenario), { "greet-1.0.dist-info/RECORD": "", "extra.py": "" });
    assert.equal((await build(t, scenario))["cache-outcome"], "hit");
    assert.deepEqual(compareTrees(before, readTree(scenario.workspace)), unchanged);
  });

  describe("with a damaged entry", () => {
    const damages: Record<string, (entry: string) => void> = {
      "a cut archive": (entry) => truncateSync(join(entry, "mount.tar.zst"), 100),
      "an archive that is none": (entry) => writeFileSync(join(entry, "mount.tar.zst"), "nothing like it"),
      "no archive": (entry) => rmSync(join(entry, "mount.tar.zst")),
      "no build record": (entry) => rmSync(join(entry, "build-record.json")),
      "the knowledge of another build": (entry) =>
        writeFileSync(join(entry, "build-record.json"), '{"mountDigest":"sha256:0"}'),
      "a build record of other types": (entry) => {
        const record = readJson(join(entry, "build-record.json"));
        writeFileSync(
          join(entry, "build-record.json"),
          JSON.stringify({ ...record, build: { ...record.build, fromSource: null } }),
        );
      },
    };
    it("builds, saves the next generation, and takes that from then on", async (t) => {
      const scenario = await createScenario(t, nested);
      const { "mount-digest": digest } = await build(t, scenario);
      const [entry = ""] = entriesOf(scenario);
      for (const [name, damage] of Object.entries(damages)) {
        await t.test(name, async () => {
          const [sound, before] = [createWorkspace(t), readTree(scenario.workspace)];
          cpSync(entry, sound, { recursive: true });
          damage(entry);
          const rebuilt = await run(t, scenario, ["build"]);
          assert.equal(rebuilt.exitCode, 0, rebuilt.stderr);
          assert.equal(rebuilt.json["cache-outcome"], "rebuilt");
          assert.match(rebuilt.stderr, /^warning: The cache entry is damaged and is not used: \S.+$/m);
          assert.match(rebuilt.stderr, /^Cache rebuilt: the entry was damaged: \S.+$/m);
          assert.equal(rebuilt.json["mount-digest"], digest);
          assert.deepEqual(compareTrees(before, readTree(scenario.workspace)), unchanged);
          const [again = "", ...others] = entriesOf(scenario).filter((path) => path !== entry);
          assert.deepEqual(others, []);
          assert.equal((await build(t, scenario))["cache-outcome"], "hit");
          rmSync(again, { recursive: true });
          cpSync(sound, entry, { recursive: true });
        });
      }
    });
  });

  it("packs anew what was packed another way", async (t) => {
    const scenario = await createScenario(t, nested);
    const { "archive-file": zst = "" } = await build(t, scenario);
    const before = uncompressed(zst);
    const { "archive-file": gz = "", "cache-outcome": outcome } = await build(
      t,
      scenario,
      "--artifact-format",
      "tar.gz",
    );
    assert.deepEqual([outcome, basename(gz)], ["hit", "mount.tar.gz"]);
    assert.deepEqual(uncompressed(gz), before);
  });

  it("is read only, or off, when that is asked for", async (t) => {
    const scenario = await createScenario(t, nested);
    assert.equal((await build(t, scenario, "--cache", "read"))["cache-outcome"], "miss");
    assert.throws(() => entriesOf(scenario), { code: "ENOENT" });
    await build(t, scenario);
    assert.equal((await build(t, scenario, "--cache", "read"))["cache-outcome"], "hit");
    assert.equal((await build(t, scenario, "--cache", "off"))["cache-outcome"], "off");
  });

  it("keeps no entry of a mount that holds a local directory with too many files", async (t) => {
    const pyproject = '[build-system]\nrequires = []\nbuild-backend = "none"\n';
    const many = Object.fromEntries(Array.from({ length: 5_001 }, (_, number) => [`mine/data/${number}.txt`, ""]));
    const scenario = await createScenario(t, {
      requirements: "greet==1.0\n./mine\n",
      files: { "mine/pyproject.toml": pyproject, ...many },
    });
    const { json, stderr } = await run(t, scenario, ["build", "--dry-run"]);
    assert.equal(json.verified, "no");
    assert.match(stderr, /^cache: read-write, not used: \.\/mine is a local directory with too many files$/m);
  });

  it("leaves alone the other files in the output directory", async (t) => {
    const scenario = await createScenario(t, nested);
    const directory = join(scenario.home, "results");
    writeFiles(directory, { "thesis.tex": "years of work", "sub/notes.txt": "more" });
    for (const outcome of ["miss", "hit"]) {
      assert.equal((await build(t, scenario, "--output-directory", directory))["cache-outcome"], outcome);
      const kept = Object.keys(readTree(directory));
      assert.ok(kept.includes("thesis.tex") && kept.includes(join("sub", "notes.txt")), kept.join());
    }
  });
});
