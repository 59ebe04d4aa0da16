import type { ChildProcess } from "node:child_process";
import { constants } from "node:os";
import { signalGroup } from "./groups.ts";
import type { Host, Service } from "./host.ts";
import { startProgram } from "./run.ts";

/** Of a log that has no end, the end is what tells. */
const LOG_LIMIT = 2 ** 20;
const STOP_WITHIN = 10_000;

/** `start` of both hosts: in a process group of its own, because a server's workers must go with it. */
export const start: Host["start"] = async (command, args, options) => {
  const child = await startProgram(command, args, options);
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-LOG_LIMIT);
    });
  }
  const ended = exitCodeOf(child);
  return { ended, log: () => log, stop: () => stop(child, ended) } satisfies Service;
};

/** What the leader leaves behind would hold the port, and our pipes. */
async function exitCodeOf(child: ChildProcess): Promise<number> {
  child.on("error", () => {}); // a signal that could not be delivered: the exit is what counts
  return await new Promise((resolve) => {
    let exitCode = 0;
    child.once("exit", (code, signal) => {
      exitCode = signal === null ? (code ?? 0) : 128 + constants.signals[signal];
      signalGroup(child, "SIGKILL");
    });
    child.once("close", () => resolve(exitCode));
  });
}

async function stop(child: ChildProcess, ended: Promise<number>): Promise<void> {
  signalGroup(child, "SIGTERM");
  const lastResort = setTimeout(() => signalGroup(child, "SIGKILL"), STOP_WITHIN);
  await ended;
  clearTimeout(lastResort);
}
