// The part of action.yml that this runner implements; anything else is refused rather than ignored.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Annotation } from "./log-commands.ts";

interface Input {
  description?: string;
  required?: boolean;
  default?: string | number | boolean;
  deprecationMessage?: string;
}

export interface ActionDefinition {
  name: string;
  inputs: Record<string, Input>;
  outputs: Record<string, { description?: string }>;
  runs: { using: string; main: string };
}

export function readAction(directory: string): ActionDefinition {
  const action = parse(readFileSync(join(directory, "action.yml"), "utf8"));
  refuseUnknown("action.yml", action, ["name", "author", "description", "branding", "inputs", "outputs", "runs"]);
  refuseUnknown("runs", action.runs, ["using", "main"]);
  if (action.runs.using !== "node24") throw new Error(`runs.using: ${action.runs.using} is not implemented`);
  const { inputs, outputs } = action;
  for (const [name, input] of Object.entries(inputs ?? {})) {
    refuseUnknown(`inputs.${name}`, input, ["description", "required", "default", "deprecationMessage"]);
  }
  for (const [name, output] of Object.entries(outputs ?? {})) refuseUnknown(`outputs.${name}`, output, ["description"]);
  return { name: action.name, inputs: inputs ?? {}, outputs: outputs ?? {}, runs: action.runs };
}

function refuseUnknown(where: string, value: unknown, keys: string[]): void {
  const unknown = Object.keys(value ?? {}).filter((key) => !keys.includes(key));
  if (unknown.length > 0) throw new Error(`${where}: this runner does not implement ${unknown.join(", ")}`);
}

/**
 * The `INPUT_*` variables of a step, and what the runner itself warns about. An empty value stays: only an absent one
 * gets the default.
 */
export function resolveInputs(
  { inputs }: ActionDefinition,
  given: Record<string, string>,
  context: Record<string, string>,
): { env: Record<string, string>; annotations: Annotation[] } {
  const values = new Map<string, string>();
  const annotations: Annotation[] = [];
  for (const [name, input] of Object.entries(inputs))
    values.set(variable(name), evaluate(String(input.default ?? ""), context));
  for (const [name, value] of Object.entries(given)) {
    values.set(variable(name), value);
    const message = declared(inputs, name)?.deprecationMessage;
    if (message)
      annotations.push({ level: "warning", message: `Input '${name}' has been deprecated with message: ${message}` });
  }
  const unexpected = Object.keys(given).filter((name) => !declared(inputs, name));
  if (unexpected.length > 0) annotations.unshift({ level: "warning", message: unexpectedInputs(unexpected, inputs) });
  return { env: Object.fromEntries(values), annotations };
}

/** Spaces become underscores, hyphens stay. */
const variable = (name: string) => `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`;

const declared = (inputs: Record<string, Input>, name: string) =>
  Object.entries(inputs).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];

function unexpectedInputs(unexpected: string[], inputs: Record<string, Input>): string {
  const list = (names: string[]) => names.map((name) => `'${name}'`).join(", ");
  return `Unexpected input(s) ${list(unexpected)}, valid inputs are [${list(Object.keys(inputs))}]`;
}

function evaluate(text: string, context: Record<string, string>): string {
  return text.replace(/\$\{\{\s*(.*?)\s*\}\}/gs, (_, expression: string) => {
    const value = context[expression];
    if (value === undefined) throw new Error(`this runner cannot evaluate \${{ ${expression} }}`);
    return value;
  });
}
