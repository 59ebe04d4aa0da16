// The component for GitLab and the pipeline of docs/other-ci.md: their scripts run the shipped bundle, and its reports are
// read as GitLab reads them.
import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { runChild } from "../support/machine/child.ts";
import { childEnvironment } from "../support/machine/environment.ts";
import { type Cleanup, createWorkspace, writeFiles } from "../support/machine/workspace.ts";
import {
  expandComponent,
  extended,
  type GitlabJob,
  readDotenv,
  readSections,
  scriptOf,
  variablesOf,
} from "../support/other-ci/gitlab-job.ts";
import { blockOf, createProject, deployed, type Project, runScript, template } from "../support/other-ci/repository.ts";
import { libraryPath, onLinux } from "../support/scenario/scenario.ts";

interface Include {
  remote: string;
  inputs: Record<string, string>;
}

const { include, ...shown } = parse(blockOf("gitlab")) as { include: Include[]; deploy: GitlabJob };
const IMAGE = "--image minimal-ubuntu22.04-py39-cpu-inference ";

/** The tool's repository with a tag, as it is fetched. */
async function toolRepository(t: Cleanup): Promise<string> {
  const directory = createWorkspace(t);
  cpSync(join(repositoryRoot, "dist"), join(directory, "dist"), { recursive: true });
  const env = childEnvironment({ home: createWorkspace(t) });
  const git = async (...words: string[]) => {
    const who = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
    const { exitCode, stderr } = await runChild("git", [...who, ...words], { cwd: directory, env });
    assert.equal(exitCode, 0, stderr);
  };
  await git("init", "--quiet");
  await git("add", "--force", "dist");
  await git("commit", "--quiet", "--message", "release");
  await git("tag", "v1");
  return directory;
}

async function jobs(t: Cleanup, inputs: Record<string, string> = {}): Promise<Record<string, GitlabJob>> {
  const repository = await toolRepository(t);
  const all = expandComponent(template("gitlab-component.yml"), { "tool-repository": repository, ...inputs });
  return { ...all, deploy: shown.deploy };
}

async function runJob(t: Cleanup, project: Project, job: GitlabJob, given: Record<string, string> = {}) {
  const predefined = { CI: "true", GITLAB_CI: "true", CI_PROJECT_DIR: project.directory, ...given };
  const script = scriptOf(job).replace(IMAGE, "");
  return await runScript(t, project, script, { env: variablesOf(job, predefined) });
}

const reportOf = (job: GitlabJob, name: string, project: Project) => {
  const path = job.artifacts?.reports[name] ?? assert.fail(`no report ${name}`);
  assert.ok(
    job.artifacts?.paths.some((kept) => path.startsWith(kept)),
    "a report is an artifact",
  );
  return readFileSync(join(project.directory, path), "utf8");
};

interface Issue {
  description: string;
  check_name: string;
  fingerprint: string;
  severity: string;
  location: { path: string; lines: { begin: number } };
}

describe("GitLab CI", onLinux, () => {
  it("gets the outputs as a dotenv report and folded phases, and deploys what was built", async (t) => {
    const project = await createProject(t);
    assert.ok(include[0]?.inputs.image);
    const all = await jobs(t, { ...include[0]?.inputs, "tool-repository": await toolRepository(t), image: "" });
    const job = extended("packages", all);
    const built = await runJob(t, project, job);
    assert.equal(built.exitCode, 0, built.stderr);
    const { sections } = readSections(built.stderr);
    assert.ok(sections.length > 0);
    assert.ok(sections.every(({ title }) => title !== ""));
    const variables = readDotenv(reportOf(job, "dotenv", project));
    assert.equal(variables.PACKAGES_AZUREML_EXTRA_PYTHON_LIB_PATH, libraryPath);
    assert.match(variables.PACKAGES_MOUNT_DIGEST ?? "", /^sha256:/);
    assert.deepEqual(
      JSON.parse(reportOf(job, "codequality", project)).filter((one: Issue) => one.severity === "critical"),
      [],
    );
    assert.ok(existsSync(join(project.directory, ".cache", "azureml-extra-packages", "entries")));

    const deploy = extended("deploy", all);
    assert.deepEqual(deploy.needs, ["packages"]);
    const secrets = { AZURE_CLIENT_ID: "id", AZURE_TENANT_ID: "tenant", AZURE_ID_TOKEN: "token" };
    const login = /^az login/;
    const script = deploy.script?.filter((line) => !login.test(line)) ?? [];
    assert.equal(script.length, (deploy.script?.length ?? 0) - 1);
    const ended = await runJob(t, project, { ...deploy, script }, { ...variables, ...secrets });
    assert.equal(ended.exitCode, 0, ended.stderr);
    assert.deepEqual(deployed(project), JSON.parse(variables.PACKAGES_ENVIRONMENT_VARIABLES ?? ""));
    const digest = { PACKAGES_MOUNT_DIGEST: `sha256:${"0".repeat(64)}` };
    assert.equal((await runJob(t, project, { ...deploy, script }, { ...variables, ...digest })).exitCode, 1);
  });

  it("gets a code quality report whose fingerprints stay when lines move, and no section that a package prints", async (t) => {
    const project = await createProject(t, "greet==1.0\nbroken==1.0\n");
    const job = extended("packages", await jobs(t));
    const first = await runJob(t, project, job);
    assert.equal(first.exitCode, 1, first.stderr);
    assert.ok(readSections(`${first.stderr}${first.stdout}`).sections.every(({ title }) => !title.includes("forged")));
    const before = JSON.parse(reportOf(job, "codequality", project)) as Issue[];
    const issue = before.find(({ check_name }) => check_name.startsWith("I11 "));
    assert.equal(issue?.severity, "critical", JSON.stringify(before));
    assert.deepEqual(issue?.location, { path: "scoring/requirements.txt", lines: { begin: 2 } });
    assert.match(issue?.description ?? "", /broken/);
    assert.equal(new Set(before.map(({ fingerprint }) => fingerprint)).size, before.length);
    for (const { location, fingerprint, severity } of before) {
      assert.ok(!isAbsolute(location.path) && !location.path.startsWith("."), location.path);
      assert.match(fingerprint, /^[0-9a-f]{64}$/);
      assert.ok(["info", "minor", "major", "critical", "blocker"].includes(severity));
    }

    writeFiles(project.directory, { "scoring/requirements.txt": "# a comment\n\ngreet==1.1\nbroken==1.0\n" });
    await runJob(t, project, job);
    const after = JSON.parse(reportOf(job, "codequality", project)) as Issue[];
    const moved = after.find(({ check_name }) => check_name.startsWith("I11 "));
    assert.deepEqual([moved?.fingerprint, moved?.location.lines.begin], [issue?.fingerprint, 4]);
  });

  it("has a component and a pipeline that fit together", () => {
    assert.match(include[0]?.remote ?? "", /\/templates\/gitlab-component\.yml$/);
    const all = expandComponent(template("gitlab-component.yml"), include[0]?.inputs ?? {});
    assert.deepEqual(Object.keys(all), [".azureml-extra-packages", "packages"]);
    assert.ok((shown.deploy.extends ?? "") in all);
    // Nothing that somebody passes becomes part of a script.
    const [, text = ""] = template("gitlab-component.yml").split(/^---$/m);
    for (const job of Object.values(parse(text) as Record<string, GitlabJob>))
      for (const line of [...(job.before_script ?? []), ...(job.script ?? [])]) assert.doesNotMatch(line, /\$\[\[/);
  });
});
