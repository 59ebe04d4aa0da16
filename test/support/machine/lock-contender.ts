// Takes the same lock again and again, and ends with exit code 1 when another living process is seen to hold it too.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Host } from "../../../src/host/host.ts";
import { isRunning, ownIdentity } from "../../../src/host/process/linux.ts";
import { withLock } from "../../../src/mount/run-lock/with-lock.ts";
import { orNothing } from "../../../src/util/errors.ts";

const [, , room = ""] = process.argv;
const host = { log: { info: () => {} } as unknown as Host["log"], atEnd: () => () => {} };
const mine = `held-by-${process.pid}`;

/** A file of a process that has been killed, including a zombie that has not been reaped yet. */
function isOfLiving(name: string): boolean {
  const holder = orNothing(() => JSON.parse(readFileSync(join(room, name), "utf8"))); // killed while it wrote
  return holder !== undefined && isRunning(holder) === true;
}

for (let round = 0; round < 30; round += 1) {
  const work = async () => {
    writeFileSync(join(room, mine), JSON.stringify(ownIdentity()));
    await delay(Math.random() * 10);
    const others = readdirSync(room).filter((name) => name.startsWith("held-by-") && name !== mine);
    if (others.some(isOfLiving)) process.exit(1);
    rmSync(join(room, mine));
  };
  await withLock(join(room, ".lock"), room, host, work, {
    patience: 120_000,
    interval: 2,
    heartbeat: 50,
    silence: 2_000,
  });
}
