import { relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { CHECKS } from "../checks/catalogue.ts";
import type { Finding } from "../checks/check.ts";
import type { Location } from "../mount/location.ts";
import type { Options } from "../options/options.ts";
import { VERSION } from "../version.ts";
import { wordsOf } from "./annotations.ts";

const LEVELS = { error: "error", warning: "warning", notice: "note" } as const;

/** The findings as SARIF 2.1.0, for code scanning and editors. */
export function sarif(findings: readonly Finding[], location: Location, options: Options): string {
  const ids = [...new Set(findings.map(({ check }) => check))];
  const rules = CHECKS.filter(({ id }) => ids.includes(id)).map(({ id, title, explanation, severity }) => ({
    id,
    shortDescription: { text: title },
    fullDescription: { text: explanation },
    defaultConfiguration: { level: LEVELS[severity] },
  }));
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

/** The line to mend where there is one, else the file, else the scoring script: code scanning wants a place. */
function physical({ place, requirement, file }: Finding, location: Location, options: Options) {
  if (place) return { ...artifact(place.file, options), region: { startLine: place.line } };
  if (requirement?.file) {
    const place = artifact(resolve(options.codeDirectory, requirement.file), options);
    return { ...place, region: { startLine: requirement.line } };
  }
  return artifact(file === undefined ? options.scoringScript : resolve(location.directory, file), options);
}

function artifact(path: string, { workspace }: Options) {
  const uri = relative(workspace, path).split(sep).map(encodeURIComponent).join("/");
  return { artifactLocation: { uri, uriBaseId: "WORKSPACE" } };
}
