import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { UV } from "../../../src/python/packaging/pins.ts";
import { noSmallDisk, smallDisk } from "../../support/machine/small-disk.ts";
import { type Cleanup, createWorkspace } from "../../support/machine/workspace.ts";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import type { IndexFile } from "../../support/packages/package-index.ts";
import { skipWithoutIndex } from "../../support/packages/real-index.ts";
import {
  type PythonArchive,
  type PythonServerOptions,
  packPython,
  servePython,
} from "../../support/python/python-archive.ts";
import { uvFromRealIndex } from "../../support/python/uv-on-index.ts";
import { createScenario, onLinux, python, run } from "../../support/scenario/scenario.ts";

const skip = onLinux.skip || (await skipWithoutIndex());

const cleanups: (() => void | Promise<void>)[] = [];
const suite: Cleanup = { after: (clean) => cleanups.push(clean) };
let archive: PythonArchive;
let uv: IndexFile[] = [];
/** Keeps uv, but no Python. */
let home = "";
let nowhere = "";

/** A repository on a machine that has no Python 3.8, and a server that has one. */
async function machineWithout(t: Cleanup, served: PythonServerOptions = {}) {
  const server = await servePython(t, archive, served);
  const scenario = await createScenario(t, { packages: [...fixturePackages(), ...uv] });
  const pythons = createWorkspace(t);
  const env = {
    PATH: nowhere,
    PYENV_ROOT: nowhere,
    RUNNER_TOOL_CACHE: nowhere,
    AGENT_TOOLSDIRECTORY: nowhere,
    UV_PYTHON_DOWNLOADS_JSON_URL: server.list,
    UV_PYTHON_INSTALL_DIR: pythons,
    UV_HTTP_RETRIES: "0",
  };
  return { scenario: { ...scenario, home }, env, server, pythons };
}

/** The error and the hint of a build that fails. */
async function failing(t: Cleanup, served: PythonServerOptions, more: Record<string, string> = {}) {
  const { scenario, env, server } = await machineWithout(t, served);
  const { exitCode, stderr } = await run(t, scenario, ["build"], { env: { ...env, ...more } });
  assert.doesNotMatch(stderr, /^\s+at |Traceback|bug in azureml/m);
  const error = stderr.slice(stderr.search(/^error: /m)).replaceAll(new URL(server.list).origin, "http://server");
  return { exitCode, error, requests: server.requests };
}

describe("where no Python of the target is found", { ...onLinux, skip }, () => {
  before(() => {
    archive = packPython(suite, python);
    uv = uvFromRealIndex(suite);
    home = createWorkspace(suite);
    nowhere = createWorkspace(suite);
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  it("uv fetches one, which later runs find", async (t) => {
    const { scenario, env, server, pythons } = await machineWithout(t);
    const first = await run(t, scenario, ["build"], { env });
    assert.equal(first.exitCode, 0, first.stderr);
    assert.equal(first.json.verified, "simulated");
    assert.equal(first.json["python-version"], archive.version);
    const address = server.list.replace("python-downloads.json", "python.tar.gz");
    const says = `Python ${archive.version} was not on this machine: uv ${UV.version} fetched it from ${address}, with the SHA-256 in uv's list of downloads. It is kept in ${pythons}.`;
    assert.ok(first.stderr.includes(says), first.stderr);
    const asked = server.requests.length;
    const second = await run(t, scenario, ["build", "--cache", "off"], { env });
    assert.equal(second.exitCode, 0, second.stderr);
    assert.equal(second.json["mount-digest"], first.json["mount-digest"]);
    assert.equal(server.requests.length, asked);
  });

  it("a mount is verified with it, unless nothing is to be imported", async (t) => {
    const { scenario, env, server } = await machineWithout(t);
    const built = await run(t, scenario, ["build"], { env: {} });
    assert.equal(built.exitCode, 0, built.stderr);
    const files = await run(t, scenario, ["verify", "--evidence", "files"], { env });
    assert.equal(files.json.verified, "files");
    assert.deepEqual(server.requests, []);
    const imported = await run(t, scenario, ["verify"], { env });
    assert.equal(imported.json.verified, "simulated", imported.stderr);
  });

  it("python: found and UV_PYTHON_DOWNLOADS forbid it", async (t) => {
    const { scenario, env, server } = await machineWithout(t);
    const found = await run(t, scenario, ["build", "--python", "found"], { env });
    assert.equal(found.exitCode, 2);
    assert.match(found.stderr, /^error: No Python 3\.8 was found on this machine\./m);
    const never = await run(t, scenario, ["build"], { env: { ...env, UV_PYTHON_DOWNLOADS: "never" } });
    assert.equal(never.exitCode, 2);
    assert.match(
      never.stderr,
      /^error: No Python 3\.8 .*, and UV_PYTHON_DOWNLOADS, which is never, forbids fetching one\./m,
    );
    assert.deepEqual(server.requests, []);
  });

  it("an entry without a hash is refused before anything is downloaded", async (t) => {
    const { exitCode, error, requests } = await failing(t, { sha256: null });
    assert.equal(exitCode, 2);
    assert.match(
      error,
      /^error: The entry cpython-3\.8\.\d+-linux-\S+-gnu in http:\/\/server\/python-downloads\.json has no sha256, so/,
    );
    assert.match(error, /\n {2}Add its sha256 to the list, /);
    assert.deepEqual(requests, ["/python-downloads.json"]);
  });

  it("another hash, a missing file and another file are told apart", async (t) => {
    const address = "and Python 3\\.8\\.\\d+ could not be fetched: what http://server/python\\.tar\\.gz";
    const other = await failing(t, { sha256: "0".repeat(64) });
    assert.equal(other.exitCode, 3);
    assert.match(
      other.error,
      new RegExp(`^error: No Python 3\\.8 .*${address} sent does not have the SHA-256 in uv's list`),
    );
    assert.match(other.error, /\n {2}Run again; .* UV_PYTHON_INSTALL_MIRROR/);
    const missing = await failing(t, { status: 404 });
    assert.match(missing.error, /could not be fetched: http:\/\/server\/python\.tar\.gz does not exist \(HTTP 404\)\./);
    const page = Buffer.from("<html>Log in first</html>");
    const wrong = { ...archive, bytes: page };
    const server = await servePython(t, wrong, { sha256: archive.sha256 });
    const noArchive = await failing(t, {}, { UV_PYTHON_DOWNLOADS_JSON_URL: server.list });
    assert.match(noArchive.error, /python\.tar\.gz (is not an archive of Python|sent does not have the SHA-256)/);
  });

  it("a mirror and a list that do not answer are named", async (t) => {
    const list = await failing(
      t,
      {},
      { UV_PYTHON_DOWNLOADS_JSON_URL: "http://user:secret-password@127.0.0.1:9/list.json" },
    );
    assert.equal(list.exitCode, 3);
    assert.match(
      list.error,
      /^error: UV_PYTHON_DOWNLOADS_JSON_URL: http:\/\/127\.0\.0\.1:9\/list\.json cannot be read as JSON: /,
    );
    assert.doesNotMatch(list.error, /secret-password/);
    const mirror = await failing(
      t,
      {},
      { UV_PYTHON_DOWNLOADS_JSON_URL: "", UV_PYTHON_INSTALL_MIRROR: "http://127.0.0.1:9" },
    );
    assert.equal(mirror.exitCode, 3);
    assert.match(
      mirror.error,
      /Python 3\.8\.20 could not be fetched: http:\/\/127\.0\.0\.1:9\/\d+\/cpython-3\.8\.20\S+ could not be downloaded: /,
    );
    assert.match(mirror.error, /\n {2}Check proxy and network, /);
  });

  it("a full disk is named", { skip: noSmallDisk }, async (t) => {
    const { scenario, env, pythons } = await machineWithout(t);
    const { node } = smallDisk(t, pythons, 8);
    const { exitCode, stderr } = await run(t, scenario, ["build"], { env: { ...env, PATH: process.env.PATH }, node });
    assert.equal(exitCode, 3, stderr);
    assert.match(stderr, /^error: No Python 3\.8 .* could not be fetched: the disk is full\.\s/m);
    assert.match(stderr, /^ {2}Free disk space, or name another place with UV_PYTHON_INSTALL_DIR\.$/m);
  });

  it("without uv, the error says so", async (t) => {
    const { scenario, env } = await machineWithout(t);
    const index = await createScenario(t);
    const without = { ...scenario, home: createWorkspace(t), index: index.index, env: index.env };
    const { exitCode, stderr } = await run(t, without, ["build"], { env });
    assert.equal(exitCode, 3, stderr);
    assert.match(
      stderr,
      /^error: No Python 3\.8 .*, and uv \S+, which could fetch one, is not available: no wheel for Linux \S+ was found/m,
    );
    assert.match(stderr, /^ {2}Check PIP_INDEX_URL, proxy and network, or add the wheel of uv /m);
  });

  it("nothing unfinished is left", () => {
    const tools = join(home, ".cache", "azureml-extra-packages", "tools");
    assert.ok(existsSync(tools));
    assert.deepEqual(
      readdirSync(tools).filter((name) => name.startsWith(".fetching-")),
      [],
    );
  });
});
