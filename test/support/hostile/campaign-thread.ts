// Runs the property of one format in a thread of its own, so that its main thread notices an input that never ends.
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import fc from "fast-check";
import { userErrorsOf } from "../../../src/util/errors.ts";
import type { CampaignTask, InputEnd } from "./campaign.ts";
import { FORMATS } from "./readers.ts";

const { format: name, seed, runs, path, sandbox } = workerData as CampaignTask;
const format = FORMATS.find((one) => one.name === name) ?? unknown();
const inside = join(sandbox, "inside");
mkdirSync(inside, { recursive: true });

const result = await fc.check(fc.asyncProperty(format.inputs, tryInput), {
  seed,
  numRuns: runs,
  ...(path !== undefined && { path }),
  interruptAfterTimeLimit: 120_000,
  markInterruptAsFailure: true,
});
parentPort?.postMessage({ done: result.numRuns, failure: result.failed ? describe(result) : null });
parentPort?.close();

/** @throws for an error that is not one for the user, and for a change outside the directory of the input */
async function tryInput(input: Buffer): Promise<void> {
  const directory = join(inside, "input");
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory);
  const began = performance.now();
  parentPort?.postMessage({ input } satisfies Partial<InputEnd>);
  let outcome = "read";
  try {
    await format.read(input, directory);
  } catch (error) {
    if (userErrorsOf(error).length === 0) throw error;
    outcome = userErrorsOf(error)[0]?.message ?? "";
    for (const { message, hint } of userErrorsOf(error)) requirePlain(`${message}\n${hint ?? ""}`);
  }
  parentPort?.postMessage({ input, outcome, duration: performance.now() - began } satisfies InputEnd);
  if (readdirSync(sandbox).length > 1 || readdirSync(inside).length > 1) throw new Error("written outside");
}

/** A message for the user contains no stack trace and not the whole input. */
function requirePlain(text: string): void {
  if (/\n\s+at .*:\d+:\d+/.test(text)) throw new Error(`a stack trace: ${text}`);
  if (/\bis not a function\b|\bof undefined\b|\bof null\b|\bundefined is not\b|not iterable/.test(text))
    throw new Error(`the words of a bug: ${text.slice(0, 500)}`);
}

/** The error and the smallest input that was found for it, with what repeats both. */
function describe({ errorInstance, counterexample, counterexamplePath, numRuns }: fc.RunDetails<[Buffer]>): string {
  const why = errorInstance instanceof Error ? errorInstance.stack : String(errorInstance ?? "interrupted");
  const input = counterexample?.[0] ?? Buffer.alloc(0);
  return `input ${numRuns}, path "${counterexamplePath}": ${why}\n${JSON.stringify(input.toString().slice(0, 1000))}\nbase64 ${input.toString("base64").slice(0, 4000)}`;
}

function unknown(): never {
  throw new Error(`There is no format ${name}.`);
}
