import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { isRecord } from "../../inputs/deployment-file/yaml-file.ts";
import { messageOf, orNothing } from "../../util/errors.ts";
import { literal, plural } from "../../util/text.ts";
import type { DeploymentPlan } from "./plan.ts";

/** The outputs of a deployment's build; `undefined` if it left none. */
type Outputs = Readonly<Record<string, string>> | undefined;

export interface DeploymentResults {
  /** Markdown: one row for each deployment. */
  readonly table: string;
  readonly passed: boolean;
}

/**
 * What became of the deployments of a plan.
 * @param directory absolute; contains `<name>.json` for each deployment, at any depth
 */
export function deploymentResults({ deployments, sets }: DeploymentPlan, directory: string): DeploymentResults {
  const found = resultsIn(directory);
  const results = deployments.map((deployment) => ({ deployment, outputs: found.get(deployment.name) }));
  const failed = results.filter(({ outputs }) => !isPassed(outputs));
  const headline =
    failed.length === 0
      ? `## ✅ ${plural(deployments.length, "deployment")} ready`
      : `## ❌ ${failed.length} of ${plural(deployments.length, "deployment")} failed: ${failed.map(({ deployment }) => deployment.name).join(", ")}`;
  const rows = results.map(({ deployment: { name, set }, outputs }) => rowOf(name, set, outputs));
  const head =
    "| deployment | result | packages from | set | mount digest | what failed |\n| --- | --- | --- | --- | --- | --- |";
  const counts = `${plural(sets.length, "distinct set")} of packages for ${plural(deployments.length, "deployment")}.`;
  return {
    table: `${[headline, counts, [head, ...rows].join("\n")].join("\n\n")}\n`,
    passed: failed.length === 0,
  };
}

/** A run that passed has set what the deployment needs. */
function isPassed(outputs: Outputs): boolean {
  return outputs?.error === "" && (outputs["environment-variables"] ?? "") !== "";
}

function rowOf(name: string, set: string, outputs: Outputs): string {
  const { error = "", verified = "", "cache-outcome": cache = "", "mount-digest": digest = "" } = outputs ?? {};
  const result = isPassed(outputs) ? `✅ verified: ${verified}` : "❌ failed";
  const why = outputs === undefined ? "The job left no result; see its log." : error;
  const from = { hit: "cache", miss: "new build", rebuilt: "new build", off: "new build" }[cache] ?? "";
  const short = digest === "" ? "" : `\`${digest.slice(0, 19)}…\``;
  const cells = [name, result, from, `\`${set}\``, short, literal(inCell(why))];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function inCell(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

function resultsIn(directory: string): Map<string, Outputs> {
  const names = orNothing(() => readdirSync(directory, { recursive: true, encoding: "utf8" })) ?? [];
  const files = names.filter((name) => name.endsWith(".json"));
  return new Map(files.map((name) => [basename(name, ".json"), outputsIn(join(directory, name))]));
}

/** A file that cannot be read is a failed deployment with a reason. */
function outputsIn(file: string): Outputs {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, String(one)]));
    return { error: "The result is not an object." };
  } catch (error) {
    return { error: `The result cannot be read: ${messageOf(error)}` };
  }
}
