// After a miss, bytecode comes from the entry that is most like the plan, for the modules whose sources are the same.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type http from "node:http";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { zstdCompressSync } from "node:zlib";
import type { ActionResult } from "../../support/github/runner/action-runner.ts";
import { type Fault, type ResultsService, startResultsService } from "../../support/github/services/results-service.ts";
import { send } from "../../support/machine/loopback.ts";
import { type Cleanup, compareTrees, createWorkspace, readTree } from "../../support/machine/workspace.ts";
import { makeWheel, type Wheel } from "../../support/packages/wheels.ts";
import { uncompressed } from "../../support/scenario/archive.ts";
import { createScenario, mountOf, onLinux, run, type Scenario, step } from "../../support/scenario/scenario.ts";

const MODULES = 40;
const LINES = 600;

/** A distribution that takes some seconds to compile; one module differs from version to version. */
function large(version: string): Wheel {
  const lines = Array.from({ length: LINES }, (_, line) => `value_${line} = [${line}, "${line}", (${line},)]\n`);
  const names = Array.from({ length: MODULES }, (_, place) => `large/module_${place}.py`);
  const files = { "large/__init__.py": "", "large/version.py": `VERSION = "${version}"\n` };
  return makeWheel({
    name: "large",
    version,
    files: { ...files, ...Object.fromEntries(names.map((name) => [name, lines.join("")])) },
  });
}

const VERSIONS = ["1.0", "1.1"].map(large);
const FROM_ENTRY =
  /^Cache: the bytecode of (\d+) modules, whose sources are unchanged, is from the most similar entry\.$/m;
const COMPILED = /^Compiled (\d+) modules? to bytecode\.$/m;
const isGet = ({ operation }: { operation: string }) => operation === "GetBlob";

interface Stage {
  readonly service: ResultsService;
  /** Builds `large` of a version on a new machine. */
  readonly build: (requirements: string, more?: More) => Promise<ActionResult & { readonly scenario: Scenario }>;
}

interface More {
  readonly inputs?: Record<string, string>;
  readonly env?: Record<string, string>;
  /** The wheel is sent when this is true, at the latest after ten seconds. */
  readonly until?: () => boolean;
}

async function stage(t: Cleanup): Promise<Stage> {
  const service = await startResultsService();
  t.after(() => service.close());
  let [until, runId]: [(() => boolean) | undefined, number] = [undefined, 1001];
  const respond = (path: string, response: http.ServerResponse) =>
    until !== undefined && sendLater(path, response, until);
  const { env } = await createScenario(t, { packages: VERSIONS, respond }); // settings of pip are part of the key
  const build = async (requirements: string, { inputs = {}, env: more = {}, until: ready }: More = {}) => {
    until = ready;
    const scenario = { ...(await createScenario(t, { requirements })), env: { ...env, ...more } };
    const ended = await step(t, scenario, { service, runId: runId++, with: { upload: "false", ...inputs } });
    return { ...ended, scenario };
  };
  return { service, build };
}

function sendLater(path: string, response: http.ServerResponse, until: () => boolean): boolean {
  const wheel = VERSIONS.find(({ filename }) => path.endsWith(filename));
  if (wheel === undefined) return false;
  const start = performance.now();
  const timer = setInterval(() => {
    if (!until() && performance.now() - start < 10_000) return;
    clearInterval(timer);
    send(response, 200, wheel.bytes);
  }, 100);
  return true;
}

const warningsOf = ({ annotations }: ActionResult) => annotations.filter(({ level }) => level !== "notice");

/** Some time after the entry was downloaded, so that it is unpacked as well. */
function afterDownload({ calls }: ResultsService): () => boolean {
  let seen = 0;
  return () => {
    if (calls.some(isGet)) seen += 1;
    return seen > 50;
  };
}

describe("the bytecode of a similar entry", { ...onLinux, concurrency: 2 }, () => {
  it("is used for the modules that are unchanged, and the mount is the same as without it", async (t) => {
    const { service, build } = await stage(t);
    const first = await build("large==1.0\n");
    assert.equal(first.exitCode, 0, first.log);
    service.calls.length = 0;
    const changed = await build("large==1.1\n", { until: afterDownload(service) });
    assert.equal(changed.exitCode, 0, changed.log);
    assert.equal(changed.outputs["cache-outcome"], "miss");
    assert.match(changed.log, FROM_ENTRY);
    const [, taken] = FROM_ENTRY.exec(changed.log) ?? [];
    assert.deepEqual([taken, COMPILED.exec(changed.log)?.[1]], [String(MODULES + 1), "1"]);

    const cold = await (await stage(t)).build("large==1.1\n");
    assert.equal(COMPILED.exec(cold.log)?.[1], String(MODULES + 2));
    assert.equal(changed.outputs["mount-digest"], cold.outputs["mount-digest"]);
    const trees = [changed, cold].map(({ scenario }) => readTree(mountOf(scenario)));
    assert.deepEqual(compareTrees(trees[0] ?? {}, trees[1] ?? {}), { added: [], removed: [], changed: [] });
    assert.deepEqual(
      service.caches.map(({ complete }) => complete),
      [true, true],
    );
    const again = await build("large==1.1\n");
    assert.equal(again.outputs["cache-outcome"], "hit", again.log);
  });

  it("is used on the command line, from the entry that was used last", async (t) => {
    const scenario = await createScenario(t, { packages: VERSIONS, requirements: "large==1.0\n" });
    await builtByHand(t, scenario);
    writeFileSync(join(scenario.workspace, "requirements.txt"), "large==1.1\n");
    const changed = await builtByHand(t, scenario, "--output-directory", createWorkspace(t));
    assert.match(changed.stderr, /^Cache: The most similar entry differs in file requirements\.txt\.$/m);
    assert.equal(FROM_ENTRY.exec(changed.stderr)?.[1], String(MODULES + 1), changed.stderr);
    const cold = await builtByHand(t, scenario, "--cache", "off");
    assert.equal(COMPILED.exec(cold.stderr)?.[1], String(MODULES + 2));
    assert.equal(changed.json["mount-digest"], cold.json["mount-digest"]);
  });

  it("is not used from an archive that is damaged, which has no other effect", async (t) => {
    const { service, build } = await stage(t);
    await build("large==1.0\n");
    const file = service.caches[0]?.blob.file ?? "";
    const bytes = readFileSync(file);
    bytes.fill(0, bytes.length >> 1, (bytes.length >> 1) + 1_000);
    writeFileSync(file, bytes);
    service.calls.length = 0;
    const changed = await build("large==1.1\n", { until: afterDownload(service) });
    assert.equal(changed.exitCode, 0, changed.log);
    assert.equal(COMPILED.exec(changed.log)?.[1], String(MODULES + 2), changed.log);
    assert.deepEqual(warningsOf(changed), []);
    assert.equal(service.caches.length, 2);
  });

  const forgeries: Record<string, { readonly forge: (archive: string) => void; readonly compiled: number }> = {
    "that lacks a file of its manifest": {
      forge: entries((all) => all.toSpliced(all.findIndex(isBytecode), 1)),
      compiled: 2,
    },
    "with a file twice": { forge: entries((all) => [...all, ...all.filter(isModule)]), compiled: MODULES + 2 },
    "with executable bytecode": { forge: entries((all) => all.map(madeExecutable)), compiled: MODULES + 2 },
    "with other bytecode": { forge: entries((all) => all.map(changed)), compiled: MODULES + 2 },
    "of another version of this tool": { forge: byAnotherTool, compiled: MODULES + 2 },
    "that is a named pipe": { forge: pipeInstead, compiled: MODULES + 2 },
  };
  for (const [what, { forge, compiled }] of Object.entries(forgeries)) {
    it(`is not used from an archive ${what}`, async (t) => {
      const scenario = await createScenario(t, { packages: VERSIONS, requirements: "large==1.0\n" });
      await builtByHand(t, scenario);
      const root = join(scenario.home, ".cache", "azureml-extra-packages", "entries");
      forge(join(root, readdirSync(root)[0] ?? "", "mount.tar.zst"));
      writeFileSync(join(scenario.workspace, "requirements.txt"), "large==1.1\n");
      const ended = await builtByHand(t, scenario);
      assert.equal(COMPILED.exec(ended.stderr)?.[1], String(compiled), ended.stderr);
      assert.doesNotMatch(ended.stderr, /^warning: Cache/m);
      const cold = await builtByHand(t, scenario, "--cache", "off");
      assert.equal(ended.json["mount-digest"], cold.json["mount-digest"]);
    });
  }

  const faults: Record<string, Fault> = {
    "does not send it": { how: "silent" },
    "sends a byte a second": { how: "drip" },
    "sends a part of it": { how: "cut" },
    "refuses it": { status: 403 },
  };
  for (const [what, fault] of Object.entries(faults)) {
    it(`is not used if the service ${what}, and the new entry is saved`, async (t) => {
      const { service, build } = await stage(t);
      await build("large==1.0\n");
      service.fail("GetBlob", fault);
      const changed = await build("large==1.1\n");
      assert.equal(changed.exitCode, 0, changed.log);
      assert.doesNotMatch(changed.log, FROM_ENTRY);
      assert.deepEqual(warningsOf(changed), []);
      assert.equal(service.caches.filter(({ complete }) => complete).length, 2);
    });
  }

  const others: [string, string, More][] = [
    ["if requirements have hashes", hashed("1.1"), {}],
    ["of an entry for another image", "large==1.1\n", { inputs: { image: "minimal-ubuntu20.04-py38-cpu-inference" } }],
    ["of an entry for another environment name", "large==1.1\n", { inputs: { "environment-name": "other" } }],
    ["if the cache is off", "large==1.1\n", { inputs: { cache: "off" } }],
    ["if the run may only write to the cache", "large==1.1\n", { env: { ACTIONS_CACHE_MODE: "write-only" } }],
  ];
  for (const [when, requirements, more] of others) {
    it(`is not read ${when}`, async (t) => {
      const { service, build } = await stage(t);
      await build(requirements.includes("sha256") ? hashed("1.0") : "large==1.0\n");
      service.calls.length = 0;
      const { exitCode, log } = await build(requirements, more);
      assert.equal(exitCode, 0, log);
      assert.deepEqual(service.calls.filter(isGet), []);
      assert.equal(COMPILED.exec(log)?.[1], String(MODULES + 2));
    });
  }

  it("is not read if a digest is expected", async (t) => {
    const { outputs } = await (await stage(t)).build("large==1.1\n");
    const { service, build } = await stage(t);
    await build("large==1.0\n");
    service.calls.length = 0;
    const inputs = { "expected-digest": outputs["mount-digest"] ?? "" };
    const { exitCode, log } = await build("large==1.1\n", { inputs });
    assert.equal(exitCode, 0, log);
    assert.deepEqual(service.calls.filter(isGet), []);
  });

  it("is not used if another Python compiled it, whatever the key says", async (t) => {
    const { service, build } = await stage(t);
    await build("large==1.0\n");
    await build("large==1.0\n", { inputs: { "python-version": "3.9" } });
    const [own, other] = service.caches;
    assert.ok(own && other);
    other.key = own.key;
    service.caches.shift();
    service.calls.length = 0;
    const changed = await build("large==1.1\n", { until: afterDownload(service) });
    assert.equal(changed.exitCode, 0, changed.log);
    assert.ok(service.calls.some(isGet));
    assert.doesNotMatch(changed.log, FROM_ENTRY);
  });
});

/** Rewrites an archive with other entries; each is a header with its content. */
function entries(change: (all: readonly Buffer[]) => readonly Buffer[]): (archive: string) => void {
  return (archive) => {
    const tar = uncompressed(archive);
    const all: Buffer[] = [];
    for (let at = 0; tar[at] !== 0; ) {
      const size = Number.parseInt(tar.toString("latin1", at + 124, at + 135), 8);
      const end = at + 512 + Math.ceil(size / 512) * 512;
      all.push(tar.subarray(at, end));
      at = end;
    }
    assert.ok(all.some(isBytecode));
    writeFileSync(archive, zstdCompressSync(Buffer.concat([...change(all), Buffer.alloc(1024)])));
  };
}

const nameIn = (entry: Buffer) => entry.toString("latin1", 0, 100).replace(/\0.*/s, "");
const isBytecode = (entry: Buffer) => nameIn(entry).endsWith(".pyc");
const isModule = (entry: Buffer) => nameIn(entry).endsWith("large/module_1.py");

function madeExecutable(entry: Buffer): Buffer {
  if (!isBytecode(entry)) return entry;
  const [copy, mode] = [Buffer.from(entry), 100];
  copy.write("0000755", mode, "latin1");
  copy.fill(" ", 148, 156);
  const sum = copy.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  copy.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return copy;
}

function changed(entry: Buffer): Buffer {
  const copy = Buffer.from(entry);
  if (isBytecode(entry)) copy[512 + 100] = (copy[512 + 100] ?? 0) ^ 1;
  return copy;
}

function byAnotherTool(archive: string): void {
  const file = join(dirname(archive), "build-record.json");
  const record = JSON.parse(readFileSync(file, "utf8"));
  assert.match(record.evidence.tool, /./);
  record.evidence.tool = "another";
  writeFileSync(file, JSON.stringify(record));
}

function pipeInstead(archive: string): void {
  rmSync(archive);
  execFileSync("mkfifo", [archive]);
}

async function builtByHand(t: Cleanup, scenario: Scenario, ...flags: string[]) {
  const ended = await run(t, scenario, ["build", ...flags]);
  assert.equal(ended.exitCode, 0, ended.stderr);
  return ended;
}

function hashed(version: string): string {
  const wheel = VERSIONS.find((one) => one.version === version);
  const digest = createHash("sha256")
    .update(wheel?.bytes ?? "")
    .digest("hex");
  return `large==${version} --hash=sha256:${digest}\n`;
}
