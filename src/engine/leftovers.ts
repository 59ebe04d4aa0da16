import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { spawnDetached } from "../host/process/spawn.ts";
import { orNothing } from "../util/errors.ts";
import { ask, type Engine } from "./engine.ts";
import { endOrphans } from "./orphans.ts";

/** Names the containers of this tool, and the process that owns one, so that a later run finds what a killed one left. */
export const LABEL = "azureml-extra-packages.process";

/**
 * This process: machine, id, the time of its start, since ids are used again, and the time in milliseconds, by which
 * another machine knows how old the container is.
 */
export function ownerHere(): string {
  return [hostname(), process.pid, startOf(process.pid) ?? "", Date.now()].join("/");
}

/** In ticks since the machine started; `undefined` without `/proc`, or if the process has ended. */
function startOf(pid: number): string | undefined {
  const stat = orNothing(() => readFileSync(`/proc/${pid}/stat`, "latin1"));
  const [state, ...fields] = stat?.slice(stat.lastIndexOf(")") + 2).split(" ") ?? [];
  return state === "Z" || state === "X" ? undefined : fields[18];
}

/** Milliseconds. */
const REMOVAL_PATIENCE = 60_000;

/**
 * Removes the containers of runs that were killed. Those of other machines that use the same engine are removed when they
 * are old.
 */
export async function removeLeftovers(engine: Engine): Promise<void> {
  // Podman has no function Label, and the labels of Docker are no map.
  const label = engine.name === "docker" ? `.Label "${LABEL}"` : `index .Labels "${LABEL}"`;
  const format = `{{.ID}} {{${label}}}`;
  const listed = await ask(engine, ["ps", "--all", "--filter", `label=${LABEL}`, "--format", format]).catch(
    () => undefined,
  );
  const left = (listed?.output ?? "").split("\n").filter((line) => line.trim() !== "" && isLeft(line.split(" ")[1]));
  const ids = left.map((line) => line.split(" ")[0] ?? "");
  if (ids.length > 0)
    await ask(engine, ["rm", "--force", "--volumes", ...ids], REMOVAL_PATIENCE).catch(() => undefined);
  await endOrphans(engine);
}

const A_DAY = 86_400_000;

function isLeft(owner = ""): boolean {
  const [machine, pid, started, created] = owner.split("/");
  if (Date.now() - Number(created) > A_DAY) return true;
  if (machine !== hostname()) return false;
  if (process.platform === "linux") return startOf(Number(pid)) !== started;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}

/**
 * A program for node. The engine may still be creating the container, and what removes it then finds nothing: so it is
 * removed several times.
 */
const REMOVE = `const { spawnSync } = require("node:child_process")
const [program, ...args] = process.argv.slice(1)
for (const wait of [0, 200, 500, 1000, 2000, 4000]) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait)
  spawnSync(program, args, { stdio: "ignore", timeout: 10000 })
}`;

/** Removes a container after the end of this process: at a signal there is no time to wait for the engine. */
export function removeInBackground({ name: program, environment }: Engine, container: string): void {
  const args = ["rm", "--force", "--volumes", container];
  spawnDetached(process.execPath, ["-e", REMOVE, "--", program, ...args], environment);
}
