import { basename, dirname, relative } from "node:path";
import { PROBE_BUDGET } from "../../checks/deployment/dynamic-install.ts";
import { OUTPUT_FILES } from "../../delivery/output-files.ts";
import type { Verdict } from "../../findings/verdict.ts";
import type { Artifact } from "../../host/host.ts";
import { isCondaStart } from "../../images/deployment-variables.ts";
import type { Target } from "../../images/target.ts";
import { namesOf } from "../../inputs/deployment-file/deployment.ts";
import type { Options } from "../../inputs/options.ts";
import { codePath } from "../../plan/code-name.ts";
import { shellWord } from "../../util/shell-word.ts";
import { humanSeconds, literal, slashed } from "../../util/text.ts";
import { snippets } from "../snippets.ts";
import { howToDeploy, variablesBlock } from "./deploying.ts";
import { findingsSection } from "./findings.ts";
import { headlineOf } from "./headline.ts";
import { fenced, fold, joined } from "./markdown.ts";
import { pageLink, timesSection } from "./run-facts.ts";
import { smokeSection } from "./smoke-test.ts";

export interface DynamicFacts {
  readonly options: Options;
  readonly target: Target;
  readonly verdict: Verdict;
  /** Milliseconds that pip took. */
  readonly duration: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly lock: string | undefined;
  readonly times: Readonly<Record<string, number>>;
  readonly page: Artifact | undefined;
}

/** The job summary of a prototype: what to set, how long every start takes, and how to move to production. */
export function dynamicSummary(facts: DynamicFacts): string {
  const { verdict, options, variables, times } = facts;
  const parts = [
    headline(facts),
    verdict.passed ? variablesBlock(variables) : "In the container, the start or a request would fail.",
    smokeSection(verdict.evidence?.smoke),
    startCost(facts),
    findingsSection(verdict, options),
    pageLink(facts.page),
    verdict.passed ? promotion(facts) : "",
    verdict.passed ? howToDeploy(snippets(variables, options, facts.target)) : "",
    timesSection(times),
  ];
  return `${joined(parts)}\n`;
}

function headline({ verdict, options, target, lock }: DynamicFacts): string {
  const where = target.image ? `\`${target.image.name}\`` : `an image with Python ${target.python}`;
  const file = basename(options.requirementsFiles[0] ?? "");
  const title = headlineOf(verdict, literal(`${codePath(options)}/${file}`), "ready to deploy as a prototype");
  return `${title}\n\n${howInstalled({ options, lock }, where)} ${howStarted(verdict)}`;
}

function howInstalled({ options, lock }: Pick<DynamicFacts, "options" | "lock">, where: string): string {
  if (lock === undefined) return "The file could not be installed on this machine.";
  if (!isCondaStart(options))
    return `Installed once, as ${where} does at every container start, on top of its packages, and imported.`;
  return `Installed once with pip, for ${where}, and imported. At every container start, conda installs the file instead.`;
}

function howStarted({ evidence }: Verdict): string {
  const source = evidence?.container?.source;
  if (source?.kind !== "image") return "The image was simulated on this machine.";
  return `The image itself was started with the file: \`${source.reference}\`, digest \`${source.digest}\` (${source.engine}).`;
}

function startCost({ duration, lock }: DynamicFacts): string {
  if (lock === undefined) return "";
  return `**Every start, restart and scale-out takes ${humanSeconds(duration)} longer** because of this installation (measured here; small instance types take longer), and needs the package index. A container that is not ready after about ${humanSeconds(PROBE_BUDGET)} is restarted.`;
}

/** The exact change that moves it to production. */
function promotion({ options, lock, variables }: DynamicFacts): string {
  if (lock === undefined) return "";
  const [old = ""] = Object.keys(variables);
  const folder = slashed(relative(options.workspace, dirname(options.requirementsFiles[0] ?? "")));
  const file = folder === "" ? OUTPUT_FILES.lock : `${folder}/${OUTPUT_FILES.lock}`;
  const workflow = ["   with:", "-    mode: dynamic", "+    mode: preinstalled", `+    requirements: ${file}`];
  const { name, endpoint } = namesOf(options.deployment);
  const remove = `az ml online-deployment update --name ${shellWord(name)} --endpoint-name ${shellWord(endpoint)} \\\n  --remove environment_variables.${old}`;
  return joined([
    "### Move to production",
    `1. Commit this lock file (output \`lock-file\`) as \`${file}\`:`,
    fold(OUTPUT_FILES.lock, fenced(lock.trimEnd())),
    "2. Change the workflow, and restore the packages in the deploy job with `mode: restore`:",
    fenced(workflow.join("\n"), "diff"),
    "3. Remove the old variable: an update keeps it, and if both are set, the image ignores it.",
    fenced(remove, "sh"),
  ]);
}
