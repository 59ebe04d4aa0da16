// The workflows that the README, the pages and the example show, in the real engine act. Azure is simulated.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { parse, stringify } from "yaml";
import { pageOf } from "../support/docs/blocks.ts";
import { type ActResult, runAct } from "../support/github/act/act.ts";
import { skipWithoutAct } from "../support/github/act/program.ts";
import { asCopied } from "../support/github/act/stand-ins.ts";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { type ResultsService, startResultsService } from "../support/github/services/results-service.ts";
import { createWorkspace, writeFiles } from "../support/machine/workspace.ts";
import { startIndex } from "../support/packages/package-index.ts";
import { promotionPackages } from "../support/packages/promotion-packages.ts";
import type { Files } from "../support/packages/zip.ts";
import { deployedVariables, example, vars } from "../support/scenario/promotion.ts";

const yamlOf = (page: string) => [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = ""]) => asCopied(text));
const [prototype = "", production = ""] = yamlOf(pageOf("workflows.md"));
const ofExample = (name: string) =>
  asCopied(readFileSync(join(example, ".github", "workflows", `${name}.yml`), "utf8"));
const [step = ""] = yamlOf(readFileSync(join(repositoryRoot, "README.md"), "utf8"));
const [restore = ""] = yamlOf(pageOf("restore.md"));

const checkout = { uses: "octo-org/checkout@v1" };
const output = (name: string) => `\${{ steps.packages.outputs.${name} }}`;
const outputs = { "artifact-id": output("artifact-id"), "mount-digest": output("mount-digest") };
const build = { id: "packages", uses: "octo-org/azureml-extra-packages@v1", with: { "code-directory": "scoring" } };
const onUbuntu = { "runs-on": "ubuntu-latest" };

const folder = ".github/workflows";
const workflows: Files = {
  [`${folder}/prototype.yml`]: prototype,
  [`${folder}/deploy.yml`]: production,
  [`${folder}/readme.yml`]: stringify({
    on: "push",
    jobs: {
      readme: { ...onUbuntu, steps: [checkout, ...parse(step)] },
      build: { ...onUbuntu, outputs, steps: [checkout, build] },
      ...parse(restore),
    },
  }),
};

function filesOfExample(): Files {
  const names = ["score.py", "requirements.txt", "deployment.yml", "sample-request.json"];
  const files = names.map((name) => [`scoring/${name}`, readFileSync(join(example, "scoring", name))]);
  return Object.fromEntries(files);
}

describe("in act, the workflow", { skip: await skipWithoutAct(), timeout: 300_000 }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  let service: ResultsService;
  let index: Record<string, string>;
  before(async () => {
    service = await startResultsService();
    // The images of the workflows have different releases of the server, as far as is known.
    const newer = promotionPackages("1.5.1").filter(({ filename }) => filename.startsWith("azureml_inference"));
    const packages = await startIndex({ packages: [...promotionPackages(), ...newer] });
    whole.after(() => Promise.all([service.close(), packages.close()]).then(() => {}));
    index = { ...packages.env(), PIP_RETRIES: "0" };
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  const start = async (name: string, runId: number, event = "push"): Promise<ActResult & { azure: string }> => {
    const azure = createWorkspace(whole);
    writeFiles(azure, { "slugs.blue.json": "{}" });
    const env = { ...service.env({ runId }), ...index, PLAYED_AZURE: azure };
    const workflow = `${folder}/${name}.yml`;
    const result = await runAct(whole, { files: { ...filesOfExample(), ...workflows }, workflow, env, event, vars });
    return { ...result, azure };
  };

  it("of the prototype in docs/workflows.md verifies the dynamic installation, and deploys its variable", async () => {
    const result = await start("prototype", 3001, "workflow_dispatch");
    assert.deepEqual(result.jobs, { packages: "success", deploy: "success" }, result.log);
    assert.deepEqual(deployedVariables(result.azure), { AZUREML_EXTRA_REQUIREMENTS_TXT: "requirements.txt" });
  });

  it("for production in docs/workflows.md deploys the variables of the restored mount", async () => {
    const result = await start("deploy", 3002);
    assert.deepEqual(result.jobs, { packages: "success", deploy: "success" }, result.log);
    const [built, restored] = [result.step("packages", "packages"), result.step("deploy", "restore")];
    assert.equal(restored.outputs["mount-digest"], built.outputs["mount-digest"]);
    assert.equal(restored.outputs.verified, "files");
    const variables = deployedVariables(result.azure);
    assert.deepEqual(variables, JSON.parse(built.outputs["environment-variables"] ?? ""));
    assert.equal(variables.AZUREML_EXTRA_PYTHON_LIB_PATH, "myenv/lib/python3.9/site-packages");
  });

  it("of the step in the README builds, and the job of docs/restore.md restores what another job built", async () => {
    const result = await start("readme", 3003);
    assert.deepEqual(result.jobs, { readme: "success", build: "success", deploy: "success" }, result.log);
    const readme = result.step("readme", "packages");
    const { AZUREML_EXTRA_PYTHON_LIB_PATH: path } = JSON.parse(readme.outputs["environment-variables"] ?? "");
    assert.equal(path, "myenv/lib/python3.9/site-packages");
    const [built, restored] = ["build", "deploy"].map((job) => result.step(job, "packages").outputs);
    assert.equal(restored?.["mount-digest"], built?.["mount-digest"]);
  });
});

describe("in act, examples/promotion", { skip: await skipWithoutAct(), timeout: 300_000 }, () => {
  it("goes from the prototype to production, and removes the prototype's variable", async (t) => {
    const service = await startResultsService();
    const packages = await startIndex({ packages: promotionPackages("1.5.1") });
    t.after(() => Promise.all([service.close(), packages.close()]));
    const azure = createWorkspace(t);
    const start = async (name: string, runId: number, more: Files = {}) => {
      const workflow = `${folder}/${name}.yml`;
      const files = { ...filesOfExample(), [workflow]: ofExample(name), ...more };
      const env = { ...service.env({ runId }), ...packages.env(), PIP_RETRIES: "0", PLAYED_AZURE: azure };
      // The prototype is pushed to a branch of its own.
      const branch = name === "prototype" ? "prototype" : "main";
      return await runAct(t, { files, workflow, env, vars, branch });
    };
    const first = await start("prototype", 3101);
    assert.deepEqual(first.jobs, { packages: "success", deploy: "success" }, first.log);
    // As a reader does who copies it from the summary: act removes the files of a job at its end.
    const { summary } = first.step("packages", "packages");
    const lock = [...summary.matchAll(/^```\w*\n(.*?)^```$/gms)].find(([, code]) => code?.includes("--hash="))?.[1];
    assert.ok(lock, summary);
    const second = await start("production", 3102, { "scoring/requirements.lock.txt": lock });
    assert.deepEqual(second.jobs, { packages: "success", deploy: "success" }, second.log);
    const { "environment-variables": expected = "" } = second.step("packages", "packages").outputs;
    assert.deepEqual(deployedVariables(azure), JSON.parse(expected));
  });
});
