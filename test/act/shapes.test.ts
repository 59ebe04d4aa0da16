// Ways to call the action, in the real engine act: a composite wrapper, a matrix, a reusable workflow, and runs that fail.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { stringify } from "yaml";
import { pageOf } from "../support/docs/blocks.ts";
import { type ActResult, runAct } from "../support/github/act/act.ts";
import { skipWithoutAct } from "../support/github/act/program.ts";
import { asCopied } from "../support/github/act/stand-ins.ts";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { type ResultsService, startResultsService } from "../support/github/services/results-service.ts";
import type { Files } from "../support/packages/zip.ts";
import { createScenario } from "../support/scenario/scenario.ts";

const score = (imported: string) =>
  `import ${imported}\n\n\ndef init():\n    pass\n\n\ndef run(data):\n    return data\n`;
const folder = ".github/workflows";
const uses = "octo-org/azureml-extra-packages@v1";
const checkout = { uses: "octo-org/checkout@v1" };
const unusual = "modèles/prévision des ventes";
const deployable = (directory: string): Files => ({
  [`${directory}/score.py`]: score("greet"),
  [`${directory}/requirements.txt`]: "greet==1.0\n",
});
const repository: Files = {
  ...deployable(unusual),
  ...deployable("models/one"),
  ...deployable("models/two"),
  "models/failing/score.py": score("missing_helper"),
  "models/failing/requirements.txt": "greet==1.0\n",
  "models/unknown/score.py": score("greet"),
  "models/unknown/requirements.txt": "politeness==1.0\ngreet==99.0\n",
};

const output = (name: string) => `\${{ steps.packages.outputs.${name} }}`;
const job = (...steps: object[]) => ({ "runs-on": "ubuntu-latest", steps: [checkout, ...steps] });
const build = (directory: string) => ({ id: "packages", uses, with: { "code-directory": directory } });
/** A later step of a job that failed. */
const afterwards = {
  if: "failure()",
  env: { ERROR: output("error"), VARIABLES: output("environment-variables"), VERIFIED: output("verified") },
  run: 'test -n "$ERROR" && test -z "$VARIABLES" && test "$VERIFIED" = no && echo "read=$(wc -c <<< "$ERROR")" >> "$GITHUB_OUTPUT"',
};
const failing = (directory: string) => job(build(directory), { ...afterwards, id: "afterwards" });

const composite = stringify({
  name: "packages",
  description: "the packages of this organisation's deployments",
  inputs: { directory: { description: "code directory", required: true } },
  outputs: { variables: { description: "variables", value: output("environment-variables") } },
  runs: {
    using: "composite",
    steps: [{ id: "packages", uses, with: { "code-directory": `\${{ inputs.directory }}` } }],
  },
});
const wrapper = {
  id: "wrapper",
  uses: "./.github/actions/packages",
  with: { directory: unusual },
};
const readsVariables = {
  env: { VARIABLES: `\${{ steps.wrapper.outputs.variables }}`, DIRECTORY: unusual },
  run: [
    'node -e "JSON.parse(process.env.VARIABLES).AZUREML_EXTRA_PYTHON_LIB_PATH.length || process.exit(1)"',
    'test -f "$DIRECTORY/myenv/lib/python3.8/site-packages/greet/__init__.py"',
  ].join("\n"),
};

const [calling = ""] = [...pageOf("many-deployments.md").matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text]) => text);
const called = asCopied(readFileSync(join(repositoryRoot, folder, "deployments.yml"), "utf8"));
const list = stringify([{ "code-directory": "models/one" }, { name: "forecast", "code-directory": unusual }]);

const files: Files = {
  ...repository,
  ".github/actions/packages/action.yml": composite,
  [`${folder}/shapes.yml`]: stringify({
    on: "push",
    jobs: {
      composite: job(wrapper, readsVariables),
      matrix: {
        strategy: { "fail-fast": false, matrix: { model: ["one", "two"] } },
        ...job(build(`models/\${{ matrix.model }}`)),
      },
    },
  }),
  [`${folder}/failing.yml`]: stringify({
    on: "push",
    jobs: { failing: failing("models/failing"), unknown: failing("models/unknown") },
  }),
  "deployments.yml": list,
  // act does not take a workflow of another repository from a directory.
  [`${folder}/called.yml`]: called,
  [`${folder}/many.yml`]: calling
    .replace(/OWNER\S+deployments\.yml@v1/, `./${folder}/called.yml`)
    .replaceAll("OWNER/", "octo-org/"),
};

describe("in act", { skip: await skipWithoutAct(), timeout: 300_000 }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  let service: ResultsService;
  let index: Record<string, string>;
  before(async () => {
    service = await startResultsService();
    whole.after(() => service.close());
    ({ env: index } = await createScenario(whole));
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });
  const start = async (name: string, runId: number): Promise<ActResult> =>
    await runAct(whole, { files, workflow: `${folder}/${name}.yml`, env: { ...service.env({ runId }), ...index } });
  const artifacts = () => new Set(service.artifacts.map(({ name }) => name));

  it("a composite wrapper and a matrix build, in directories with spaces and letters beyond ASCII too", async () => {
    const result = await start("shapes", 4001);
    assert.equal(result.exitCode, 0, result.log);
    assert.deepEqual(new Set(Object.values(result.jobs)), new Set(["success"]), result.log);
    const uploaded = artifacts();
    for (const directory of ["models--one", "models--two", "mod-les--pr-vision-des-ventes-5afa0558f341"])
      assert.ok(uploaded.has(`azureml-${directory}-myenv-py3.8-x86_64`), [...uploaded].join());
  });

  describe("a run that fails", () => {
    let result: ActResult;
    before(async () => {
      result = await start("failing", 4002);
    });

    it("fails its job, names the cause in the headline, and gives later steps no variables", () => {
      assert.notEqual(result.exitCode, 0);
      assert.deepEqual(result.jobs, { failing: "failure", unknown: "failure" }, result.log);
      const { outputs, summary, annotations } = result.step("failing", "packages");
      assert.match(summary, /^## ❌ models\/failing.*missing_helper/m);
      assert.equal(outputs.verified, "no");
      const [error] = annotations.filter(({ level }) => level === "error");
      assert.deepEqual([error?.file, error?.line], ["models/failing/score.py", "1"]);
    });

    it("annotates the line of a requirement that no index has", () => {
      const { annotations, summary } = result.step("unknown", "packages");
      const error = annotations.find(({ level, file }) => level === "error" && file !== undefined);
      assert.deepEqual([error?.file, error?.line], ["models/unknown/requirements.txt", "2"]);
      assert.match(summary, /greet==99\.0/);
    });

    it("is followed by a step that reads why", () => {
      for (const name of ["failing", "unknown"])
        assert.ok(Number(result.step(name, "afterwards").outputs.read) > 0, result.log);
    });
  });

  it("the workflow of docs/many-deployments.md builds the set once and delivers each deployment", async () => {
    service.caches.length = 0;
    const result = await start("many", 4003);
    assert.equal(result.exitCode, 0, result.log);
    assert.deepEqual(new Set(Object.values(result.jobs)), new Set(["success"]), result.log);
    const uploaded = artifacts();
    for (const name of ["azureml-models--one", "azureml-forecast"]) assert.ok(uploaded.has(name), [...uploaded].join());
    const outcomes = [...result.log.matchAll(/^\s*Cache (hit|miss): /gm)].map(([, outcome]) => outcome);
    assert.deepEqual(outcomes.sort(), ["hit", "hit", "miss"]);
  });
});
