// The format for a `run:` step of GitHub Actions, and the commands that docs/other-ci.md shows for any shell.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { OUTPUTS } from "../../src/inputs/table.ts";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { createCommandFiles, readCommandFiles } from "../support/github/runner/command-files.ts";
import { readLog } from "../support/github/runner/log-commands.ts";
import { createWorkspace } from "../support/machine/workspace.ts";
import { blockOf, createProject, deployed, runScript } from "../support/other-ci/repository.ts";
import { libraryPath, onLinux } from "../support/scenario/scenario.ts";

const BUILD = `node "${join(repositoryRoot, "dist", "cli.js")}" build --code-directory scoring`;

describe("any shell", onLinux, () => {
  it("runs the commands of the page, which deploy what was built", async (t) => {
    const project = await createProject(t);
    const script = `set -e\n${blockOf("shell")}`;
    const { exitCode, stderr } = await runScript(t, project, script, { env: { TOOL: repositoryRoot } });
    assert.equal(exitCode, 0, stderr);
    assert.equal(deployed(project).AZUREML_EXTRA_PYTHON_LIB_PATH, libraryPath);
  });

  it("gets JSON without commands for any service when a package prints them", async (t) => {
    const project = await createProject(t, "broken==1.0\n");
    const { exitCode, stdout, stderr } = await runScript(t, project, `${BUILD} --json`);
    assert.equal(exitCode, 1, stderr);
    assert.doesNotMatch(stdout, /##(\[|vso)|section_start:|^\s*::/m);
    assert.match(JSON.parse(stdout).error, /##vso\[task\.setvariable/);
    assert.doesNotMatch(stderr, /##(\[|vso)|section_start:|^\s*::/m);
  });
});

describe("a run: step of GitHub Actions", onLinux, () => {
  it("gets outputs, annotations and a summary, and no command that a package prints", async (t) => {
    for (const requirements of ["greet==1.0\n", "greet==1.0\nbroken==1.0\n"]) {
      const project = await createProject(t, requirements);
      const files = createCommandFiles(join(createWorkspace(t), "commands"));
      const env = { GITHUB_ACTIONS: "true", ...files };
      const { exitCode, stdout, stderr } = await runScript(t, project, `${BUILD} --format github`, { env });
      const { outputs, summary } = readCommandFiles(files);
      const { annotations, groups } = readLog(`${stdout}${stderr}`.split(/\r\n|\r|\n/));
      assert.deepEqual(Object.keys(outputs).sort(), OUTPUTS.map(({ name }) => name).sort());
      assert.ok(groups.length > 0);
      assert.notEqual(summary, "");
      const errors = annotations.filter(({ level }) => level === "error");
      if (exitCode === 0) {
        assert.deepEqual(errors, []);
        assert.equal(outputs.AZUREML_EXTRA_PYTHON_LIB_PATH, libraryPath);
      } else {
        assert.ok(errors.some(({ file, line }) => file === "scoring/requirements.txt" && line === 2));
        assert.ok(errors.every(({ message }) => message !== "forged"));
        assert.equal(outputs["set-arguments"], "");
      }
      assert.equal(exitCode, requirements.includes("broken") ? 1 : 0, stderr);
    }
  });
});
