// Writes what is said in more than one place from the one place where it is known: action.yml and the README's tables
// from the table of options, docs/checks.md from the catalogue of checks. With --check it only compares.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CHECKS } from "../src/checks/catalogue.ts";
import type { Check } from "../src/checks/check.ts";
import { OPTIONS, type OptionSpec, OUTPUTS } from "../src/options/table.ts";
import { literal } from "../src/text.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");

const PAGES: Readonly<Record<string, () => string>> = {
  "action.yml": action,
  "README.md": readme,
  "docs/checks.md": checks,
};

process.exitCode = generate(process.argv.includes("--check"));

function generate(onlyCompare: boolean): number {
  const stale = Object.entries(PAGES)
    .map(([path, page]) => ({ path, text: formatted(page(), path) }))
    .filter(({ path, text }) => text !== read(path));
  for (const { path, text } of onlyCompare ? [] : stale) writeFileSync(join(root, path), text);
  const names = stale.map(({ path }) => path).join(", ");
  if (stale.length === 0) process.stdout.write("Everything generated is current.\n");
  else if (onlyCompare) process.stderr.write(`Not current: ${names}. Run \`npm run generate\`.\n`);
  else process.stdout.write(`Written: ${names}.\n`);
  return onlyCompare && stale.length > 0 ? 1 : 0;
}

function action(): string {
  const inputs = (OPTIONS as readonly OptionSpec[]).map(
    // No default but the empty one: the runner sends it as if the workflow had named it.
    (spec) => `  ${spec.name}:\n    description: ${quoted(effectOf(spec))}\n    required: false\n    default: ""`,
  );
  const outputs = OUTPUTS.map(({ name, description }) => `  ${name}:\n    description: ${quoted(description)}`);
  return `# Generated from src/options/table.ts by scripts/generate.ts.
name: Azure ML extra packages
description: Python packages for scoring scripts on Azure ML prebuilt inference images, built, proven complete, cached, uploaded.
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

function readme(): string {
  const inputs = (OPTIONS as readonly OptionSpec[]).map((spec) => [
    `\`${spec.name}\``,
    defaultOf(spec),
    meaningOf(spec),
  ]);
  const outputs = OUTPUTS.map(({ name, description }) => [`\`${name}\``, description]);
  const page = between("inputs", table(["input", "default", "meaning"], inputs), read("README.md"));
  return between("outputs", table(["output", "value"], outputs), page);
}

function checks(): string {
  const section = ({ id, severity, title, explanation }: Check) =>
    `## ${id}\n\n**${literal(title)}** (${severity})\n\n${literal(explanation)}\n`;
  return `<!-- Generated from src/checks by scripts/generate.ts. -->

# Checks

A check asks one question of the packages; a finding is an answer that is not fine. An \`error\` turns the run red:
nothing is placed, cached or uploaded. The input \`checks\` changes the severity of a check, for one distribution or for
all, and wants a reason. \`node dist/cli.js explain <id>\` prints these texts.

${table(
  ["check", "severity", "what is found"],
  CHECKS.map(({ id, severity, title }) => [`[${id}](#${id.toLowerCase()})`, severity, literal(title)]),
)}

${CHECKS.map(section).join("\n")}`;
}

/** What the input does and what happens without it, in one text. */
function effectOf(spec: OptionSpec): string {
  const value = defaultOf(spec);
  return value === "" ? meaningOf(spec) : `${meaningOf(spec)} Default: ${value}.`;
}

function meaningOf({ description, choices, modes }: OptionSpec): string {
  const list = (words: readonly string[]) => words.map((word) => `\`${word}\``).join(", ");
  const unnamed = choices?.some((choice) => !description.includes(`\`${choice}\``));
  return [description, unnamed ? `One of ${list(choices ?? [])}.` : "", modes ? `Mode ${list(modes)} only.` : ""]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

function defaultOf({ default: value, defaultText }: OptionSpec): string {
  return defaultText ?? (value === "" ? "" : `\`${value}\``);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function between(name: string, text: string, page: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, rest] = page.split(open);
  const after = rest?.split(close)[1];
  if (before === undefined || after === undefined) throw new Error(`README.md has no ${open} … ${close}.`);
  return `${before}${open}\n\n${text}\n\n${close}${after}`;
}

/** A JSON string is a YAML string. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

/** In the form that `check:format` wants. */
function formatted(text: string, path: string): string {
  const args = [biome, "format", `--stdin-file-path=${path}`];
  return execFileSync(process.execPath, args, { cwd: root, input: text, encoding: "utf8" });
}

function read(path: string): string {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch {
    return ""; // not generated yet
  }
}
