// Runs dockerd for the tests and ends it when no test process has used it for five minutes: `node engine-keeper.ts`, of
// which `flock` allows one at a time. A daemon that an earlier, killed keeper left is taken over.
import { spawn } from "node:child_process";
import { openSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { DOCKER_SOCKET, IN_USE } from "./private-docker.ts";
import { engineCache, pathWithSystemPrograms } from "./stand-in/cache.ts";

const UNUSED_FOR = 300_000;
const pidFile = join(engineCache, "dockerd.pid");

const daemon = runningDaemon() ?? startDaemon();
while (isRunning(daemon) && Date.now() - statSync(IN_USE).mtimeMs < UNUSED_FOR) await delay(1000);
if (isRunning(daemon)) process.kill(daemon, "SIGTERM");
// The lock is held until the daemon has gone: the next one needs its directories.
while (isRunning(daemon)) await delay(100);

/** A process id; a file that an ended daemon left is removed, for another process may have its number now. */
function runningDaemon(): number | undefined {
  const pid = Number(textOf(pidFile) || "0");
  if (pid > 0 && textOf(`/proc/${pid}/comm`).trim() === "dockerd") return pid;
  rmSync(pidFile, { force: true });
  return undefined;
}

function startDaemon(): number {
  const log = openSync(join(engineCache, "dockerd.log"), "w");
  const places = ["--data-root", join(engineCache, "docker"), "--exec-root", join(engineCache, "docker-exec")];
  // The containers of the tests have no network, so no rule of this machine's firewall must change.
  const network = ["--iptables=false", "--ip6tables=false", "--bridge=none"];
  const child = spawn("dockerd", [...network, ...places, "--pidfile", pidFile, "-H", `unix://${DOCKER_SOCKET}`], {
    env: { ...process.env, PATH: pathWithSystemPrograms() },
    stdio: ["ignore", log, log],
  });
  return child.pid ?? 0;
}

function isRunning(pid: number): boolean {
  return textOf(`/proc/${pid}/stat`) !== "" && !/\) Z/.test(textOf(`/proc/${pid}/stat`));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
