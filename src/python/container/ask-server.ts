import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { capitalised, type Engine, EngineError, lastLine, whyGone } from "../../engine/engine.ts";
import { type Answered, answerOf } from "../../host/process/answer.ts";
import type { SampleRequest } from "../../inputs/sample-request/description.ts";
import { probeFile } from "../probe.ts";

/** The server's answer, as `probes/ask_server.py` prints it. Times in milliseconds. */
export interface ServerAnswer {
  readonly readyAfter: number | null;
  readonly answeredAfter: number | null;
  readonly status: number | null;
  /** Base64. */
  readonly text: string | null;
  /** Why there is no response; without `readyAfter`, why the server could not be asked. */
  readonly error: string | null;
}

export interface Patience {
  readonly ready: number;
  readonly answer: number;
}

/** Of nginx, which the images publish, and of the server behind it, for images without nginx. */
const PORTS = [5001, 31311];
/** Milliseconds for the interpreter that asks. */
const GRACE = 30_000;
const END_PATIENCE = 5_000;
/** How often the question is repeated if the program that asks it is ended. */
const REPEATS = 1;
/** Exit code of a program that was ended by SIGKILL. */
const KILLED = 137;
const UNASKED = { readyAfter: null, answeredAfter: null, status: null, text: null };

/**
 * Waits until the server in a container is ready, and sends a request. Nothing is published: it is made in the container.
 * @param interpreter of the image
 * @param end of the container
 */
export async function askInside(
  engine: Engine,
  container: string,
  interpreter: string,
  request: SampleRequest | undefined,
  { ready, answer }: Patience,
  end: AbortSignal,
): Promise<ServerAnswer | undefined> {
  const program = readFileSync(probeFile("ask_server"), "utf8");
  const args = ["exec", "--interactive", container, interpreter, "-I", "-S", "-c", program];
  const start = performance.now();
  for (let failures = 0; ; ) {
    const waited = performance.now() - start;
    const within = { ready: Math.max(0, ready - waited), answer };
    const options = { environment: engine.environment, timeout: within.ready + answer + GRACE };
    const asked = await answerOf(engine.name, args, { ...options, input: questionOf(request, within) });
    if (asked.code === 0) return startedEarlier(JSON.parse(asked.output) as ServerAnswer, waited);
    if (end.aborted) return undefined;
    const isStarting = /no such container|is not running|container state improper/i.test(asked.errors);
    if (!isStarting || waited > GRACE) {
      const gone = await whyGone(engine);
      if (gone !== undefined) throw new EngineError(gone);
      if (isStarting) throw new EngineError(`the server could not be asked: ${lastLine(asked.errors)}`);
      // A container that ends also ends the program that asks, sometimes before it is seen to have ended.
      await delay(END_PATIENCE, undefined, { signal: end }).catch(() => undefined);
      if (end.aborted) return undefined;
      failures += 1;
      if (asked.timedOut || failures > REPEATS) return { ...UNASKED, error: whyUnasked(engine, asked) };
    }
    await delay(100);
  }
}

function questionOf(request: SampleRequest | undefined, { ready, answer }: Patience): string {
  return JSON.stringify({
    ports: PORTS,
    request: request === undefined ? null : { ...request, body: request.body?.toString("base64") ?? null },
    readyWithin: ready / 1000,
    answerWithin: answer / 1000,
  });
}

/** @param before milliseconds between the start of the container and the question */
function startedEarlier(answer: ServerAnswer, before: number): ServerAnswer {
  return answer.readyAfter === null ? answer : { ...answer, readyAfter: Math.round(answer.readyAfter + before) };
}

/** The engine answers and the container runs: something in the container ended the program, so that the test failed. */
function whyUnasked({ name }: Engine, { code, timedOut, errors }: Answered): string {
  const what = "the server could not be asked, because the program that sends the request in the container";
  if (timedOut) return `${what} did not end`;
  if (code === KILLED)
    return `${what} was killed twice (${name} exec: exit code ${code}), as happens when the memory is used up`;
  const reason = errors.trim() === "" ? "" : `: ${lastLine(errors)}`;
  return `${what} failed twice (${name} exec: exit code ${code})${reason}`;
}

/** Of the engine's program: the container was not started. */
const NOT_STARTED = 125;

/** @throws EngineError if a container ended because of the engine */
export async function requireEngine(engine: Engine, exitCode: number, log: string): Promise<void> {
  const gone = await whyGone(engine);
  if (gone !== undefined) throw new EngineError(gone);
  if (exitCode !== NOT_STARTED) return;
  throw new EngineError(`${capitalised(engine.name)} could not start the container: ${lastLine(log)}`);
}
