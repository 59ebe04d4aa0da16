import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { messageOf, UserError } from "../errors.ts";
import type { Host, Service } from "./host.ts";

/** Of a log that has no end, the end is what tells. */
const LOG_LIMIT = 2 ** 20;
const STOP_WITHIN = 10_000;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * `start` of both hosts: a program in a process group of its own, because a server's workers must go with it. It is
 * stopped when we end, by a signal too: nobody else would stop it.
 * @throws UserError when it cannot be started
 */
export const start: Host["start"] = async (command, args, { environment, directory }) => {
  const child = spawn(command, args, {
    env: environment,
    cwd: directory,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject)).catch((error) => {
    throw new UserError(`${command} cannot be started: ${messageOf(error)}.`, { cause: error });
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-LOG_LIMIT);
    });
  }
  const letGo = stopWithUs(child);
  const ended = exitCodeOf(child).finally(letGo);
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

/** Kills the group when this process ends before it; the answer takes that back. */
function stopWithUs(child: ChildProcess): () => void {
  const kill = () => signalGroup(child, "SIGKILL");
  // With nobody else listening, the signal would be lost, and we would live on.
  const ours = SIGNALS.filter((signal) => process.listenerCount(signal) === 0);
  const onSignal = (signal: NodeJS.Signals) => {
    kill();
    letGo();
    if (ours.some((one) => one === signal)) process.kill(process.pid, signal);
  };
  const letGo = () => {
    process.off("exit", kill);
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  process.once("exit", kill);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return letGo;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}
