import type { ChildProcess } from "node:child_process";

/** A program with everything that it started, if it leads a process group, else the program alone. */
export function signalAll(program: ChildProcess, signal: NodeJS.Signals): void {
  if (!signalGroup(program, signal)) program.kill(signal);
}

/** Whether there was a group. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
