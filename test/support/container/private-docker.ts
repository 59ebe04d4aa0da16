// A Docker daemon of the tests' own, for a machine on which none answers: started by the first test process, shared by
// all, ended five minutes after the last use by engine-keeper.ts. Its images stay.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { engineCache, isInstalled } from "./stand-in/cache.ts";

export const DOCKER_SOCKET = join(engineCache, "docker.sock");
/** Its time is that of the last use. */
export const IN_USE = join(engineCache, "docker.in-use");

const START_WITHIN = 60_000;
const REPORT_USE_EVERY = 20_000;

/** Its DOCKER_HOST once `answers` is true for it; else the reason why there is none. */
export async function privateDocker(
  answers: (host: string) => Promise<boolean>,
): Promise<{ host: string } | { reason: string }> {
  if (!isInstalled("dockerd")) return { reason: "no Docker daemon answers, and dockerd is not installed" };
  if (process.getuid?.() !== 0) return { reason: "no Docker daemon answers, and only root may start dockerd" };
  // A longer path is no socket's.
  if (DOCKER_SOCKET.length > 100) return { reason: `the path of the Docker socket is too long: ${DOCKER_SOCKET}` };
  reportUse();
  setInterval(reportUse, REPORT_USE_EVERY).unref();
  const host = `unix://${DOCKER_SOCKET}`;
  const end = Date.now() + START_WITHIN;
  while (Date.now() < end) {
    startKeeper();
    if (await answers(host)) return { host };
    await delay(500);
  }
  return { reason: `dockerd does not answer within ${START_WITHIN / 1000} s: see ${join(engineCache, "dockerd.log")}` };
}

function reportUse() {
  mkdirSync(engineCache, { recursive: true });
  writeFileSync(IN_USE, "");
}

/** Ends at once when there is a keeper already. */
function startKeeper() {
  const keeper = fileURLToPath(new URL("./engine-keeper.ts", import.meta.url));
  const words = ["--nonblock", join(engineCache, "keeper.lock"), process.execPath, keeper];
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, NODE_V8_COVERAGE: ___, ...env } = process.env;
  spawn("flock", words, { env, cwd: "/", detached: true, stdio: "ignore" }).unref();
}
