import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { Host } from "../../../src/host/host.ts";
import { fetchUv } from "../../../src/python/fetch/fetch-uv.ts";
import { machineOf } from "../../../src/python/fetch/machine.ts";
import { readPipConfig } from "../../../src/python/fetch/pip-config.ts";
import { UV } from "../../../src/python/packaging/pins.ts";
import { type Cleanup, createWorkspace } from "../../support/machine/workspace.ts";
import { type IndexFile, type IndexOptions, startIndex } from "../../support/packages/package-index.ts";
import { skipWithoutIndex } from "../../support/packages/real-index.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import { uvFromRealIndex } from "../../support/python/uv-on-index.ts";
import { silentHost } from "../../support/scenario/evidence.ts";

const skip = await skipWithoutIndex();
const machine = machineOf();
const tag = { linux: `manylinux_2_17_${machine.arch}`, darwin: "macosx_11_0_arm64", windows: "win_amd64" }[machine.os];

/** Like the pinned wheel by its name alone. */
function otherUv(): IndexFile {
  return makeWheel({ name: "uv", version: UV.version, tag: `py3-none-${tag}`, scripts: { uv: "#!/bin/sh\n" } });
}

function fetch(host: Host): Promise<string> {
  return fetchUv(readPipConfig(host.environment), {}, host);
}

async function machineWith(t: Cleanup, packages: IndexFile[], options: IndexOptions = {}) {
  const index = await startIndex({ packages, ...options });
  t.after(() => index.close());
  const toolDirectory = createWorkspace(t);
  const [infos, masked]: [string[], string[]] = [[], []];
  const silent = silentHost(toolDirectory);
  const log = { ...silent.log, info: (text: string) => infos.push(text), mask: (text: string) => masked.push(text) };
  const environment = { HOME: toolDirectory, ...index.env() };
  const draft = () => mkdtempSync(join(toolDirectory, ".fetching-"));
  return { host: { ...silent, log, environment, toolDirectory, draft }, index, infos, masked };
}

describe("uv without Python", () => {
  it("is fetched from the index, verified, and kept", { skip }, async (t) => {
    const { host, index, infos, masked } = await machineWith(t, uvFromRealIndex(t), {
      credentials: { user: "me", password: "secret-password" },
    });
    const program = await fetch(host);
    assert.match(execFileSync(program, ["--version"], { encoding: "utf8" }), new RegExp(`^uv ${UV.version} `));
    assert.deepEqual(readdirSync(join(program, "..")), [process.platform === "win32" ? "uv.exe" : "uv"]);
    if (process.platform !== "win32") assert.equal(statSync(program).mode & 0o777, 0o755);
    assert.match(
      infos.join("\n"),
      new RegExp(`^Fetched uv ${UV.version} from http://127\\.0\\.0\\.1:\\d+/files/uv-\\S+\\.whl\\. `),
    );
    assert.ok(masked.includes("secret-password"));
    const asked = index.requests.length;
    assert.equal(await fetch(host), program);
    assert.equal(index.requests.length, asked);
  });

  it("is fetched from a directory of wheels", { skip }, async (t) => {
    const [file] = uvFromRealIndex(t);
    const { host, index } = await machineWith(t, []);
    const environment = { ...host.environment, PIP_FIND_LINKS: join(file?.bytes as string, "..") };
    assert.ok(existsSync(await fetch({ ...host, environment })));
    assert.deepEqual(
      index.requests.map(({ path }) => path),
      ["/simple/uv/"],
    );
  });

  it("is not run if its hash is another one, whatever the index promises", async (t) => {
    for (const promised of [{}, { sha256: null }, { sha256: UV.hashes[0] ?? "" }]) {
      const { host } = await machineWith(t, [{ ...otherUv(), ...promised }]);
      await assert.rejects(fetch(host), /^UserError: http:\S+\/files\/uv-\S+\.whl: its SHA-256 is not the pinned one$/);
      assert.deepEqual(readdirSync(host.toolDirectory), []);
    }
  });

  it("is reported with the places that were asked", async (t) => {
    const { host, index } = await machineWith(t, [makeWheel({ name: "uv", version: "0.1.0", tag: `py3-none-${tag}` })]);
    const place = new RegExp(`^UserError: no wheel for ${machine.name} was found \\(asked: ${index.url}uv/\\)$`);
    await assert.rejects(fetch(host), place);
    const environment = { ...host.environment, PIP_NO_INDEX: "1" };
    await assert.rejects(fetch({ ...host, environment }), /\(no index is configured\)$/);
    const failing = await machineWith(t, [], { fail: 403 });
    await assert.rejects(fetch(failing.host), /\(asked: http:\S+\/simple\/uv\/ answered HTTP 403\)$/);
  });
});

describe("this machine", () => {
  const report = (glibc?: string) => ({ getReport: () => ({ header: { glibcVersionRuntime: glibc } }) }) as never;
  const cases = [
    [{ platform: "linux", arch: "x64", report: report("2.36") }, "linux x86_64 gnu Linux x86_64"],
    [{ platform: "linux", arch: "arm64", report: report() }, "linux aarch64 musl Linux aarch64 with musl"],
    [{ platform: "darwin", arch: "arm64", report: report() }, "darwin aarch64 none macOS arm64"],
    [{ platform: "win32", arch: "x64", report: report() }, "windows x86_64 none Windows x86_64"],
    [{ platform: "freebsd", arch: "riscv64", report: report() }, "freebsd riscv64 none freebsd riscv64"],
  ] as const;
  for (const [node, expected] of cases) {
    it(`is ${expected}`, () => {
      const { os, arch, libc, name } = machineOf(node);
      assert.equal([os, arch, libc, name].join(" "), expected);
    });
  }
});
