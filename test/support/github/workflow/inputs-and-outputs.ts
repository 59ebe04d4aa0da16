// What jobs and workflows give each other: inputs on the way in, results and outputs on the way out.
import { seal } from "./expression.ts";
import type { Job } from "./file.ts";
import type { JobResult } from "./job.ts";

interface InputDefinition {
  default?: unknown;
  required?: boolean;
}

/** @throws Error for an input that is not declared, or that is required and absent; an empty one stays empty */
export function withDefaults(
  definitions: object,
  given: Record<string, string>,
  file: string,
): Record<string, unknown> {
  const known = Object.entries(definitions as Record<string, InputDefinition>);
  const unknown = Object.keys(given).filter((name) => !(name in definitions));
  if (unknown.length > 0) throw new Error(`${file}: there is no input ${unknown.join(", ")}`);
  const missing = known.filter(([name, { required }]) => required && given[name] === undefined);
  if (missing.length > 0) throw new Error(`${file}: the input ${missing.map(([name]) => name).join(", ")} is required`);
  return Object.fromEntries(known.map(([name, definition]) => [name, given[name] ?? definition?.default ?? ""]));
}

export function needsOf({ needs = [] }: Job): string[] {
  return typeof needs === "string" ? [needs] : needs;
}

/** What `needs` shows of a job: of several cells the last one's outputs, as on GitHub. */
export function summed(cells: JobResult[]): { result: JobResult["conclusion"]; outputs: Record<string, string> } {
  const outputs = Object.assign({}, ...cells.map((cell) => cell.outputs));
  const worst = cells.find(({ conclusion }) => conclusion === "failure") ?? cells.at(-1);
  const result = worst?.conclusion ?? "skipped";
  // A skipped job has no outputs, and GitHub returns '' for each.
  return { result, outputs: result === "skipped" ? outputs : seal(outputs) };
}
