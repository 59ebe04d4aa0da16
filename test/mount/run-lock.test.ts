import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { CleanupWork, Host } from "../../src/host/host.ts";
import { ownIdentity } from "../../src/host/process/linux.ts";
import { isHeld, type Timing } from "../../src/mount/run-lock/lock-file.ts";
import { withLock } from "../../src/mount/run-lock/with-lock.ts";
import { UserError } from "../../src/util/errors.ts";
import { type Cleanup, createWorkspace } from "../support/machine/workspace.ts";

const QUICK: Timing = { patience: 400, interval: 10, heartbeat: 20, silence: 150 };
const onLinux = { skip: process.platform !== "linux" && "only Linux tells when a process and its system started" };

/** What the lock needs of a host, and what it made of it. */
function fakeHost() {
  const [lines, works] = [[] as string[], new Set<CleanupWork>()];
  const host = {
    log: { info: (line: string) => lines.push(line) } as unknown as Host["log"],
    atEnd: (work: CleanupWork) => {
      works.add(work);
      return () => works.delete(work);
    },
  };
  return { host, lines, leave: (isLast: boolean) => [...works].map((work) => work({ isLast })), works };
}

const lockIn = (t: Cleanup) => join(createWorkspace(t), ".myenv.lock");
const take = (file: string, timing: Partial<Timing> = {}, fake = fakeHost()) =>
  withLock(file, "…/myenv", fake.host, async () => "done", { ...QUICK, ...timing });

/** The lock of a holder like this process, but for what differs. */
const leave = (file: string, differs: object) =>
  writeFileSync(file, JSON.stringify({ ...ownIdentity(), id: "another", ...differs }));

/** A process number that was given and is free again. */
async function endedProcess(): Promise<number> {
  const child = spawn("true");
  await once(child, "exit");
  return child.pid ?? 0;
}

describe("a lock", () => {
  it("is there while the work is done, and gone afterwards, also when it fails", async (t) => {
    const file = lockIn(t);
    const { host, works } = fakeHost();
    const seen = await withLock(file, "it", host, async () => JSON.parse(readFileSync(file, "utf8")).pid, QUICK);
    assert.equal(seen, process.pid);
    assert.equal(existsSync(file), false);
    const failing = withLock(file, "it", host, async () => Promise.reject(new Error("no")), QUICK);
    await assert.rejects(failing, /^Error: no$/);
    assert.equal(existsSync(file), false);
    assert.equal(works.size, 0);
  });

  it("goes when we leave, as the last thing", async (t) => {
    const file = lockIn(t);
    const { host, leave } = fakeHost();
    await withLock(
      file,
      "it",
      host,
      async () => {
        leave(false);
        assert.ok(existsSync(file), "programs may still run");
        leave(true);
        assert.equal(existsSync(file), false);
      },
      QUICK,
    );
  });

  it("is waited for, and one line names its holder", async (t) => {
    const file = lockIn(t);
    const [first, second] = [fakeHost(), fakeHost()];
    const order: string[] = [];
    const holding = withLock(file, "it", first.host, () => delay(150).then(() => order.push("first")), QUICK);
    await withLock(file, "…/myenv", second.host, async () => order.push("second"), QUICK);
    await holding;
    assert.deepEqual(order, ["first", "second"]);
    assert.deepEqual(first.lines, []);
    assert.deepEqual(second.lines, [
      `Another run (process ${process.pid}) is working on …/myenv; waiting up to 0.4 s for it to finish.`,
    ]);
  });

  it("that is held for too long ends the run with exit code 2, in one sentence", async (t) => {
    const file = lockIn(t);
    leave(file, {});
    const error = await take(file, {}).catch((thrown) => thrown);
    assert.ok(error instanceof UserError);
    assert.equal(error.exitCode, 2);
    assert.equal(error.hint, undefined);
    const who = `Another run \\(process ${process.pid}\\)`;
    assert.match(
      error.message,
      new RegExp(`^${who} is still working on …/myenv after 0\\.4 s: [^.]+\\.myenv\\.lock\\.$`),
    );
    assert.ok(existsSync(file));
  });

  it("cannot be created in a directory that is a file", async (t) => {
    const file = join(createWorkspace(t, { "a-file": "" }), "a-file", ".myenv.lock");
    await assert.rejects(take(file), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, /cannot be created/);
      assert.equal(error.hint, "Remove the file or directory that is in the way.");
      return true;
    });
  });

  it("that is a directory, or a link to nothing or to itself, is refused in one sentence", async (t) => {
    const makers: ((file: string) => void)[] = [
      (file) => mkdirSync(file),
      (file) => symlinkSync("nowhere", file),
      (file) => symlinkSync(file, file),
    ];
    for (const make of makers) {
      const file = lockIn(t);
      make(file);
      await assert.rejects(take(file), (error) => error instanceof UserError && /is not a file/.test(error.message));
    }
  });

  it("of a process that has ended is taken over", async (t) => {
    const file = lockIn(t);
    leave(file, { pid: await endedProcess() });
    assert.equal(isHeld(file), false);
    assert.equal(await take(file, { patience: 0 }), "done");
    assert.deepEqual(readdirSync(join(file, "..")), []);
  });

  const others: Record<string, object> = {
    "whose number another process has now": { started: "1" },
    "of an earlier start of the system": { boot: "00000000-0000-4000-8000-000000000000" },
  };
  for (const [name, differs] of Object.entries(others)) {
    it(`of a process ${name} is taken over`, onLinux, async (t) => {
      const file = lockIn(t);
      leave(file, differs);
      assert.equal(isHeld(file), false);
      assert.equal(await take(file, { patience: 0 }), "done");
    });
  }

  const unseen: Record<string, object> = {
    "another machine": { host: "elsewhere", boot: "00000000-0000-4000-8000-000000000000", pid: 1 },
    "another container": { host: "elsewhere", namespace: "pid:[1]", pid: 1 },
    "a container with our name": { namespace: "pid:[1]", pid: 1 },
  };
  for (const [name, differs] of Object.entries(unseen)) {
    it(`of ${name} is taken over when it gives no sign of life, and not before`, onLinux, async (t) => {
      const file = lockIn(t);
      leave(file, differs);
      assert.equal(isHeld(file), true);
      const beating = setInterval(() => utimesSync(file, new Date(), new Date()), 20);
      await assert.rejects(take(file), UserError);
      clearInterval(beating);
      assert.equal(await take(file, { patience: 5_000 }), "done");
    });
  }

  it("that is no lock of ours is taken over after a while", async (t) => {
    const file = lockIn(t);
    writeFileSync(file, "");
    const start = performance.now();
    assert.equal(await take(file, { patience: 5_000 }), "done");
    assert.ok(performance.now() - start >= QUICK.silence);
  });

  it("is held by one process at a time, also when holders are killed", onLinux, async (t) => {
    const room = createWorkspace(t);
    const program = fileURLToPath(new URL("../support/machine/lock-contender.ts", import.meta.url));
    const start = () => spawn(process.execPath, [program, room], { stdio: ["ignore", "inherit", "inherit"] });
    const children = Array.from({ length: 5 }, start);
    const ends = children.map((child) => once(child, "exit"));
    for (const child of children.slice(0, 2)) {
      while (!readdirSync(room).includes(`held-by-${child.pid}`) && child.exitCode === null) await delay(1);
      child.kill("SIGKILL");
    }
    const codes = (await Promise.all(ends)).slice(2).map(([code]) => code);
    assert.deepEqual(codes, [0, 0, 0]);
    await take(join(room, ".lock")); // of the second that was killed, if the others had ended by then
    const left = readdirSync(room).filter((name) => !name.startsWith("held-by-"));
    assert.deepEqual(left, []);
  });
});
