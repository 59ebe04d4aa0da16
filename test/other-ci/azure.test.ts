// The template for Azure Pipelines and the pipeline of docs/other-ci.md: their scripts run the shipped bundle, and what
// they print is read as the agent reads it.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { OUTPUTS } from "../../src/inputs/table.ts";
import { type Cleanup, createWorkspace } from "../support/machine/workspace.ts";
import { type AzureStep, type AzureTemplate, expandTemplate, readAgentLog } from "../support/other-ci/azure-agent.ts";
import {
  blockOf,
  createProject,
  deployed,
  linkTool,
  type Project,
  runScript,
  template,
} from "../support/other-ci/repository.ts";
import { libraryPath, onLinux } from "../support/scenario/scenario.ts";

interface Pipeline {
  resources: { repositories: { repository: string; type: string; name: string; endpoint: string }[] };
  stages: { stage: string; jobs: { job: string; variables?: Record<string, string>; steps: PipelineStep[] }[] }[];
}

type PipelineStep = AzureStep & { template?: string; parameters?: Record<string, string> };

const shown = parse(blockOf("azure")) as Pipeline;
const stepsOf = (stage: string) => shown.stages.find((one) => one.stage === stage)?.jobs[0]?.steps ?? [];
const known = parse(template("azure-pipelines.yml")) as AzureTemplate;

/** A machine whose build directory is `agent`: the repository is `s` in it, as without a second checkout. */
function agent(t: Cleanup, project: Project) {
  const build = createWorkspace(t, { "temp/": "" });
  linkTool(join(build, "azureml-extra-packages"));
  const variables = { "Agent.BuildDirectory": build, "Agent.OS": "Linux" };
  const run = async (step: AzureStep | undefined) => {
    const { bash = "", workingDirectory = "", env = {} } = step ?? {};
    const own = { TF_BUILD: "True", AGENT_TEMPDIRECTORY: join(build, "temp"), ...env };
    const ended = await runScript(t, project, bash, {
      cwd: workingDirectory.replace(join(build, "s"), project.directory),
      env: own,
    });
    // The agent reads both streams.
    return { ...ended, log: readAgentLog(`${ended.stderr}${ended.stdout}`) };
  };
  return { variables, build, run };
}

const builds = (steps: AzureStep[]) => steps.find(({ name }) => name === "packages");

describe("Azure Pipelines", onLinux, () => {
  it("gets the outputs as variables of the step, folded phases and a summary, and deploys what was built", async (t) => {
    const project = await createProject(t);
    const { variables, build, run } = agent(t, project);
    const { parameters } = stepsOf("build")[0] ?? {};
    assert.ok(parameters?.image);
    const steps = expandTemplate(known, { ...parameters, image: "" }, variables);
    const built = await run(builds(steps));
    assert.equal(built.exitCode, 0, built.stderr);
    assert.equal(built.stdout, "");
    const { variables: outputs, issues, groups, summaries } = built.log;
    assert.deepEqual(
      Object.keys(outputs),
      OUTPUTS.map(({ name }) => name.replaceAll("-", "_")),
    );
    assert.equal(outputs.AZUREML_EXTRA_PYTHON_LIB_PATH, libraryPath);
    assert.equal(JSON.parse(outputs.environment_variables ?? "").AZUREML_EXTRA_PYTHON_LIB_PATH, libraryPath);
    assert.deepEqual(
      issues.filter(({ type }) => type === "error"),
      [],
    );
    assert.ok(groups.length > 0);
    assert.match(readFileSync(summaries[0] ?? "", "utf8"), /AZUREML_EXTRA_PYTHON_LIB_PATH/);
    assert.ok(existsSync(join(build, "azureml-packages", "manifest.json")));

    const scripts = stepsOf("deploy").filter(({ bash, task }) => bash !== undefined || task === "AzureCLI@2");
    const [restore, deploy] = expandTemplate(
      { parameters: [], steps: scripts },
      {},
      { ...variables, "restore.set_arguments": "" },
    );
    // The machine of a test has Python 3.8, and no image.
    const bash = restore?.bash?.replace("--image minimal-ubuntu22.04-py39-cpu-inference ", "") ?? "";
    assert.notEqual(bash, restore?.bash);
    const restoring = (digest = "") => run({ ...restore, bash, env: { ...restore?.env, MOUNT_DIGEST: digest } });
    const restored = await restoring(outputs.mount_digest);
    assert.equal(restored.exitCode, 0, restored.stderr);
    assert.equal(restored.log.variables.mount_digest, outputs.mount_digest);
    const set = { RESTORE_SET_ARGUMENTS: restored.log.variables.set_arguments ?? "" };
    const script = { bash: String(deploy?.inputs?.inlineScript), workingDirectory: join(build, "s") };
    const ended = await run({ ...script, env: set });
    assert.equal(ended.exitCode, 0, ended.stderr);
    assert.deepEqual(deployed(project), JSON.parse(outputs.environment_variables ?? ""));
    const refused = await restoring(`sha256:${"0".repeat(64)}`);
    assert.equal(refused.exitCode, 1);
    assert.equal(refused.log.variables.set_arguments, "");
  });

  it("gets an issue on the line of the requirement, and no command that a package prints", async (t) => {
    const project = await createProject(t, "greet==1.0\nbroken==1.0\n");
    const { variables, run } = agent(t, project);
    const built = await run(builds(expandTemplate(known, {}, variables)));
    assert.equal(built.exitCode, 1, built.stderr);
    const { issues, variables: outputs, text } = built.log;
    const issue = issues.find(({ type, code }) => type === "error" && code === "I11");
    assert.equal(issue?.sourcepath, join(project.scenario.workspace, "requirements.txt"), JSON.stringify(issues));
    assert.equal(issue?.linenumber, "2");
    assert.equal(outputs.PATH, undefined);
    assert.match(outputs.error ?? "", /forged/);
    assert.ok(text.length > 0);
  });

  it("has a template and a pipeline that fit together", () => {
    const [resource] = shown.resources.repositories;
    const [use] = stepsOf("build");
    assert.equal(use?.template, `templates/azure-pipelines.yml@${resource?.repository}`);
    const checkouts = known.steps.flatMap(({ checkout, path }) => (checkout ? [[checkout, path]] : []));
    assert.deepEqual(checkouts, [
      ["self", "s"],
      [resource?.repository, "azureml-extra-packages"],
    ]);
    // Nothing that somebody passes becomes part of a script.
    for (const { bash = "" } of known.steps) assert.doesNotMatch(bash, /\$\{\{|\$\(/);
    const digest = shown.stages[1]?.jobs[0]?.variables?.MOUNT_DIGEST;
    const step = known.parameters.find(({ name }) => name === "step")?.default;
    const [, stage, job] =
      /stageDependencies\.(\w+)\.(\w+)\.outputs\['packages\.mount_digest'\]/.exec(digest ?? "") ?? [];
    assert.deepEqual([stage, job, step], ["build", shown.stages[0]?.jobs[0]?.job, "packages"]);
    const artifact = known.parameters.find(({ name }) => name === "artifact")?.default;
    assert.equal(stepsOf("deploy").find(({ task }) => task?.startsWith("Download"))?.inputs?.artifact, artifact);
  });
});
