import type { Host, RunningProgram } from "../host/host.ts";
import { type Answered, answerOf } from "../host/process/answer.ts";
import { messageOf } from "../util/errors.ts";

/** A container engine, asked through its command line program. */
export interface Engine {
  readonly name: EngineName;
  /** Version of the server; of podman, which has none, of the program. */
  readonly version: string;
  /** The engine's own variables (`DOCKER_HOST`, `CONTAINERS_CONF`) are among them. */
  readonly environment: NodeJS.ProcessEnv;
  /** Why an engine that is preferred to it cannot be used, as a sentence; `""` if it is not installed. */
  readonly insteadOf?: string;
}

export const ENGINE_NAMES = ["docker", "podman"] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

/** Milliseconds for a question that an engine answers at once. An engine that hangs must not hold up a run. */
const PATIENCE = 20_000;

/**
 * Finds an engine that answers.
 * @param wanted `auto`: Docker, else Podman
 * @returns a sentence if none is installed and runs
 * @throws EngineError if one hangs and no other answers
 */
export async function findEngine(wanted: EngineName | "auto", host: Host): Promise<Engine | string> {
  const refusals: Refusal[] = [];
  for (const name of wanted === "auto" ? ENGINE_NAMES : [wanted]) {
    const found = await askVersion(name, host);
    if (!("why" in found))
      return {
        ...found,
        insteadOf: refusals
          .filter(({ why }) => !why.endsWith("is not installed"))
          .map(sentence)
          .join(" "),
      };
    refusals.push(found);
  }
  const hanging = refusals.find(({ hangs }) => hangs);
  if (hanging !== undefined) throw new EngineError(hanging.why);
  return refusals.map(sentence).join(" ");
}

function sentence({ why }: Refusal): string {
  const isDenied = /permission denied/i.test(why);
  return `${why}.${isDenied ? " Add this user to the group docker, or use an engine without root." : ""}`;
}

/** Why an engine cannot be used. */
interface Refusal {
  readonly why: string;
  readonly hangs: boolean;
}

const VERSION_FORMATS: Readonly<Record<EngineName, string>> = {
  docker: "{{.Server.Version}}",
  podman: "{{.Client.Version}}",
};

async function askVersion(name: EngineName, { environment }: Pick<Host, "environment">): Promise<Engine | Refusal> {
  const engine = { name, version: "", environment };
  try {
    const { code, output, errors, timedOut } = await ask(engine, ["version", "--format", VERSION_FORMATS[name]]);
    if (code === 0 && output.trim() !== "") return { ...engine, version: output.trim() };
    const why = timedOut ? `not within ${PATIENCE / 1000} s` : lastLine(errors);
    return { why: `${capitalised(name)} does not answer: ${why}`, hangs: timedOut };
  } catch {
    return { why: `${capitalised(name)} is not installed`, hangs: false };
  }
}

/** Why an engine that has answered before does not answer now; `undefined` if it does. */
export async function whyGone(engine: Engine): Promise<string | undefined> {
  const answer = await askVersion(engine.name, engine);
  return "why" in answer ? answer.why : undefined;
}

/** The name of an engine in a sentence. */
export function capitalised(name: EngineName): string {
  return name === "docker" ? "Docker" : "Podman";
}

/**
 * Runs the engine's program to its end.
 * @param timeout milliseconds
 * @throws Error if the program cannot be started
 */
export async function ask(
  { name, environment }: Engine,
  args: readonly string[],
  timeout = PATIENCE,
  signal?: AbortSignal,
): Promise<Answered> {
  const watch = (tool: RunningProgram) => {
    const end = () => tool.end();
    signal?.addEventListener("abort", end);
    if (signal?.aborted) end();
    return () => signal?.removeEventListener("abort", end);
  };
  return await answerOf(name, args, { environment, timeout, watch });
}

/**
 * The same for a command that must succeed.
 * @returns its standard output
 * @throws EngineError with the engine's own reason
 */
export async function command(engine: Engine, args: readonly string[], timeout = PATIENCE): Promise<string> {
  const { code, output, errors, timedOut } = await ask(engine, args, timeout).catch((error) => {
    throw new EngineError(messageOf(error));
  });
  if (code === 0) return output;
  throw new EngineError(
    timedOut ? `${engine.name} ${args[0]} did not end within ${timeout / 1000} s` : lastLine(errors),
  );
}

/** Why a container engine did not do what it was asked; the message is a part of a sentence. */
export class EngineError extends Error {
  override readonly name = "EngineError";
}

/** The last line of an error output, without the engine's own prefix and full stop. */
export function lastLine(errors: string): string {
  const lines = errors
    .trim()
    .split("\n")
    .filter((line) => !/^(See|Run) '.*--help'/.test(line.trim()));
  const line = lines.findLast((one) => one.trim() !== "")?.trim() ?? "it gave no reason";
  const plain = line.replace(/^(Error: |docker: |Error response from daemon: )+/i, "");
  return plain.replace(/\. Is the docker daemon running\?$/, "").replace(/\.$/, "");
}
