// The README's workflows are what people copy, so they are held to what the repository's own are.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { parse } from "yaml";
import { readAction } from "./support/action-definition.ts";
import { repositoryRoot } from "./support/action-runner.ts";
import { type ChildResult, runChild } from "./support/child.ts";
import { childEnvironment } from "./support/environment.ts";
import { type Cleanup, createWorkspace } from "./support/workspace.ts";

interface Step {
  id?: string;
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Workflow {
  name: string;
  permissions: unknown;
  jobs: Record<string, { permissions: unknown; steps: Step[]; outputs?: Record<string, string> }>;
}

const readme = readFileSync(join(repositoryRoot, "README.md"), "utf8");
const yamlBlocks = [...readme.matchAll(/^```ya?ml\n(.*?)^```$/gms)].map(([, text]) => text ?? "");
const shown = yamlBlocks.map((text) => parse(text) as Partial<Workflow>).filter(isWorkflow);
const folder = join(repositoryRoot, ".github", "workflows");
const own = readdirSync(folder).map((name) => parse(readFileSync(join(folder, name), "utf8")) as Workflow);
const action = readAction(repositoryRoot);

test("the prototype and the production workflow are shown", () => {
  assert.deepEqual(
    shown.map(({ name }) => name),
    ["prototype", "deploy"],
  );
});

describe("the README's workflows", () => {
  test("give no permissions but those a job names", () => {
    for (const { permissions, jobs } of shown) {
      assert.deepEqual(permissions, {});
      for (const job of Object.values(jobs)) assert.ok(job.permissions, "a job without permissions");
    }
  });

  test("are free of findings of the linter", async (t) => {
    const names = shown.map(({ name }) => [`.github/workflows/${name}.yml`, textOf(name)]);
    const directory = createWorkspace(t, Object.fromEntries(names));
    const linted = await runScript(t, "check-workflows.mjs", directory, "--no-zizmor");
    assert.equal(linted.exitCode, 0, linted.stderr);
  });

  test("check out first, and set up Python before they use the action", () => {
    for (const { steps } of shown.flatMap(({ jobs }) => Object.values(jobs))) {
      const at = (is: (step: Step) => boolean) => steps.findIndex(is);
      const checkout = at(({ uses }) => uses?.startsWith("actions/checkout@") ?? false);
      const python = at(({ uses }) => uses?.startsWith("actions/setup-python@") ?? false);
      const ours = at(isOurs);
      assert.equal(checkout, 0);
      // A job that runs nothing of the packages needs no Python.
      if (ours >= 0 && steps[ours]?.with?.evidence !== "files") assert.ok(python >= 0 && python < ours);
    }
  });
});

test("inputs and outputs of the action that workflows name are there", () => {
  for (const { jobs } of [...shown, ...own]) {
    for (const job of Object.values(jobs)) {
      const steps = job.steps.filter(isOurs);
      for (const name of steps.flatMap((step) => Object.keys(step.with ?? {}))) assert.ok(name in action.inputs, name);
      for (const name of steps.flatMap(({ id }) => outputsOf(id, job))) assert.ok(name in action.outputs, name);
    }
  }
});

test("action.yml, the README's tables and docs/checks.md are what the sources say", async (t) => {
  const compared = await runScript(t, "generate.ts", "--check");
  assert.equal(compared.exitCode, 0, compared.stderr);
});

test("links in the documentation lead to files", () => {
  const pages = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/checks.md",
    "docs/how-it-works.md",
  ];
  for (const page of pages) {
    const text = readFileSync(join(repositoryRoot, page), "utf8");
    const links = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, link]) => link ?? "");
    for (const link of links.filter((one) => !one.startsWith("https://"))) {
      assert.ok(existsSync(join(repositoryRoot, dirname(page), link)), `${page}: ${link}`);
    }
  }
});

function runScript(t: Cleanup, name: string, ...args: string[]): Promise<ChildResult> {
  const env = childEnvironment({ home: join(createWorkspace(t), "home") });
  return runChild(process.execPath, [join(repositoryRoot, "scripts", name), ...args], { cwd: repositoryRoot, env });
}

function isWorkflow(document: Partial<Workflow>): document is Workflow {
  return document.jobs !== undefined;
}

function isOurs({ uses }: Step): boolean {
  return uses === "./" || (uses?.includes("/azureml-extra-packages@") ?? false);
}

/** Names of outputs that anything in the job reads from the step. */
function outputsOf(id: string | undefined, job: unknown): string[] {
  if (id === undefined) return [];
  const text = JSON.stringify(job);
  return [...text.matchAll(new RegExp(`steps\\.${id}\\.outputs\\.([\\w-]+)`, "g"))].map(([, name]) => name ?? "");
}

function textOf(name: string): string {
  return yamlBlocks.find((text) => text.startsWith(`name: ${name}\n`)) ?? assert.fail(`no workflow ${name}`);
}
