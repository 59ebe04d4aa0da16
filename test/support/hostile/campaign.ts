// Reads many hostile inputs of one format, with a limit for each, and keeps the worst of them.
import { Worker } from "node:worker_threads";

export interface CampaignTask {
  readonly format: string;
  readonly seed: number;
  readonly runs: number;
  /** Of a failure that is repeated. */
  readonly path?: string | undefined;
  /** An empty directory; anything in it but `inside/input` was written outside. */
  readonly sandbox: string;
}

export interface InputEnd {
  readonly input: Uint8Array;
  /** `read`, or the first message for the user. */
  readonly outcome: string;
  /** Milliseconds. */
  readonly duration: number;
}

export interface Campaign {
  readonly runs: number;
  /** What is wrong, with the seed that repeats it. */
  readonly failure: string | undefined;
  readonly slowest: InputEnd | undefined;
  /** One input for each message, without what differs from input to input. */
  readonly outcomes: ReadonlyMap<string, InputEnd>;
}

/** Milliseconds. */
export const PATIENCE = 10_000;
const THREAD = new URL("campaign-thread.ts", import.meta.url);

export async function runCampaign(task: CampaignTask): Promise<Campaign> {
  const worker = new Worker(THREAD, { workerData: task, resourceLimits: { maxOldGenerationSizeMb: 768 } });
  let runs = 0;
  let failure: string | undefined;
  let slowest: InputEnd | undefined;
  let current: Uint8Array | undefined;
  const outcomes = new Map<string, InputEnd>();
  const fail = (why: string) => {
    failure ??= `${task.format}: ${why}\nseed ${task.seed}${current ? `\ninput (base64) ${Buffer.from(current).toString("base64").slice(0, 4000)}` : ""}`;
  };
  let watch: NodeJS.Timeout | undefined;
  await new Promise<void>((done) => {
    worker.on("message", (message: Partial<InputEnd> & { done?: number; failure?: string | null }) => {
      clearTimeout(watch);
      if (message.done !== undefined) {
        runs = message.done;
        current = undefined;
        if (message.failure) fail(message.failure);
        return;
      }
      current = message.input;
      if (message.duration === undefined) {
        watch = setTimeout(() => {
          fail(`an input takes more than ${PATIENCE} ms`);
          void worker.terminate();
        }, PATIENCE);
        return;
      }
      const ended = message as InputEnd;
      if (ended.duration > (slowest?.duration ?? 0)) slowest = ended;
      const kind = ended.outcome.replace(/"[^"]*"|\d+|\S*\/\S*/gs, "…").slice(0, 60);
      if (!outcomes.has(kind)) outcomes.set(kind, ended);
    });
    worker.on("error", (error) => fail(error.stack ?? error.message));
    worker.on("exit", () => done());
  });
  clearTimeout(watch);
  return { runs, failure, slowest, outcomes };
}
