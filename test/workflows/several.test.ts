// More than one mount: two code directories in one job and in a matrix, two scripts beside one mount, and a reusable
// workflow that hands every input on, empty where its caller said nothing.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { readAction } from "../support/github/runner/action-definition.ts";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { push } from "../support/github/runner/events.ts";
import { startResultsService } from "../support/github/services/results-service.ts";
import { runWorkflow, type WorkflowResult } from "../support/github/workflow/runner.ts";
import { type Cleanup, createWorkspace, readTree } from "../support/machine/workspace.ts";
import { startIndex } from "../support/packages/package-index.ts";
import { promotionPackages } from "../support/packages/promotion-packages.ts";
import type { Files } from "../support/packages/zip.ts";
import { cellOf, stepOf } from "../support/scenario/promotion.ts";
import { libraryPath, onLinux } from "../support/scenario/scenario.ts";

const file = ".github/workflows/packages.yml";
const head = "name: packages\non: push\npermissions:\n  contents: read\njobs:\n";
const twoDirectories: Files = {
  "slugs/score.py": "import slugify\n",
  "slugs/requirements.txt": "python-slugify==8.0.4\ntext-unidecode==1.3\n",
  "plain/score.py": "import text_unidecode\n",
  "plain/requirements.txt": "text-unidecode==1.3\n",
};
const setUp = `
      - uses: actions/checkout@v7
      - uses: actions/setup-python@v7
        with:
          python-version: "3.8"`;

async function runJobs(t: Cleanup, jobs: string, files: Files): Promise<WorkflowResult & { artifacts: string[] }> {
  const [index, service] = [await startIndex({ packages: promotionPackages() }), await startResultsService()];
  t.after(() => Promise.all([index.close(), service.close()]).then(() => {}));
  const source = createWorkspace(t, { [file]: head + jobs, ...files });
  const env = { ...index.env(), PIP_RETRIES: "0" };
  const result = await runWorkflow(t, { source, file, event: push(), service, env });
  return { ...result, artifacts: service.artifacts.map(({ name }) => name).sort() };
}

const distributions = (workspace: string, code: string) =>
  Object.keys(readTree(join(workspace, code, libraryPath)))
    .filter((path) => path.endsWith(".dist-info/METADATA"))
    .map((path) => path.split("-")[0]);

describe("several mounts", onLinux, () => {
  it("two code directories with two mounts in one job", async (t) => {
    const jobs = `
  build:
    runs-on: ubuntu-latest
    steps:${setUp}
      - id: slugs
        uses: ./
        with:
          code-directory: slugs
      - id: plain
        uses: ./
        with:
          code-directory: plain
      - id: told
        env:
          DIGESTS: \${{ steps.slugs.outputs.mount-digest }} \${{ steps.plain.outputs.mount-digest }}
        run: echo "digests=$DIGESTS" >> "$GITHUB_OUTPUT"
`;
    const result = await runJobs(t, jobs, twoDirectories);
    assert.equal(result.conclusion, "success", stepOf(result, "build", "plain").log);
    const { workspace } = cellOf(result, "build");
    assert.deepEqual(distributions(workspace, "slugs"), ["python_slugify", "text_unidecode"]);
    assert.deepEqual(distributions(workspace, "plain"), ["text_unidecode"]);
    const [first, second] = stepOf(result, "build", "told").outputs.digests?.split(" ") ?? [];
    assert.notEqual(first, second);
    assert.deepEqual(result.artifacts, ["azureml-plain-myenv-py3.8-x86_64", "azureml-slugs-myenv-py3.8-x86_64"]);
  });

  it("the same in a matrix, each cell on its own machine", async (t) => {
    const jobs = `
  build:
    runs-on: ubuntu-latest
    strategy:
      fail-fast: false
      matrix:
        code: [slugs, plain]
    steps:${setUp}
      - id: packages
        uses: ./
        with:
          code-directory: \${{ matrix.code }}
`;
    const result = await runJobs(t, jobs, twoDirectories);
    assert.equal(result.conclusion, "success");
    const [slugs, plain] = result.jobs.build ?? [];
    assert.deepEqual([slugs?.matrix.code, plain?.matrix.code], ["slugs", "plain"]);
    assert.deepEqual(distributions(slugs?.workspace ?? "", "slugs"), ["python_slugify", "text_unidecode"]);
    assert.deepEqual(distributions(plain?.workspace ?? "", "plain"), ["text_unidecode"]);
    assert.equal(existsSync(join(slugs?.workspace ?? "", "plain", "myenv")), false);
    assert.deepEqual(result.artifacts, ["azureml-plain-myenv-py3.8-x86_64", "azureml-slugs-myenv-py3.8-x86_64"]);
  });

  it("two directories of one name in a matrix: neither their artifacts nor their summaries look alike", async (t) => {
    const jobs = `
  build:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        model: [iris/v1, wine/v1]
    steps:${setUp}
      - id: packages
        uses: ./
        with:
          code-directory: models/\${{ matrix.model }}
`;
    const files = { "score.py": "import text_unidecode\n", "requirements.txt": "text-unidecode==1.3\n" };
    const codes = ["models/iris/v1", "models/wine/v1"];
    const all = codes.flatMap((code) => Object.entries(files).map(([name, text]) => [`${code}/${name}`, text]));
    const result = await runJobs(t, jobs, Object.fromEntries(all));
    assert.equal(result.conclusion, "success");
    assert.deepEqual(result.artifacts, [
      "azureml-models--iris--v1-myenv-py3.8-x86_64",
      "azureml-models--wine--v1-myenv-py3.8-x86_64",
    ]);
    const steps = result.jobs.build?.map((cell) => cell.steps.at(-1)?.action);
    const headings = steps?.map((action) => action?.summary.split("\n")[0]);
    assert.deepEqual(
      headings,
      codes.map((code) => `## ✅ ${code}/myenv: ready to deploy`),
    );
    // The same requirements for the same target: the second cell finds what the first has saved.
    assert.deepEqual(
      steps?.map((action) => action?.outputs["cache-outcome"]),
      ["miss", "hit"],
    );
  });

  it("one mount for two scoring scripts", async (t) => {
    const step = (name: string, mode: string) => `
      - id: ${name}
        uses: ./
        with:
          mode: ${mode}
          code-directory: scoring
          scoring-script: ${name}/score.py
          mount-parent: .
          ${mode === "preinstalled" ? "requirements: scoring/requirements.txt" : "environment-name: myenv"}`;
    const jobs = `
  build:
    runs-on: ubuntu-latest
    steps:${setUp}${step("first", "preinstalled")}${step("second", "verify")}
`;
    const result = await runJobs(t, jobs, {
      "scoring/requirements.txt": "python-slugify==8.0.4\ntext-unidecode==1.3\n",
      "scoring/first/score.py": "import slugify\n",
      "scoring/second/score.py": "import slugify\nimport text_unidecode\n",
    });
    const [first, second] = [stepOf(result, "build", "first"), stepOf(result, "build", "second")];
    assert.equal(result.conclusion, "success", `${first.log}\n${second.log}`);
    for (const { outputs } of [first, second]) assert.equal(outputs.AZUREML_EXTRA_PYTHON_LIB_PATH, `../${libraryPath}`);
    assert.equal(second.outputs["mount-digest"], first.outputs["mount-digest"]);
    assert.equal(second.outputs["mount-directory"], join(cellOf(result, "build").workspace, "scoring", libraryPath));
  });

  it("a reusable workflow that passes an empty string for everything", async (t) => {
    const { inputs } = readAction(repositoryRoot);
    const names = Object.keys(inputs);
    const declared = names.map((name) => `      ${name}:\n        type: string\n        default: ""\n`).join("");
    const passed = names.map((name) => `          ${name}: \${{ inputs.${name} }}\n`).join("");
    const called = `name: called
on:
  workflow_call:
    inputs:
${declared}    outputs:
      mount-digest:
        value: \${{ jobs.build.outputs.mount-digest }}
permissions:
  contents: read
jobs:
  build:
    runs-on: ubuntu-latest
    outputs:
      mount-digest: \${{ steps.packages.outputs.mount-digest }}
    steps:${setUp}
      - id: packages
        uses: ./
        with:
${passed}`;
    const jobs = `
  call:
    uses: ./.github/workflows/called.yml
  plain:
    needs: call
    runs-on: ubuntu-latest
    steps:${setUp}
      - id: packages
        uses: ./
        with:
          upload: "false"
      - id: compare
        env:
          CALLED: \${{ needs.call.outputs.mount-digest }}
          PLAIN: \${{ steps.packages.outputs.mount-digest }}
        run: test "$CALLED" = "$PLAIN"
`;
    const result = await runJobs(t, jobs, {
      ".github/workflows/called.yml": called,
      "score.py": "import slugify\n",
      "requirements.txt": "python-slugify==8.0.4\ntext-unidecode==1.3\n",
    });
    const inner = cellOf(result, "call").called?.build?.[0]?.steps.at(-1);
    assert.equal(result.conclusion, "success", inner?.log);
    assert.deepEqual(
      inner?.action?.annotations.filter(({ level }) => level !== "notice"),
      [],
    );
  });
});
