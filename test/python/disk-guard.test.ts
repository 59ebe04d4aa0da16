// An installer that writes more than any installation is ended while it runs, with what it was unpacking.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { runInstaller } from "../../src/python/install/limits/run-installer.ts";
import { createWorkspace } from "../support/machine/workspace.ts";
import { silentHost } from "../support/scenario/evidence.ts";

const onLinux = { skip: !existsSync(`/proc/${process.pid}/io`) && "the system does not tell what a program writes" };
const limits = { mostWritten: 20e6, leastFree: 0 };

/** Runs a program that writes this many megabytes, one every two milliseconds. */
async function write(t: TestContext, file: string, megabytes: number, within = limits) {
  const directory = createWorkspace(t);
  const path = join(directory, file);
  const program = `
    const { mkdirSync, openSync, writeSync } = require("node:fs");
    const [directory, path, megabytes] = process.argv.slice(1);
    mkdirSync(directory, { recursive: true });
    const descriptor = openSync(path, "w");
    console.log("begins");
    let written = 0;
    const timer = setInterval(() => {
      if (written++ >= megabytes) return clearInterval(timer);
      writeSync(descriptor, Buffer.alloc(1e6));
    }, 2);`;
  const start = async () => {
    const args = ["-e", program, join(path, ".."), path, String(megabytes)];
    return await runInstaller(
      silentHost(directory),
      process.execPath,
      args,
      { environment: process.env },
      { stall: 60, disk: within },
    );
  };
  return { directory, path, start };
}

test("an installation that has no end is ended", { ...onLinux, timeout: 60_000 }, async (t) => {
  const { path, start } = await write(t, "lib/site-packages/demo/data.bin", 5_000);
  const { exitCode, output } = await start();
  assert.equal(exitCode, 143);
  assert.match(
    output,
    /^begins\n.* was ended by SIGTERM\.\nerror: The installer was stopped: it had written [2-9]\d\.\d MB, at last demo\/data\.bin; that is more than any mount needs\.\n$/,
  );
  assert.ok(statSync(path).size < 500e6, "it is ended soon");
});

test("one that has an end is let run to it", { ...onLinux, timeout: 60_000 }, async (t) => {
  const { path, start } = await write(t, "data.bin", 15);
  assert.deepEqual(await start(), { exitCode: 0, output: "begins\n" });
  assert.equal(statSync(path).size, 15e6);
});

test("a disk that had less free before is not what it is ended for", { ...onLinux, timeout: 60_000 }, async (t) => {
  const { start } = await write(t, "data.bin", 5_000, { ...limits, leastFree: 1e18 });
  assert.match((await start()).output, /; that is more than any mount needs\.\n$/);
});

test("what uv was unpacking goes with it, and nothing that was there before", {
  ...onLinux,
  timeout: 60_000,
}, async (t) => {
  const fresh = await write(t, ".tmpAbC123/demo/data.bin", 5_000);
  assert.match((await fresh.start()).output, /at last demo\/data\.bin/);
  assert.ok(!existsSync(join(fresh.directory, ".tmpAbC123")));
  const old = await write(t, ".tmpAbC123/demo/data.bin", 5_000);
  mkdirSync(join(old.directory, ".tmpAbC123"));
  await setTimeout(100); // clocks of file systems are coarse
  assert.match((await old.start()).output, /The installer was stopped/);
  assert.ok(existsSync(old.path));
});
