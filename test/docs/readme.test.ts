// The README, and the workflows that people copy, which are held to what the repository's own are.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { parse } from "yaml";
import { findImage } from "../../src/images/catalogue/find-image.ts";
import { readAction } from "../support/github/runner/action-definition.ts";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { type ChildResult, runChild } from "../support/machine/child.ts";
import { childEnvironment } from "../support/machine/environment.ts";
import { type Cleanup, createWorkspace } from "../support/machine/workspace.ts";

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

const workflows = readFileSync(join(repositoryRoot, "docs", "workflows.md"), "utf8");
const yamlBlocks = [...workflows.matchAll(/^```ya?ml\n(.*?)^```$/gms)].map(([, text]) => text ?? "");
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

describe("the workflows of docs/workflows.md", () => {
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
  for (const { name: workflow, jobs } of [...shown, ...own]) {
    for (const job of Object.values(jobs)) {
      const steps = job.steps.filter(isOurs);
      for (const name of steps.flatMap((step) => Object.keys(step.with ?? {}))) assert.ok(name in action.inputs, name);
      for (const name of steps.flatMap(({ id }) => outputsOf(id, job))) assert.ok(name in action.outputs, name);
    }
    const uses = Object.values(jobs).flatMap(({ steps }) => steps.filter(isOurs));
    if (shown.some(({ name }) => name === workflow)) assert.ok(uses.length > 0, `${workflow} does not use the action`);
  }
  const ofShown = shown.flatMap(({ jobs }) => Object.values(jobs));
  const named = ofShown.flatMap((job) => job.steps.filter(isOurs).flatMap(({ id }) => outputsOf(id, job)));
  assert.ok(named.length > 0, "no output is read");
});

test("the README has at most 150 lines, and names inputs and an image that are there", () => {
  const readme = readFileSync(join(repositoryRoot, "README.md"), "utf8");
  assert.ok(readme.trimEnd().split("\n").length <= 150);
  const [, block = ""] = /^```ya?ml\n(.*?)^```$/ms.exec(readme) ?? [];
  const [step] = parse(block) as [Step];
  const named = Object.keys(step.with ?? {});
  assert.deepEqual(
    named.filter((name) => !(name in action.inputs)),
    [],
  );
  const image = findImage(String(step.with?.image));
  assert.equal(image?.status.state, "supported");
});

test("the French README shows the same code", () => {
  const [english, french] = ["README.md", "README.fr.md"].map((name) =>
    [...readFileSync(join(repositoryRoot, name), "utf8").matchAll(/^```\w+\n(.*?)^```$/gms)].map(([, code = ""]) =>
      code.replace(/ +#.*$/gm, ""),
    ),
  );
  assert.ok(english?.length);
  assert.deepEqual(french, english);
});

test("action.yml, the tables of docs/inputs.md and docs/checks.md are what the sources say", async (t) => {
  const compared = await runScript(t, "generate.ts", "--check");
  assert.equal(compared.exitCode, 0, compared.stderr);
});

test("links in the documentation lead to files", () => {
  const others = readdirSync(join(repositoryRoot, "docs")).filter((name) => name.endsWith(".md"));
  const pages = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    ...others.map((name) => `docs/${name}`),
  ];
  for (const page of pages) {
    const text = readFileSync(join(repositoryRoot, page), "utf8");
    const links = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, link]) => link ?? "");
    if (page === "README.md") assert.ok(links.some((one) => !one.startsWith("https://")));
    for (const link of links.filter((one) => !one.startsWith("https://"))) {
      assert.ok(existsSync(join(repositoryRoot, dirname(page), link)), `${page}: ${link}`);
    }
  }
});

test("links to a heading lead to one", () => {
  const pages = ["README.md", "README.fr.md", "CONTRIBUTING.md", "SECURITY.md"].concat(
    readdirSync(join(repositoryRoot, "docs")).map((name) => `docs/${name}`),
  );
  let links = 0;
  for (const page of pages.filter((name) => name.endsWith(".md"))) {
    const text = readFileSync(join(repositoryRoot, page), "utf8");
    for (const [, path = "", anchor = ""] of text.matchAll(/\]\(((?!https?:)[^)#]*)#([^)]*)\)/g)) {
      const target = path === "" ? page : join(dirname(page), path);
      assert.ok(anchorsOf(target).has(anchor), `${page}: ${target} has no heading #${anchor}`);
      links += 1;
    }
  }
  assert.ok(links > 50, String(links));
});

/** As GitHub makes them: lower case, without punctuation, spaces as hyphens. */
function anchorsOf(page: string): Set<string> {
  const text = readFileSync(join(repositoryRoot, page), "utf8").replace(/^```.*?^```$/gms, "");
  const slugs = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
  return new Set([...slugs, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = ""]) => id)]);
}

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
