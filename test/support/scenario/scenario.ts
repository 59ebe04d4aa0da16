// The setting of every scenario: a repository with a scoring script, an index with the wheels it needs, and the shipped
// bundle that is run in it, by hand or as a step.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readAction } from "../github/runner/action-definition.ts";
import { type ActionOptions, type ActionResult, repositoryRoot, runAction } from "../github/runner/action-runner.ts";
import { type CliOptions, type CliResult, runCli } from "../machine/cli.ts";
import { type Cleanup, createWorkspace, writeFiles } from "../machine/workspace.ts";
import { fixturePackages } from "../packages/fixture-packages.ts";
import { type IndexOptions, type PackageIndex, startIndex } from "../packages/package-index.ts";
import type { Files } from "../packages/zip.ts";
import { findPython } from "../python/interpreters.ts";

export const libraryPath = "myenv/lib/python3.8/site-packages";
export const python = findPython("3.8") ?? assert.fail("these scenarios are about Python 3.8: install it");

/** For `describe`: the image is Linux, and so is the machine that builds for it. */
export const onLinux = {
  skip: process.platform !== "linux" && "packages for the image are built on Linux",
  timeout: 600_000,
};

export interface Scenario {
  /** The repository; its scoring script is `score.py`, its code directory the root. */
  workspace: string;
  /** The user's cache directory. */
  home: string;
  index: PackageIndex;
  /** What makes pip ask this index alone. */
  env: Record<string, string>;
}

export interface ScenarioOptions extends IndexOptions {
  /** Content of `requirements.txt`; default `greet==1.0`. */
  requirements?: string;
  /** Further files of the repository. */
  files?: Files;
}

export async function createScenario(t: Cleanup, options: ScenarioOptions = {}): Promise<Scenario> {
  const { requirements = "greet==1.0\n", files = {}, ...indexOptions } = options;
  const index = await startIndex({ packages: fixturePackages(), ...indexOptions });
  t.after(() => index.close());
  const workspace = join(createWorkspace(t), "scoring");
  writeFiles(workspace, {
    "score.py": "def init():\n    pass\n\n\ndef run(data):\n    return data\n",
    "requirements.txt": requirements,
    ...files,
  });
  return { workspace, home: createWorkspace(t), index, env: { ...index.env(), PIP_RETRIES: "0" } };
}

/** Each input with its default in action.yml, which the runner sends where a step does not name the input. */
const defaults = Object.entries(readAction(repositoryRoot).inputs)
  .filter(([name]) => name !== "mode") // here the verb says it
  .map(([name, input]) => `--${name}=${input.default ?? ""}`);

/** `azureml-extra-packages <verb> … --json` in the scenario's repository, with what a step would be sent too. */
export async function run(
  t: Cleanup,
  scenario: Scenario,
  [verb = "", ...flags]: string[],
  more: Partial<CliOptions> = {},
): Promise<Ended> {
  const { workspace: cwd, home } = scenario;
  const options = { cwd, home, ...more, env: { ...scenario.env, ...more.env } };
  return (await runCli(t, [verb, ...defaults, ...flags, "--json"], options)) as Ended;
}
export type Ended = CliResult & { json: Record<string, string> };

/** `run` of a build that must succeed; the answer is its outputs. */
export async function build(t: Cleanup, scenario: Scenario, ...flags: string[]): Promise<Record<string, string>> {
  const ended = await run(t, scenario, ["build", ...flags]);
  assert.equal(ended.exitCode, 0, ended.stderr);
  return ended.json;
}

/** The action as a step of a workflow in the scenario's repository. */
export async function step(t: Cleanup, scenario: Scenario, more: Partial<ActionOptions> = {}): Promise<ActionResult> {
  return await runAction(t, { workspace: scenario.workspace, ...more, env: { ...scenario.env, ...more.env } });
}

export const mountOf = (scenario: Scenario) => join(scenario.workspace, libraryPath);

/** Text without what differs from run to run and from machine to machine. */
export function steady(text: string, scenario: Scenario): string {
  return text
    .replaceAll(scenario.workspace, "<workspace>")
    .replaceAll(scenario.home, "<home>")
    .replaceAll(repositoryRoot.replace(/\/$/, ""), "<tool>")
    .replaceAll(scenario.index.url, "http://<index>/simple/")
    .replaceAll(new URL(scenario.index.url).host, "<index>")
    .replace(/\/\S*\/azureml-extra-packages-test-[A-Za-z0-9]+/g, "<machine>")
    .replace(/\b[0-9a-f]{64}\b/g, "<sha256>")
    .replace(/-[0-9a-f]{40}-[0-9a-f]*-[0-9a-f]{4}-<sha256>/g, "-<codes>-<sha256>")
    .replace(/\b[0-9a-f]{12}-(?=azureml-)/g, "<place>-")
    .replace(/\bpip [0-9.]+[0-9]/g, "pip <version>")
    .replace(/\b(3\.[0-9]+)\.[0-9]+\b/g, "$1.x")
    .replace(/\b(Linux|macOS|Windows) (x86_64|aarch64|arm64)\b/g, "<platform>")
    .replace(/Rejected: .*/g, "Rejected: <others>")
    .replace(/\b([0-9]+\.[0-9]|[0-9]{3,}) s\b/g, "<time>")
    .replace(/\/\S+\/bin\/python3?(\.8)?\b/g, "<python>");
}

export const readJson = (file: string | undefined) => JSON.parse(readFileSync(file ?? "", "utf8"));

export const asText = { serializers: [String] };
