import type { ChildProcess } from "node:child_process";
import { orNothing } from "../../util/errors.ts";
import { treeOf } from "./tree.ts";

/** Sends a signal to a program and to what it started: its process group if it leads one, else its tree. */
export function signalAll(program: ChildProcess, signal: NodeJS.Signals): void {
  const { pid } = program;
  if (pid === undefined || signalGroup(pid, signal) || treeOf(program)?.signal(pid, signal).length) return;
  program.kill(signal); // started by a library, or on a system that lists no processes
}

/** Kills a program, which may have ended already, and what it started. */
export function endAll(program: ChildProcess): void {
  const { pid } = program;
  if (pid === undefined) return;
  signalGroup(pid, "SIGKILL");
  treeOf(program)?.end(pid);
  if (program.exitCode === null && program.signalCode === null) program.kill("SIGKILL");
}

/** Whether there was a group. */
function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  return orNothing(() => process.kill(-pid, signal)) === true;
}
