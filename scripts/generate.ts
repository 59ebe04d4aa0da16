// Writes action.yml, action-types.yml, schemas/ and the tables of docs/inputs.md from the table of inputs, docs/checks.md
// from the checks, docs/images.md from the catalogue, and the directories in CONTRIBUTING.md from the imports, so that each
// text is maintained in one place. With --check, it only compares.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { diffOf, EXAMPLES, placeOf, whyNoExample } from "../src/checks/examples.ts";
import { CHECKS } from "../src/checks/registry.ts";
import type { Check } from "../src/findings/check.ts";
import { partsOf } from "../src/findings/explanation.ts";
import { OPTIONS, type OptionSpec, OUTPUTS } from "../src/inputs/table.ts";
import { literal } from "../src/util/text.ts";
import { actionTypes } from "./action-types.ts";
import { formatted } from "./formatted.ts";
import { imagesPage } from "./images-page.ts";
import { essentialArrows, readImports } from "./import-rules.ts";
import { table } from "./markdown.ts";
import { ROOMS } from "./rooms.ts";
import { checksSchema, deploymentListSchema } from "./schemas.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

const PAGES: Readonly<Record<string, () => string>> = {
  "action.yml": action,
  "action-types.yml": actionTypes,
  "CONTRIBUTING.md": contributing,
  "docs/checks.md": checks,
  "docs/images.md": imagesPage,
  "docs/inputs.md": inputsAndOutputs,
  "schemas/checks.schema.json": checksSchema,
  "schemas/deployment-list.schema.json": deploymentListSchema,
};

process.exitCode = generate(process.argv.includes("--check"));

function generate(onlyCompare: boolean): number {
  const stale = Object.entries(PAGES)
    .map(([path, page]) => ({ path, text: formatted(page(), path) }))
    .filter(({ path, text }) => text !== read(path));
  for (const { path, text } of onlyCompare ? [] : stale) writeFileSync(join(root, path), text);
  const names = stale.map(({ path }) => path).join(", ");
  if (stale.length === 0) process.stdout.write("All generated files are up to date.\n");
  else if (onlyCompare) process.stderr.write(`Out of date: ${names}. Run \`npm run generate\`.\n`);
  else process.stdout.write(`Wrote ${names}.\n`);
  return onlyCompare && stale.length > 0 ? 1 : 0;
}

function action(): string {
  const inputs = (OPTIONS as readonly OptionSpec[]).map(
    // The default is always empty: the runner passes a default as if the workflow had set it.
    (spec) => `  ${spec.name}:\n    description: ${quoted(effectOf(spec))}\n    required: false\n    default: ""`,
  );
  const outputs = OUTPUTS.map(({ name, description }) => `  ${name}:\n    description: ${quoted(description)}`);
  return `# Generated from src/inputs/table.ts by scripts/generate.ts.
name: Azure ML extra packages
description: Builds and verifies the Python packages of a scoring script for Azure ML prebuilt inference images.
author: azureml-extra-packages contributors
branding:
  icon: package
  color: blue
inputs:
${inputs.join("\n")}
outputs:
${outputs.join("\n")}
runs:
  using: node24
  main: dist/main.js
`;
}

function inputsAndOutputs(): string {
  const inputs = (OPTIONS as readonly OptionSpec[]).map((spec) => [
    `\`${spec.name}\``,
    defaultOf(spec),
    meaningOf(spec),
  ]);
  const outputs = OUTPUTS.map(({ name, description }) => [`\`${name}\``, description]);
  const page = between("inputs", table(["input", "default", "meaning"], inputs), read("docs/inputs.md"));
  return between("outputs", table(["output", "value"], outputs), page);
}

function checks(): string {
  const rows = CHECKS.map(({ id, name, severity, title }) => [
    `[${id}](#${id.toLowerCase()})`,
    `\`${name}\``,
    severity,
    literal(title),
  ]);
  return `<!-- Generated from src/checks by scripts/generate.ts. -->

# Checks

Each check examines one property of the packages. A problem that it finds is a finding, with one of three severities. An
\`error\` fails the run: nothing is placed, cached or uploaded. A \`warning\` or a \`notice\` does not fail the run.

The input \`checks\` changes the severity of a check, for one distribution or for all. Each line contains the code or the name
of the check, the severity and, unless the severity is \`error\`, the reason:

\`\`\`yaml
checks: |
  P4:opencv-python=warning # no display code is used
  missing-system-library:pyodbc=off # our image has libodbc
\`\`\`

\`node dist/cli.js explain P4\` or \`explain missing-system-library\` prints the description of a check. A finding can have a
lower severity than its check; the description says when.

${table(["check", "name", "severity", "finding"], rows)}

${CHECKS.map(sectionOf).join("\n")}`;
}

/** The anchor is the code alone, so that links still work after a check is renamed. */
function sectionOf(check: Check): string {
  const { id, name, severity, title, modes } = check;
  const facts = [
    `\`${severity}\``,
    `${modes.length === 1 ? "mode" : "modes"} ${modes.map((mode) => `\`${mode}\``).join(", ")}`,
  ];
  const parts = partsOf(check).map(([heading, text]) => (heading === "What" ? "" : `**${heading}:** `) + literal(text));
  parts.splice(3, 0, beforeAndAfter(id));
  return `<a id="${id.toLowerCase()}"></a>\n\n## ${id} ${name}\n\n${[`**${capital(literal(title))}** · ${facts.join(" · ")}`, ...parts].join("\n\n")}\n`;
}

/** After what to do. */
function beforeAndAfter(id: string): string {
  const example = EXAMPLES[id];
  if (example === undefined) return `**Before and after:** ${literal(whyNoExample(id))}`;
  return `**Before and after**, ${placeOf(example)}:\n\n\`\`\`diff\n${diffOf(example).join("\n")}\n\`\`\``;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The meaning and the default of an input, in one text. */
function effectOf(spec: OptionSpec): string {
  const value = defaultOf(spec);
  return value === "" ? meaningOf(spec) : `${meaningOf(spec)} Default: ${value}.`;
}

function meaningOf({ description, choices, modes }: OptionSpec): string {
  const list = (words: readonly string[]) => words.map((word) => `\`${word}\``).join(", ");
  const unnamed = choices?.some((choice) => !description.includes(`\`${choice}\``));
  return [
    description,
    unnamed ? `One of ${list(choices ?? [])}.` : "",
    modes ? `Only in ${modes.length === 1 ? "mode" : "modes"} ${list(modes)}.` : "",
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

function defaultOf({ default: value, defaultText }: OptionSpec): string {
  return defaultText ?? (value === "" ? "" : `\`${value}\``);
}

/** The rooms of the source code as a diagram and a table, from the actual imports. */
function contributing(): string {
  const arrows = essentialArrows(readImports(join(root, "src"))).map(([from, to]) => `  ${from} --> ${to}`);
  const picture = ["```mermaid", "flowchart TD", ...arrows, "```"].join("\n");
  const isFile = (name: string) => name === "run";
  const rows = ROOMS.map(({ name, what }) => [
    name === "entries" ? "`src`" : isFile(name) ? `\`src/${name}.ts\`` : `\`src/${name}\``,
    what,
  ]);
  return between("rooms", `${picture}\n\n${table(["directory", "contents"], rows)}`, read("CONTRIBUTING.md"));
}

function between(name: string, text: string, page: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, rest] = page.split(open);
  const after = rest?.split(close)[1];
  if (before === undefined || after === undefined) throw new Error(`A document has no ${open} … ${close}.`);
  return `${before}${open}\n\n${text}\n\n${close}${after}`;
}

/** Every JSON string is also a YAML string. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

/** Formatted as `check:format` requires. */
function read(path: string): string {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch {
    return ""; // not generated yet
  }
}
