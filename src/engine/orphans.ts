import { readFileSync } from "node:fs";
import { answerOf } from "../host/process/answer.ts";
import { childOf, runningProcesses } from "../host/process/running.ts";
import { orNothing } from "../util/errors.ts";
import { ask, type Engine } from "./engine.ts";

/*
 * Podman's program starts a monitor, conmon, which starts the container's process. If the program is killed before it has
 * recorded that, `podman rm` removes the record only, and the process runs on without a container in any list.
 */

/** Names of the containers of this tool begin with it. */
export const NAME_PREFIX = "azureml-extra-packages-";

/** What the command line of a monitor says about its container. */
export interface Monitor {
  readonly id: string;
  readonly name: string;
  /** Path of runc or crun. */
  readonly runtime: string;
  /** Options of the runtime, such as where it keeps its state. */
  readonly options: readonly string[];
  /** Directory in which Podman keeps its images and containers. */
  readonly store: string;
}

/** @returns `undefined` for another program, and for a container that is not of this tool */
export function readMonitor(words: readonly string[]): Monitor | undefined {
  const after = (option: string) => words[words.indexOf(option, 1) + 1] ?? "";
  const name = after("-n");
  if (!/(^|\/)conmon$/.test(words[0] ?? "") || !name.startsWith(NAME_PREFIX)) return undefined;
  const options = words.flatMap((word, index) => {
    if (words[index - 1] === "--runtime-arg") return [word];
    return word.startsWith("--runtime-arg=") ? [word.slice("--runtime-arg=".length)] : [];
  });
  const exit = words.filter((_, index) => words[index - 1] === "--exit-command-arg");
  const store = exit[exit.indexOf("--root") + 1] ?? "";
  return { id: after("-c"), name, runtime: after("-r"), options: withoutLog(options), store };
}

/** The log is in a directory that Podman has removed with the container. */
function withoutLog(options: readonly string[]): string[] {
  return options.filter((word, index) => !word.startsWith("--log") && options[index - 1] !== "--log");
}

/**
 * Ends the processes of containers that Podman has removed, or has never recorded as started.
 * @param name that of one container, which is removed already; default: all of this tool that Podman does not list
 */
export async function endOrphans(engine: Engine, name?: string): Promise<void> {
  if (engine.name !== "podman" || process.platform !== "linux") return;
  const monitors = runningProcesses().flatMap(({ pid }) => {
    const monitor = monitorAt(pid);
    return monitor === undefined || (name !== undefined && monitor.name !== name) ? [] : [{ pid, ...monitor }];
  });
  const left = monitors.length > 0 && name === undefined ? await unlisted(engine, monitors) : monitors;
  for (const { pid, ...monitor } of left) await end(engine, pid, monitor);
}

function monitorAt(pid: number): Monitor | undefined {
  const text = orNothing(() => readFileSync(`/proc/${pid}/cmdline`, "utf8")) ?? "";
  return readMonitor(text.split("\0"));
}

/** Of this Podman's own store: another user's or another machine's Podman has other containers in its list. */
async function unlisted<T extends Monitor>(engine: Engine, monitors: readonly T[]): Promise<T[]> {
  const format = ["--format", "{{.Host.ServiceIsRemote}} {{.Store.GraphRoot}}"];
  const where = await ask(engine, ["info", ...format]).catch(() => undefined);
  const listed = await ask(engine, ["ps", "--all", "--no-trunc", "--format", "{{.ID}}"]).catch(() => undefined);
  if (where?.code !== 0 || listed?.code !== 0) return [];
  const known = new Set(listed.output.split("\n"));
  return monitors.filter(({ id, store }) => where.output.trim() === `false ${store}` && !known.has(id));
}

/** Milliseconds. */
const END_PATIENCE = 20_000;

/** The runtime ends every process of the container and forgets it, after which the monitor ends itself. */
async function end({ environment }: Engine, pid: number, { id, runtime, options }: Monitor): Promise<void> {
  const words = [runtime, ...options, "delete", "--force", id];
  // Without root, the container's processes belong to users that only Podman's own namespace may end.
  const [program = "", ...args] = process.getuid?.() === 0 ? words : ["podman", "unshare", ...words];
  const inContainer = childOf(pid);
  await answerOf(program, args, { environment, timeout: END_PATIENCE }).catch(() => undefined);
  for (const one of [inContainer, pid]) if (one !== undefined) orNothing(() => process.kill(one, "SIGKILL"));
}
