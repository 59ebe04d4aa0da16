import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { offeredPython } from "../../../src/python/fetch/offered-python.ts";
import { UV, UV_WHEELS } from "../../../src/python/packaging/pins.ts";
import { createWorkspace } from "../../support/machine/workspace.ts";
import { skipWithoutIndex } from "../../support/packages/real-index.ts";
import { findUv } from "../../support/python/uv.ts";
import { silentHost } from "../../support/scenario/evidence.ts";

interface Listed {
  readonly key: string;
  readonly url: string;
}

const machines = [...UV_WHEELS.keys()].map((name) => {
  const [system = "", machine = ""] = name.split(" ");
  const os = { Linux: "linux", macOS: "darwin", Windows: "windows" }[system] ?? "";
  return { os, arch: machine === "arm64" ? "aarch64" : machine, libc: os === "linux" ? "gnu" : "none", name };
});

test("the list has what the pinned uv has: for each minor version and platform the last release", {
  skip: await skipWithoutIndex(),
}, async (t) => {
  const uv = (await findUv(t)) ?? assert.fail("no uv");
  if (!execFileSync(uv, ["--version"], { encoding: "utf8" }).startsWith(`uv ${UV.version} `)) return;
  const args = "python list --only-downloads --all-platforms --all-arches --output-format json --no-config".split(" ");
  const listed = JSON.parse(execFileSync(uv, args, { encoding: "utf8" })) as Listed[];
  const host = silentHost(createWorkspace(t));
  for (const minor of ["3.8", "3.9", "3.10", "3.11", "3.12", "3.13"]) {
    for (const machine of machines) {
      const found = await offeredPython(minor, machine, { ...host, environment: {} });
      // uv's list says darwin, uv itself macos.
      const same = listed.find(({ key }) => key === found?.key.replace("-darwin-", "-macos-"));
      assert.equal(
        same?.url.split("/download/")[1],
        found?.download.url.split("/download/")[1],
        `${minor} ${machine.name}`,
      );
      assert.match(found?.download.sha256 ?? "", /^[0-9a-f]{64}$/);
    }
  }
});

test("no Python 3.7 and none for an unknown machine is offered", async (t) => {
  const host = { ...silentHost(createWorkspace(t)), environment: {} };
  const [linux] = machines;
  assert.ok(linux);
  assert.equal(await offeredPython("3.7", linux, host), undefined);
  assert.equal(await offeredPython("3.8", { ...linux, libc: "musl" }, host), undefined);
  assert.equal((await offeredPython(">=3.8 <3.11", linux, host))?.version, "3.10.22");
});
