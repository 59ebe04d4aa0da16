import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Service } from "../host/host.ts";
import type { SampleRequest } from "../inputs/sample-request/description.ts";
import { messageOf } from "../util/errors.ts";
import { humanSeconds } from "../util/text.ts";
import { LONGEST_REQUEST } from "./limits.ts";

/** The server's response. */
export interface HttpResponse {
  readonly status: number;
  readonly text: string;
  readonly milliseconds: number;
}

/** @param within milliseconds */
export function notReady(within: number): string {
  return `the server was not ready after ${humanSeconds(within)}; by then the probes of the deployment would restart it`;
}

/** A port on loopback that is currently free. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return port;
}

/**
 * Polls until the server reports that it is healthy.
 * @param within milliseconds
 * @returns why it is not ready, as a sentence; `""` if it is
 */
export async function untilReady(
  port: number,
  { ended, log }: Pick<Service, "ended" | "log">,
  within: number,
): Promise<string> {
  const giveUp = new AbortController();
  const late = delay(within, notReady(within), { signal: giveUp.signal }).catch(() => notReady(within));
  const exited = ended.then((code) => `the server exited with code ${code} before it was ready`);
  try {
    return await Promise.race([exited, late, healthy(port, giveUp.signal), untilWorkerIsKilled(log, giveUp.signal)]);
  } finally {
    giveUp.abort();
  }
}

async function healthy(port: number, signal: AbortSignal): Promise<""> {
  while (!signal.aborted) {
    // gunicorn listens before a worker has loaded the scoring script; until then a request hangs.
    const answer = await fetch(`http://127.0.0.1:${port}/`, { signal }).catch(() => undefined);
    if (answer?.ok) return "";
    await delay(50);
  }
  return await new Promise(() => {}); // `untilReady` has returned already
}

/** How gunicorn says that a worker was ended: since 20.1, and before. */
const WORKER_KILLED = /Worker \(pid:\d+\) was sent (SIG[A-Z]+)|Worker with pid \d+ was terminated due to signal (\d+)/;

/**
 * Waits until a worker of the server is killed. The server starts another one, which is killed as well.
 * @returns a sentence; never if `end` is aborted first
 */
export async function untilWorkerIsKilled(log: () => string, end: AbortSignal): Promise<string> {
  while (!end.aborted) {
    const killed = killedWorker(log());
    if (killed !== undefined) return killed;
    await delay(200);
  }
  return await new Promise(() => {});
}

/** Why there is no right response, given the server's log: its client only sees that the connection was closed. */
export function withCause(problem: string, log: string): string {
  const killed = killedWorker(log);
  return killed === undefined || problem.includes(killed) ? problem : `${killed}, so that ${problem}`;
}

/** @returns a sentence if a worker was killed */
function killedWorker(log: string): string | undefined {
  const [, name, number] = WORKER_KILLED.exec(log) ?? [];
  const signal = name ?? (number && `signal ${number}`);
  return signal && `a worker of the server was ended by ${signal}${MEANING[signal] ?? ""}`;
}

const OUT_OF_MEMORY = ", as happens when the memory is used up";
const MEANING: Readonly<Record<string, string>> = {
  SIGKILL: OUT_OF_MEMORY,
  "signal 9": OUT_OF_MEMORY,
  SIGABRT: ", as happens when it did not get ready in time",
  SIGSEGV: ": compiled code crashed",
  "signal 11": ": compiled code crashed",
};

/** @returns a sentence if there is no response */
export async function send(
  port: number,
  { method, path, headers, body }: SampleRequest,
): Promise<HttpResponse | string> {
  const started = performance.now();
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers,
      redirect: "manual",
      signal: AbortSignal.timeout(LONGEST_REQUEST),
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, text, milliseconds: Math.round(performance.now() - started) };
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    return `there was no response: ${messageOf(cause)}`;
  }
}
