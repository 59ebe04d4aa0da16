import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { orNothing } from "../../util/errors.ts";

/** Up to this number of ids are read one by one: listing all processes takes up to a millisecond. */
const FEW = 32;

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  /** 0 if it is not known. */
  readonly session: number;
}

/** The processes of this machine with an id in this range, without this process and those that have ended. */
export function runningProcesses(lowest = 0, highest = Number.POSITIVE_INFINITY): RunningProcess[] {
  const running = process.platform === "linux" ? fromProc(lowest, highest) : fromPs();
  return running.filter(({ pid }) => pid !== process.pid);
}

/** The oldest child of a process, such as the program of a launcher. */
export function childOf(parent: number | undefined): number | undefined {
  return runningProcesses().find((one) => one.parent === parent)?.pid;
}

/** Linux only; always false on other systems. */
export function isRunning(pid: number): boolean {
  return orNothing(() => processAt(pid)) !== undefined;
}

function fromProc(lowest: number, highest: number): RunningProcess[] {
  const few = highest - lowest < FEW;
  const numbers = few ? Array.from({ length: highest - lowest + 1 }, (_, index) => lowest + index) : allNumbers();
  return numbers
    .filter((pid) => pid >= lowest && pid <= highest && (!few || existsSync(`/proc/${pid}`)))
    .flatMap((pid) => orNothing(() => processAt(pid)) ?? []);
}

function allNumbers(): number[] {
  const entries = orNothing(() => readdirSync("/proc")) ?? [];
  return entries.filter((entry) => /^[0-9]+$/.test(entry)).map(Number);
}

/** `undefined` for a zombie. */
function processAt(pid: number): RunningProcess | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const [state, parent, , session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return state === "Z" || state === "X" ? undefined : { pid, parent: Number(parent), session: Number(session) };
}

/** For macOS, which has no /proc. On Windows, which has no ps either, the list is empty. */
function fromPs(): RunningProcess[] {
  const listing = orNothing(() => execFileSync("/bin/ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })) ?? "";
  return [...listing.matchAll(/(\d+)\s+(\d+)/g)].map(([, pid, parent]) => ({
    pid: Number(pid),
    parent: Number(parent),
    session: 0,
  }));
}
