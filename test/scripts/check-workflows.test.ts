// The linter of the workflows, and that the workflow ci runs every suite of the tests.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import project from "../../package.json" with { type: "json" };
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { runChild } from "../support/machine/child.ts";
import { type Cleanup, createWorkspace } from "../support/machine/workspace.ts";

const CI = readFileSync(join(repositoryRoot, ".github/workflows/ci.yml"), "utf8");

/** The linter's own rules and actionlint; `npm run check:workflows` runs zizmor too. */
async function lint(t: Cleanup, workflow: string) {
  const cwd = createWorkspace(t, { ".github/workflows/ci.yml": workflow });
  const words = [join(repositoryRoot, "scripts/check-workflows.mjs"), cwd, "--no-zizmor"];
  return await runChild(process.execPath, words, { cwd, env: { PATH: process.env.PATH ?? "" } });
}

test("the workflow ci has a job for each suite of tests, and its last job needs all jobs", async (t) => {
  const commands = [...CI.matchAll(/npm (?:run test:|test -- --only )(\w+)/g)].map(([, suite]) => suite);
  const suites = Object.keys(project.scripts).flatMap((name) => /^test:(.*)/.exec(name)?.[1] ?? []);
  assert.deepEqual(commands.sort(), ["hermetic", "field", ...suites].sort());
  const { exitCode, stderr } = await lint(t, CI);
  assert.equal(exitCode, 0, stderr);
});

test("a last job that does not need every job is reported", async (t) => {
  const { needs } = parse(CI).jobs["ci-ok"];
  assert.ok(needs.includes("engine"));
  const { exitCode, stderr } = await lint(t, CI.replace("act, engine, action", "act, action"));
  assert.equal(exitCode, 1);
  assert.match(stderr, /^\.github\/workflows\/ci\.yml: ci-ok does not need engine \[gate\]$/m);
});

test("actionlint knows current rules, and reports what is wrong", async (t) => {
  const current = `permissions:
      attestations: write
      artifact-metadata: write`;
  const workflow = (permissions: string, name: string) => `name: x
on: push
jobs:
  one:
    runs-on: ubuntu-24.04-arm
    ${permissions}
    steps:
      - run: echo "\${{ vars.NAME }} \${{ steps.${name}.outputs.x }}"
`;
  const bad = await lint(t, workflow(current, "missing"));
  const skipped = /^actionlint is skipped: .*/m.exec(bad.stdout)?.[0];
  if (skipped !== undefined) return t.skip(skipped);
  assert.equal(bad.exitCode, 1);
  assert.match(
    bad.stderr,
    /^\.github\/workflows\/ci\.yml:10:\d+: property "missing" is not defined in object type \{\} \[expression\]$/m,
  );
  assert.equal(bad.stderr.trim().split("\n").length, 1, bad.stderr);
});
