// Wheels on the index that are not what they seem: a clear end, and nothing left.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { UV } from "../../../src/python/packaging/pins.ts";
import { noSmallDisk, smallDisk } from "../../support/machine/small-disk.ts";
import { createWorkspace } from "../../support/machine/workspace.ts";
import { type IndexFile, packagesFromFolder } from "../../support/packages/package-index.ts";
import { indexReachable } from "../../support/packages/real-index.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import { createScenario, onLinux, python, run, type Scenario } from "../../support/scenario/scenario.ts";

const noUv = !(await indexReachable()) && "no package index here, thus no uv";
const installers = { pip: {}, uv: { skip: noUv } };

const module = { "bomb/__init__.py": "" };
const bomb = (more: object) => makeWheel({ name: "bomb", version: "1.0", files: module, ...more });

/** Some hundred kilobytes that unpack to `count` times 256 MB. */
function zeros(count: number): IndexFile {
  const content = Buffer.alloc(2 ** 28);
  const names = Array.from({ length: count }, (_, index) => [`bomb/zeros-${index}.bin`, content] as const);
  return bomb({ files: { ...module, ...Object.fromEntries(names) } });
}

/** Two entries whose bytes are the same ones of the file: what a zip bomb without end is made of. */
function overlapping(): IndexFile {
  const wheel = bomb({ files: { ...module, "bomb/a.txt": "one\n", "bomb/b.txt": "two\n" } });
  const bytes = Buffer.from(wheel.bytes);
  const central = (name: string) => bytes.lastIndexOf(name) - 46;
  bytes.writeUInt32LE(bytes.readUInt32LE(central("bomb/a.txt") + 42), central("bomb/b.txt") + 42);
  return { ...wheel, bytes };
}

describe("a wheel that is not what it seems", { ...onLinux, concurrency: 2 }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });
  let uv: IndexFile[] = [];
  let home: string;
  let large: IndexFile;
  before(() => {
    home = createWorkspace(whole);
    large = zeros(6);
    if (noUv) return;
    const folder = createWorkspace(whole);
    const args = ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, `uv==${UV.version}`];
    execFileSync(python, args, { stdio: "pipe" });
    uv = packagesFromFolder(folder);
  });
  const scenario = async (t: Parameters<typeof createScenario>[0], wheel: IndexFile): Promise<Scenario> => {
    const set = await createScenario(t, { requirements: "bomb==1.0\n", packages: [wheel, ...uv] });
    return { ...set, home };
  };

  for (const [installer, options] of Object.entries(installers)) {
    it(`fills no disk: ${installer} is stopped before it does`, { skip: noSmallDisk, ...options }, async (t) => {
      const { stderr, left, json } = await onSmallDisk(t, await scenario(t, large), installer, 1600);
      assert.match(
        json.error ?? "",
        /^requirements\.txt:1 \(bomb==1\.0\): The installer was stopped: it had written 1\.\d+ GB, at last bomb\/zeros-\d\.bin; only \d+ MB are left on the disk of /,
      );
      assert.match(stderr, /report it to the operator of the index/);
      assert.deepEqual(left, []);
    });

    it(`meets the end of a disk that was nearly full: ${installer} says so`, {
      skip: noSmallDisk,
      ...options,
    }, async (t) => {
      const { stderr, left, json } = await onSmallDisk(t, await scenario(t, zeros(1)), installer, 150);
      assert.match(json.error ?? "", /^requirements\.txt:1 \(bomb==1\.0\): .*No space left on device/);
      assert.match(stderr, /Free disk space/);
      assert.deepEqual(left, []);
    });

    it(`has metadata of five megabytes: ${installer} installs it, and nobody reads it`, options, async (t) => {
      const METADATA = `Metadata-Version: 2.1\nName: bomb\nVersion: 1.0\n\n${"x".repeat(5_000_000)}`;
      await refused(t, await scenario(t, bomb({ distInfo: { METADATA } })), installer, {
        says: /^bomb-1\.0\.dist-info\/METADATA has 5\.00 MB; the limit is 4\.00 MB\.$/m,
        advises: /This release of bomb is damaged or malicious\. Pin another release/,
      });
    });

    it(`has entries that overlap: ${installer} refuses it`, options, async (t) => {
      await refused(t, await scenario(t, overlapping()), installer, {
        says: /^requirements\.txt:1 \(bomb==1\.0\): .*(File name in directory|Failed to extract archive).*bomb\/b\.txt/,
        advises: /The file on the index is incomplete, damaged or malicious/,
      });
    });
  }

  it("has a RECORD without end, which pip takes over", async (t) => {
    const recordRows = Array.from({ length: 8_500 }, (_, index) => `${"x".repeat(4_000)}${index},,\n`).join("");
    await refused(t, await scenario(t, bomb({ recordRows })), "pip", {
      says: /^bomb-1\.0\.dist-info\/RECORD has 34\.\d MB; the limit is 32\.0 MB\.$/m,
      advises: /This release of bomb is damaged/,
    });
  });

  it("is too large for the disk of the mount", { skip: noSmallDisk }, async (t) => {
    const wheel = bomb({ files: { ...module, "bomb/noise.bin": randomBytes(40_000_000) } });
    const full = await scenario(t, wheel);
    const { node, left } = smallDisk(t, join(full.workspace, "small"), 20);
    const ended = await run(t, full, ["build", "--mount-parent", "small"], { node });
    assert.equal(ended.exitCode, 4, ended.stderr);
    assert.match(ended.json.error ?? "", /^The disk is full or its quota is exceeded: .*ENOSPC/);
    assert.match(ended.stderr, /Free space for the packages/);
    assert.deepEqual(left(), []);
  });
});

interface Refusal {
  says: RegExp;
  advises: RegExp;
}

async function refused(
  t: Parameters<typeof run>[0],
  scenario: Scenario,
  installer: string,
  { says, advises }: Refusal,
) {
  const temporary = createWorkspace(t);
  const ended = await run(t, scenario, ["build", "--installer", installer], { env: { TMPDIR: temporary } });
  assert.equal(ended.exitCode, 3, ended.stderr);
  assert.match(ended.json.error ?? "", says);
  assert.match(ended.stderr, advises);
  assert.deepEqual(readdirSync(temporary), []);
  assert.deepEqual(readdirSync(scenario.workspace).sort(), ["requirements.txt", "score.py"]);
}

/** A build whose temporary directory, and whose installer's cache, lie on a disk of so many megabytes. */
async function onSmallDisk(t: Parameters<typeof run>[0], scenario: Scenario, installer: string, megabytes: number) {
  const directory = join(createWorkspace(t), "disk");
  const { node, left } = smallDisk(t, directory, megabytes);
  const env = { TMPDIR: directory, UV_CACHE_DIR: join(directory, "uv"), PIP_CACHE_DIR: join(directory, "pip") };
  const ended = await run(t, scenario, ["build", "--installer", installer], { node, env });
  assert.equal(ended.exitCode, 3, ended.stderr);
  assert.deepEqual(readdirSync(scenario.workspace).sort(), ["requirements.txt", "score.py"]);
  // Of the caches no more is left than what they hold anyhow.
  return { ...ended, left: left().filter((path) => /\.bin$|(^|\/)\.tmp|azureml-extra-packages-/.test(path)) };
}
