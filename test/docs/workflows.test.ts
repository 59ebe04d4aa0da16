// The workflows in docs/ beside the two of docs/workflows.md are copied, too: they are linted, and give each job the permissions that it names.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { parse, stringify } from "yaml";
import { readAction } from "../support/github/runner/action-definition.ts";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { runChild } from "../support/machine/child.ts";
import { createWorkspace } from "../support/machine/workspace.ts";

interface Step {
  uses?: string;
  with?: Record<string, unknown>;
}

interface Job {
  permissions?: Record<string, string>;
  outputs?: Record<string, string>;
  needs?: string | string[];
  /** Absent for a call of another workflow. */
  steps?: Step[];
}

interface Workflow {
  permissions: unknown;
  jobs: Record<string, Job>;
}

/** readme.test.ts has those of workflows.md. */
const pages = readdirSync(join(repositoryRoot, "docs")).filter(
  (name) => name.endsWith(".md") && name !== "workflows.md",
);
const action = readAction(repositoryRoot);

/** The workflows and jobs of a page; a job alone becomes a workflow with the jobs that it needs. */
function workflowsIn(page: string): Workflow[] {
  const text = readFileSync(join(repositoryRoot, "docs", page), "utf8");
  const blocks = [...text.matchAll(/^```ya?ml\n(.*?)^```$/gms)].map(([, block = ""]) => parse(block));
  return blocks.flatMap((block) => {
    if (block?.jobs !== undefined) return [block];
    const jobs = Object.values(block ?? {}).some((job) => Array.isArray((job as Partial<Job> | null)?.steps));
    return jobs ? [{ name: page, on: "push", permissions: {}, jobs: { ...neededBy(block), ...block } }] : [];
  });
}

function neededBy(block: Record<string, Job>): Record<string, object> {
  const needed = Object.values(block).flatMap(({ needs = [] }) => needs);
  const outputs = Object.fromEntries(
    [...JSON.stringify(block).matchAll(/needs\.[\w-]+\.outputs\.([\w-]+)/g)].map(([, name]) => [name, "x"]),
  );
  const job = { "runs-on": "ubuntu-latest", permissions: { contents: "read" }, outputs, steps: [{ run: "true" }] };
  return Object.fromEntries(needed.map((name) => [name, job]));
}

const shown = pages.flatMap((page) => workflowsIn(page).map((workflow, index) => ({ page, index, workflow })));

describe("the workflows in docs/", () => {
  test("are those of many deployments, of a private index, of promotion, of restoring a mount and of its attestation", () => {
    const expected = ["many-deployments.md", "private-indexes.md", "promotion.md", "restore.md", "supply-chain.md"];
    assert.deepEqual([...new Set(shown.map(({ page }) => page))], expected);
  });

  for (const { page, index, workflow } of shown) {
    test(`${page}, ${index + 1}: is free of findings of the linter, and names its permissions`, async (t) => {
      // As it is written where it is whole, since a comment names the version of an action.
      const text = readFileSync(join(repositoryRoot, "docs", page), "utf8");
      const versions = new Map(
        [...text.matchAll(/uses: (\S+) # (v\S+)/g)].map(([, uses = "", version]) => [uses, version]),
      );
      const written = stringify(workflow).replace(/uses: (\S+)/g, (line, uses) =>
        versions.has(uses) ? `${line} # ${versions.get(uses)}` : line,
      );
      const cwd = createWorkspace(t, { ".github/workflows/shown.yml": written });
      const words = [join(repositoryRoot, "scripts", "check-workflows.mjs"), cwd, "--no-zizmor"];
      const { exitCode, stderr } = await runChild(process.execPath, words, {
        cwd,
        env: { PATH: process.env.PATH ?? "" },
      });
      assert.equal(exitCode, 0, stderr);
      assert.deepEqual(workflow.permissions, {});
      for (const [name, { permissions, steps = [] }] of Object.entries(workflow.jobs)) {
        assert.ok(permissions, `${name} names no permissions`);
        const ours = steps.filter(({ uses }) => uses?.includes("/azureml-extra-packages@"));
        for (const { with: inputs = {} } of ours) {
          assert.deepEqual(
            Object.keys(inputs).filter((input) => !(input in action.inputs)),
            [],
          );
          // A job that may write, sign or log in runs no code of the packages.
          if (Object.values(permissions).includes("write")) assert.equal(inputs.evidence, "files", name);
        }
      }
    });
  }
});
