import { relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { CHECKS } from "../../checks/registry.ts";
import type { Check, Finding } from "../../findings/check.ts";
import { partsOf } from "../../findings/explanation.ts";
import type { Options } from "../../inputs/options.ts";
import type { Location } from "../../plan/location.ts";
import { literal } from "../../util/text.ts";
import { VERSION } from "../../util/version.ts";
import { wordsOf } from "./annotations.ts";
import { documentationOf } from "./links.ts";
import { placeToFix } from "./place-to-fix.ts";

const LEVELS = { error: "error", warning: "warning", notice: "note" } as const;

/** The findings as SARIF 2.1.0, for code scanning and editors. */
export function sarif(findings: readonly Finding[], location: Location, options: Options): string {
  const ids = new Set(findings.map(({ check }) => check));
  const rules = CHECKS.filter(({ id }) => ids.has(id)).map(ruleOf);
  const driver = { name: "azureml-extra-packages", version: VERSION, rules };
  const root = { uri: `${pathToFileURL(options.workspace).href}/` };
  const results = findings.map((finding) => ({
    ruleId: finding.check,
    level: LEVELS[finding.severity],
    message: { text: wordsOf(finding) },
    locations: [{ physicalLocation: physical(finding, location, options) }],
  }));
  const run = { tool: { driver }, originalUriBaseIds: { WORKSPACE: root }, results };
  const schema = "https://json.schemastore.org/sarif-2.1.0.json";
  return `${JSON.stringify({ $schema: schema, version: "2.1.0", runs: [run] }, undefined, 2)}\n`;
}

function ruleOf(check: Check) {
  const { id, name, title, what, severity } = check;
  const url = documentationOf(id);
  const parts = partsOf(check);
  return {
    id,
    name,
    shortDescription: { text: title },
    fullDescription: { text: what },
    help: {
      text: parts.map(([heading, text]) => `${heading}: ${text}`).join("\n"),
      markdown: parts.map(([heading, text]) => `**${heading}**: ${literal(text)}`).join("\n\n"),
    },
    ...(url !== undefined && { helpUri: url }),
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function physical(finding: Finding, location: Location, options: Options) {
  const { file, line } = placeToFix(finding, location, options);
  const artifactLocation = { uri: uriOf(file, options), uriBaseId: "WORKSPACE" };
  return { artifactLocation, ...(line !== undefined && { region: { startLine: line } }) };
}

function uriOf(path: string, { workspace }: Options): string {
  return relative(workspace, path).split(sep).map(encodeURIComponent).join("/");
}
