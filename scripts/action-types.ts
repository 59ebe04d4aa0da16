// action-types.yml, from which the bindings of other languages for this action are made
// (https://github.com/typesafegithub/github-actions-typing).
import { OPTIONS, type OptionSpec, OUTPUTS } from "../src/inputs/table.ts";

export function actionTypes(): string {
  const inputs = (OPTIONS as readonly OptionSpec[]).flatMap((spec) => [`  ${spec.name}:`, ...typeOf(spec)]);
  const outputs = OUTPUTS.flatMap(({ name }) => [
    `  ${name}:`,
    `    type: ${name === "cache-hit" ? "boolean" : "string"}`,
  ]);
  return [
    "# Generated from src/inputs/table.ts by scripts/generate.ts.",
    "inputs:",
    ...inputs,
    "outputs:",
    ...outputs,
    "",
  ].join("\n");
}

function typeOf({ kind, choices = [] }: OptionSpec): string[] {
  if (kind === "choice")
    return ["    type: enum", "    allowed-values:", ...choices.map((one) => `      - ${JSON.stringify(one)}`)];
  if (kind === "boolean") return ["    type: boolean"];
  if (kind === "number") return ["    type: integer"];
  if (kind === "lines") return ["    type: list", '    separator: "\\n"', "    list-item:", "      type: string"];
  return ["    type: string"];
}
