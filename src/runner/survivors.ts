import { readdirSync, readFileSync } from "node:fs";
import { orNothing } from "../errors.ts";

/** Every program that we start has this variable, with a value of its own, and so has whatever it starts. */
export const MARKER = "AZUREML_EXTRA_PACKAGES_PROCESS";

const MOST_ROUNDS = 20;

/**
 * Ends what outlived a program that we started: the processes of its session, those that inherited its marker, and what
 * these started. Linux only: elsewhere the program's process group is all that can be ended.
 *
 * @param session process id of the program, which led a session of its own
 * @returns how many processes were ended
 */
export function endSurvivors(marker: string, session: number): number {
  if (process.platform !== "linux") return 0;
  const ended = new Set<number>();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const found = survivorsOf(marker, session);
    if (found.length === 0) break;
    for (const pid of found) {
      ended.add(pid);
      orNothing(() => process.kill(pid, "SIGKILL"));
    }
  }
  return ended.size;
}

interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly session: number;
}

function survivorsOf(marker: string, session: number): number[] {
  const running = runningProcesses();
  const found = new Set(
    running.filter((one) => one.session === session || hasMarker(one.pid, marker)).map(({ pid }) => pid),
  );
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const { pid, parent } of running) if (found.has(parent)) found.add(pid);
  }
  return [...found];
}

function runningProcesses(): RunningProcess[] {
  const entries = orNothing(() => readdirSync("/proc")) ?? [];
  return entries
    .filter((entry) => /^[0-9]+$/.test(entry) && Number(entry) !== process.pid)
    .flatMap((entry) => orNothing(() => processAt(Number(entry))) ?? []);
}

/** `undefined` for one that has ended and only waits for its parent to notice. */
function processAt(pid: number): RunningProcess | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const [state, parent, , session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return state === "Z" || state === "X" ? undefined : { pid, parent: Number(parent), session: Number(session) };
}

/** A process of another user keeps its environment to itself. */
function hasMarker(pid: number, marker: string): boolean {
  const environment = orNothing(() => readFileSync(`/proc/${pid}/environ`, "latin1")) ?? "";
  return environment.includes(`${MARKER}=${marker}\0`) || environment.endsWith(`${MARKER}=${marker}`);
}
