// Faults of a package index, one row each: what the step says, and that the earlier mount stands.
import assert from "node:assert/strict";
import type http from "node:http";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { type Cleanup, compareTrees, readTree } from "../support/machine/workspace.ts";
import { fixturePackages } from "../support/packages/fixture-packages.ts";
import type { IndexOptions } from "../support/packages/package-index.ts";
import { indexReachable } from "../support/packages/real-index.ts";
import { uvFromRealIndex } from "../support/python/uv-on-index.ts";
import { build, createScenario, onLinux, readJson, run, type Scenario } from "../support/scenario/scenario.ts";

const WHEEL = "/files/greet-1.0-py3-none-any.whl";
const PAGE = "/simple/greet/";
/** Seconds that pip waits for a read; a stall is four of them. */
const READ_SECONDS = 4;
let rows = 0;

const greet = () => fixturePackages().find(({ filename }) => filename.startsWith("greet-1.0")) ?? assert.fail();
const wheel = () => Buffer.from(greet().bytes as Uint8Array);

interface Fault {
  readonly index: IndexOptions;
  readonly env?: Record<string, string>;
  readonly says: RegExp;
  /** Promised, in seconds; a test allows threefold. */
  readonly within?: number;
}

/** Responds to one path. */
const at = (path: string, answer: (response: http.ServerResponse) => void): IndexOptions => ({
  respond: (asked, response) => {
    if (asked !== path) return false;
    answer(response);
    return true;
  },
});

function drip(response: http.ServerResponse, bytes: Buffer): void {
  response.writeHead(200, { "content-length": bytes.length, "content-type": "application/octet-stream" });
  let sent = 0;
  const timer = setInterval(() => response.write(bytes.subarray(sent, ++sent)), 1_000);
  response.once("close", () => clearInterval(timer));
}

const short = { PIP_DEFAULT_TIMEOUT: String(READ_SECONDS), PIP_RETRIES: "5" };
const stalled = /The installer was stopped: it received almost nothing for 16 seconds\n.*did not answer/;

const FAULTS: Readonly<Record<string, Fault>> = {
  "the project is not found": { index: { fail: (path) => (path === PAGE ? 404 : undefined) }, says: /greet/ },
  "a wheel is not found": { index: { fail: (path) => (path === WHEEL ? 404 : undefined) }, says: /404/ },
  "it answers 503 for ever": {
    index: { fail: (path) => (path === PAGE ? 503 : undefined) },
    env: { PIP_RETRIES: "2" },
    says: /503|greet/,
  },
  "it never answers": { index: { hold: (path) => path === PAGE }, env: short, says: stalled, within: 16 },
  "it never sends a wheel": { index: { hold: (path) => path === WHEEL }, env: short, says: stalled, within: 16 },
  "it never answers, and nothing is configured": {
    index: { hold: (path) => path === PAGE },
    env: { PIP_RETRIES: "5" },
    says: /received almost nothing for 60 seconds/,
    within: 60,
  },
  "it sends a byte a second": {
    index: at(WHEEL, (response) => drip(response, wheel())),
    env: short,
    says: stalled,
    within: 16,
  },
  "it closes the connection in a wheel": {
    index: at(WHEEL, (response) => {
      response.writeHead(200, { "content-length": wheel().length });
      response.write(wheel().subarray(0, 400), () => setTimeout(() => response.destroy(), 100));
    }),
    says: /greet|incomplete|broken|aborted/i,
  },
  "a wheel is truncated": {
    index: at(WHEEL, (response) => void response.end(wheel().subarray(0, 400))),
    says: /hash/,
  },
  "a wheel is truncated, and no hash is known": {
    index: { ...at(WHEEL, (response) => void response.end(wheel().subarray(0, 400))), packages: unhashed() },
    says: /greet[\s\S]*(invalid|damaged)/,
  },
  "a page has another content type": {
    index: at(PAGE, (response) => {
      response.setHeader("content-type", "application/pdf");
      response.end("%PDF");
    }),
    says: /not a package index/,
  },
  "a page redirects to itself": {
    index: at(PAGE, (response) => void response.writeHead(302, { location: PAGE }).end()),
    says: /^error: requirements\.txt:1 \(greet==1\.0\): .*(redirect|30)/,
  },
};

function unhashed() {
  return fixturePackages().map((one) => ({ ...one, sha256: null }));
}

const lastError = (text: string) => text.slice(text.search(/^error: /m));

/** A mount from before, which a failed build must leave alone. */
async function withMount(t: Cleanup, options: IndexOptions): Promise<Scenario> {
  const scenario = await createScenario(t);
  await build(t, scenario, "--packages", "politeness==1.0", "--requirements", "");
  const spoiled = await createScenario(t, options);
  return { ...scenario, index: spoiled.index, env: spoiled.env };
}

describe("a package index that fails", { ...onLinux, concurrency: 4 }, () => {
  for (const [name, { index, env = {}, says, within }] of Object.entries(FAULTS)) {
    it(name, async (t) => {
      const scenario = await withMount(t, index);
      const before = readTree(join(scenario.workspace, "myenv"));
      const started = performance.now();
      const ended = await run(t, scenario, ["build"], { env });
      const seconds = (performance.now() - started) / 1_000;
      assert.equal(ended.exitCode, 3, ended.stderr);
      assert.match(lastError(ended.stderr), says);
      assert.doesNotMatch(ended.stderr, /This is a bug|\n\s+at /);
      if (within !== undefined) assert.ok(seconds < 3 * within, `${seconds} seconds`);
      const changes = compareTrees(before, readTree(join(scenario.workspace, "myenv")));
      assert.deepEqual(changes, { added: [], removed: [], changed: [] });
      const beside = Object.keys(readTree(scenario.workspace)).filter((path) => path.startsWith(".myenv."));
      assert.deepEqual(beside, []);
      rows += 1;
    });
  }

  it("answers 503 twice, and then as it should", async (t) => {
    let left = 2;
    const scenario = await createScenario(t, { fail: (path) => (path === PAGE && left-- > 0 ? 503 : undefined) });
    const ended = await run(t, scenario, ["build"], { env: { PIP_RETRIES: "5" } });
    assert.equal(ended.exitCode, 0, ended.stderr);
    rows += 1;
  });

  it("gets a release between two requests: the lock has what was installed", async (t) => {
    const all = fixturePackages();
    const packages = all.filter(({ filename }) => !filename.startsWith("greet-1.1"));
    const scenario = await createScenario(t, {
      packages,
      requirements: "greet\n",
      respond: (path) => {
        if (path === WHEEL) packages.splice(0, packages.length, ...all);
        return false;
      },
    });
    const ended = await run(t, scenario, ["build"]);
    assert.equal(ended.exitCode, 0, ended.stderr);
    const manifest = readJson(ended.json["manifest-file"]);
    assert.match(JSON.stringify(manifest.freeze ?? manifest), /greet==1\.0/);
    assert.doesNotMatch(JSON.stringify(manifest.freeze ?? manifest), /greet==1\.1/);
    rows += 1;
  });

  it("sends uv a byte a second", async (t) => {
    if (!(await indexReachable())) return t.skip("uv cannot be had");
    const packages = [...fixturePackages(), ...uvFromRealIndex(t)];
    const scenario = await createScenario(t, { ...at(WHEEL, (response) => drip(response, wheel())), packages });
    const env = { UV_HTTP_TIMEOUT: String(READ_SECONDS) };
    const ended = await run(t, scenario, ["build", "--installer", "uv"], { env });
    assert.equal(ended.exitCode, 3, ended.stderr);
    assert.match(lastError(ended.stderr), stalled);
    rows += 1;
  });
});

after(() => console.log(`\nFaults of a package index: ${rows} rows.`));
