// A repository with a scoring script in `scoring`, a machine of a CI service, and the scripts of its jobs.
import { chmodSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { repositoryRoot } from "../github/runner/action-runner.ts";
import { type ChildResult, runChild } from "../machine/child.ts";
import { childEnvironment } from "../machine/environment.ts";
import { type Cleanup, createWorkspace, writeFiles } from "../machine/workspace.ts";
import { fixturePackages } from "../packages/fixture-packages.ts";
import { makeWheel } from "../packages/wheels.ts";
import { createScenario, type Scenario } from "../scenario/scenario.ts";

/** What the broken package prints and raises: commands of every service. */
const FORGED = [
  "::error::forged",
  "\u001b[0Ksection_start:1000000000:forged\r\u001b[0Kforged",
  // The last line of an error is what a finding names.
  "##[error]forged ##vso[task.setvariable variable=PATH;isOutput=true]forged section_end:1000000000:forged",
].join("\n");

const broken = makeWheel({
  name: "broken",
  version: "1.0",
  files: { "broken.py": `print(${JSON.stringify(FORGED)})\nraise ImportError(${JSON.stringify(FORGED)})\n` },
  topLevel: ["broken"],
});

export interface Project {
  scenario: Scenario;
  /** The repository; its code directory is `scoring`. */
  directory: string;
  /** Where the simulated `az` keeps its deployments. */
  azure: string;
}

export const ENDPOINT = "iris";
export const DEPLOYMENT = "blue";

export async function createProject(t: Cleanup, requirements?: string): Promise<Project> {
  const scenario = await createScenario(t, {
    ...(requirements !== undefined && { requirements }),
    packages: [...fixturePackages(), broken],
    files: { "deployment.yml": `name: ${DEPLOYMENT}\nendpoint_name: ${ENDPOINT}\n` },
  });
  const azure = createWorkspace(t, { [`${ENDPOINT}.${DEPLOYMENT}.json`]: "{}" });
  return { scenario, directory: dirname(scenario.workspace), azure };
}

/** Runs a script in bash, as the services do, with the simulated `az`. */
export async function runScript(
  t: Cleanup,
  { scenario, azure, directory }: Project,
  script: string,
  { cwd = directory, env = {} }: { cwd?: string; env?: Record<string, string> } = {},
): Promise<ChildResult> {
  const az = fileURLToPath(new URL("../github/workflow/az-command.ts", import.meta.url));
  const machine = createWorkspace(t, {
    "bin/az": `#!/bin/sh\nexec '${process.execPath}' '${az}' "$@"\n`,
    "script.sh": script,
  });
  chmodSync(join(machine, "bin", "az"), 0o755);
  const PATH = [join(machine, "bin"), dirname(process.execPath), process.env.PATH].join(delimiter);
  const TMPDIR = createWorkspace(t); // a job fetches the tool into a temporary directory
  const variables = { ...scenario.env, PLAYED_AZURE: azure, ...env, PATH, TMPDIR };
  const environment = childEnvironment({ home: scenario.home, env: variables });
  return await runChild("bash", [join(machine, "script.sh")], { cwd, env: environment });
}

/** The variables of the deployment, after `az` has run. */
export function deployed({ azure }: Project): Record<string, string> {
  return JSON.parse(readFileSync(join(azure, `${ENDPOINT}.${DEPLOYMENT}.json`), "utf8"));
}

/** The block of docs/other-ci.md below a comment with this name. */
export function blockOf(name: string): string {
  const page = readFileSync(join(repositoryRoot, "docs", "other-ci.md"), "utf8");
  const [, text] = new RegExp(`<!-- block: ${name} -->\\s+\`\`\`\\w+\\n(.*?)^\`\`\``, "ms").exec(page) ?? [];
  if (text === undefined) throw new Error(`docs/other-ci.md has no block ${name}`);
  return text;
}

export const template = (name: string) => readFileSync(join(repositoryRoot, "templates", name), "utf8");

/** The files with which the tool comes, at `directory`. */
export function linkTool(directory: string): void {
  const dist = JSON.stringify(join(repositoryRoot, "dist", "cli.js"));
  writeFiles(directory, { "dist/cli.js": `await import(${dist});\n`, "dist/package.json": '{ "type": "module" }\n' });
}
