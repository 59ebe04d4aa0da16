// JSON schemas for editors, from the table of inputs and the checks. scripts/generate.ts writes them to schemas/.
import { CHECKS } from "../src/checks/registry.ts";
import { LISTED_INPUTS } from "../src/inputs/deployment-list.ts";
import { OPTIONS, type OptionSpec } from "../src/inputs/table.ts";

const DIALECT = "https://json-schema.org/draft/2020-12/schema";

const NAME = "[A-Za-z0-9._-]+";

/** One line of the input `checks`: a lower severity needs a reason. */
function rulePattern(): string {
  const wordsOf = (checks: readonly { id: string; name: string }[]) =>
    checks.flatMap(({ id, name }) => [id, name]).join("|");
  const withIds = wordsOf(CHECKS.filter(({ hasIds }) => hasIds));
  const about = `(?:(?:${wordsOf(CHECKS)})(?::${NAME})?|(?:${withIds}):${NAME}:${NAME})`;
  return `[ \\t]*${about}[ \\t]*=[ \\t]*(?:error[ \\t]*(?:#.*)?|(?:warning|notice|off)[ \\t]*#[ \\t]*\\S.*)`;
}

function checks() {
  const rule = rulePattern();
  return {
    description: "Severity of checks: one rule per line, such as P4:opencv-python=warning # no display code is used",
    anyOf: [
      { type: "string", pattern: `^(?:(?:${rule}|[ \\t]*)(?:\\r?\\n|$))*$` },
      { type: "array", items: { type: "string", pattern: `^${rule}$` } },
    ],
  };
}

export function checksSchema(): string {
  return JSON.stringify({ $schema: DIALECT, title: "Input checks of azureml-extra-packages", ...checks() });
}

export function deploymentListSchema(): string {
  const inputs = LISTED_INPUTS.map((name) => [name, property(specOf(name))]);
  const name = {
    description: "Name, unique in the list. Default: the code directory with -- in place of /",
    type: "string",
    pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$",
  };
  const deployment = {
    type: "object",
    properties: { name, ...Object.fromEntries(inputs) },
    anyOf: [{ required: ["code-directory"] }, { required: ["deployment-file"] }],
    additionalProperties: false,
  };
  const title = "Deployments of azureml-extra-packages";
  return JSON.stringify({ $schema: DIALECT, title, type: "array", minItems: 1, maxItems: 256, items: deployment });
}

function property({ name, kind, choices, description }: OptionSpec) {
  if (name === "checks") return checks();
  // A version such as 3.9 and a size in bytes are numbers in YAML.
  const scalar = { type: ["string", "number"] };
  const lines = { anyOf: [scalar, { type: "array", items: scalar }] };
  if (kind === "choice") return { description, enum: choices };
  return { description, ...(kind === "lines" ? lines : scalar) };
}

function specOf(name: string): OptionSpec {
  const spec = (OPTIONS as readonly OptionSpec[]).find((one) => one.name === name);
  if (spec === undefined) throw new Error(`There is no input ${name}.`);
  return spec;
}
