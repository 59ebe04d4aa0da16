import { basename, dirname, relative } from "node:path";
import { PROBE_BUDGET } from "../checks/prototype.ts";
import type { Verdict } from "../checks/verify.ts";
import { namesOf } from "../options/deployment.ts";
import type { Options } from "../options/options.ts";
import type { Target } from "../target/target.ts";
import { humanSeconds, slashed } from "../text.ts";
import { findingsTable } from "./findings-table.ts";
import { shellWord } from "./outputs.ts";
import { smokeSection } from "./smoke-section.ts";
import { foldedSnippets, snippets } from "./snippets.ts";

export interface PrototypeFacts {
  readonly options: Options;
  readonly target: Target;
  readonly verdict: Verdict;
  /** Milliseconds that pip took. */
  readonly duration: number;
  readonly variables: Readonly<Record<string, string>>;
  readonly lock: string;
  readonly times: Readonly<Record<string, number>>;
}

/** The job summary of a prototype: what to set, what every start costs, and the way to production. */
export function prototypeSummary(facts: PrototypeFacts): string {
  const { verdict, options, times } = facts;
  const phases = Object.entries(times).map(([name, time]) => `${name} ${humanSeconds(time)}`);
  const parts = [
    headline(facts),
    verdict.green ? variablesBlock(facts) : "The container would not come up, or would fail at a request.",
    smokeSection(verdict.surroundings.smoke),
    startCost(facts),
    findingsTable(verdict, options),
    verdict.green ? promotion(facts) : "",
    verdict.green ? foldedSnippets(snippets(facts.variables, options, facts.target)) : "",
    `- Times: ${phases.join(", ")}`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function headline({ verdict, options, target }: PrototypeFacts): string {
  const where = target.image ? `\`${target.image.name}\`` : `an image with Python ${target.python}`;
  const state = verdict.green ? "the prototype can start" : "the prototype cannot start";
  const file = basename(options.requirementsFiles[0] ?? "");
  return `## ${verdict.green ? "✅" : "❌"} ${basename(options.codeDirectory)}/${file}: ${state}\n\nInstalled once as ${where} would at every start, over its packages, and imported.`;
}

function variablesBlock({ variables }: PrototypeFacts): string {
  const lines = Object.entries(variables).map(([name, value]) => `  ${name}: ${value}`);
  return `\`\`\`yaml\nenvironment_variables:\n${lines.join("\n")}\n\`\`\``;
}

function startCost({ duration }: PrototypeFacts): string {
  return `**Every start, restart and scale-out waits ${humanSeconds(duration)}** for this installation (here; small instance types take longer), and needs the package index. A container that is not ready after about ${humanSeconds(PROBE_BUDGET)} is started again.`;
}

/** The exact change that makes it production. */
function promotion({ options, lock, variables }: PrototypeFacts): string {
  const [old = ""] = Object.keys(variables);
  const folder = slashed(relative(options.workspace, dirname(options.requirementsFiles[0] ?? "")));
  const file = folder === "" ? "requirements.lock.txt" : `${folder}/requirements.lock.txt`;
  const workflow = ["   with:", "-    mode: dynamic", "+    mode: preinstalled", `+    requirements: ${file}`];
  const { name, endpoint } = namesOf(options.deployment);
  const remove = `az ml online-deployment update --name ${shellWord(name)} --endpoint-name ${shellWord(endpoint)} \\\n  --remove environment_variables.${old}`;
  return `### To production

1. Commit this lock (output \`lock-file\`) as \`${file}\`:

<details><summary>requirements.lock.txt</summary>

\`\`\`
${lock.trimEnd()}
\`\`\`

</details>

2. Change the workflow, and take the packages into the deploy job with \`mode: restore\`:

\`\`\`diff
${workflow.join("\n")}
\`\`\`

3. Remove the old variable, which an update leaves behind. While both are set, the library path alone counts:

\`\`\`sh
${remove}
\`\`\``;
}
