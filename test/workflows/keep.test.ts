// The recipe of docs/promotion.md that keeps an archive as a file of the release, run as it stands there.
import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { push, release } from "../support/github/runner/events.ts";
import { startResultsService } from "../support/github/services/results-service.ts";
import { runWorkflow } from "../support/github/workflow/runner.ts";
import { runChild } from "../support/machine/child.ts";
import { childEnvironment } from "../support/machine/environment.ts";
import { createWorkspace, readTree, writeFiles } from "../support/machine/workspace.ts";
import { startIndex } from "../support/packages/package-index.ts";
import { lockLine, promotionPackages } from "../support/packages/promotion-packages.ts";
import {
  cellOf,
  copyExample,
  deployedVariables,
  libraryPath,
  onLinux,
  stepOf,
  vars,
} from "../support/scenario/promotion.ts";

const page = readFileSync(join(repositoryRoot, "docs", "promotion.md"), "utf8");

function recipe(name: string): string {
  const [, text] = new RegExp(`<!-- workflow: ${name} -->\n\n\`\`\`yaml\n(.*?)\`\`\``, "s").exec(page) ?? [];
  return text ?? assert.fail(`docs/promotion.md shows no workflow ${name}`);
}

const recipes = {
  ".github/workflows/keep.yml": recipe("keep"),
  ".github/workflows/redeploy.yml": recipe("redeploy"),
};

describe("the recipe that keeps an archive with the release", onLinux, () => {
  it("deploys the same bytes again when artifact and index are gone, with no code of packages in the job that can write", async (t) => {
    const [index, service] = [await startIndex({ packages: promotionPackages() }), await startResultsService()];
    t.after(() => Promise.all([index.close(), service.close()]).then(() => {}));
    const source = copyExample(t);
    writeFiles(source, {
      ...recipes,
      "scoring/requirements.lock.txt": promotionPackages().slice(0, 2).map(lockLine).join(""),
    });
    const azure = createWorkspace(t, { "releases/v1.0.0/": "", "slugs.blue.json": "{}" });
    const machine = { source, service, azure, vars, env: { ...index.env(), PIP_RETRIES: "0" } };
    const kept = await runWorkflow(t, { ...machine, file: ".github/workflows/keep.yml", event: release() });
    const built = stepOf(kept, "packages", "packages");
    assert.equal(kept.conclusion, "success", built.log);
    const mount = (workspace: string) => readTree(join(workspace, "scoring", "myenv"));
    const before = mount(cellOf(kept, "packages").workspace);
    assert.equal(stepOf(kept, "keep", "packages").outputs.verified, "files");
    service.artifacts.length = 0;
    index.packages.length = 0;
    const tagged = join(createWorkspace(t), "tagged");
    cpSync(source, tagged, { recursive: true });
    rmSync(join(source, "scoring"), { recursive: true });
    const event = { ...push(), name: "workflow_dispatch" };
    const file = ".github/workflows/redeploy.yml";
    const again = await runWorkflow(t, {
      ...machine,
      file,
      event,
      inputs: { tag: "v1.0.0" },
      trees: { "v1.0.0": tagged },
      runId: 1002,
    });
    const restored = stepOf(again, "deploy", "packages");
    assert.equal(again.conclusion, "success", restored.log);
    assert.equal(restored.outputs["mount-digest"], built.outputs["mount-digest"]);
    assert.deepEqual(mount(cellOf(again, "deploy").workspace), before);
    assert.equal(deployedVariables(azure).AZUREML_EXTRA_PYTHON_LIB_PATH, libraryPath);
  });

  it("is free of findings of the linter", async (t) => {
    const directory = createWorkspace(t, recipes);
    const script = join(repositoryRoot, "scripts", "check-workflows.mjs");
    const env = childEnvironment({ home: createWorkspace(t) });
    const linted = await runChild(process.execPath, [script, directory, "--no-zizmor"], { cwd: repositoryRoot, env });
    assert.equal(linted.exitCode, 0, linted.stderr);
  });
});
