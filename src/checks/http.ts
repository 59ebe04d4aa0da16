import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { messageOf } from "../errors.ts";

/** What the server answered. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly milliseconds: number;
}

/** Milliseconds that the probes of an image leave a container before they restart it: 10 s, and thirty times 10 s. */
const READY_WITHIN = 310_000;
/** Milliseconds; the longest that a managed endpoint waits is 180 s. */
const ANSWER_WITHIN = 180_000;

/** A port on loopback that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, "close");
  return port;
}

/**
 * Asks until the server says that it is healthy.
 * @returns the exit code of a server that ended instead
 */
export async function untilReady(port: number, ended: Promise<number>): Promise<"ready" | "late" | number> {
  const giveUp = new AbortController();
  const late = delay(READY_WITHIN, "late" as const, { signal: giveUp.signal }).catch(() => "late" as const);
  try {
    return await Promise.race([ended, late, healthy(port, giveUp.signal)]);
  } finally {
    giveUp.abort();
  }
}

async function healthy(port: number, signal: AbortSignal): Promise<"ready"> {
  while (!signal.aborted) {
    // gunicorn listens before a worker has loaded the scoring script: until then a request hangs.
    const answer = await fetch(`http://127.0.0.1:${port}/`, { signal }).catch(() => undefined);
    if (answer?.ok) return "ready";
    await delay(50);
  }
  return await new Promise(() => {}); // whoever gave up has an answer already
}

/** @returns a sentence when there is no answer */
export async function post(port: number, body: Uint8Array): Promise<Answer | string> {
  const started = performance.now();
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/score`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: Buffer.from(body),
      signal: AbortSignal.timeout(ANSWER_WITHIN),
    });
    const text = await answer.text();
    return { status: answer.status, text, milliseconds: Math.round(performance.now() - started) };
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    return `there was no answer: ${messageOf(cause)}`;
  }
}
