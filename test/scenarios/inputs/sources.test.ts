// The formats that packages are named in, through whole runs.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { type Cleanup, writeFiles } from "../../support/machine/workspace.ts";
import { skipWithoutIndex } from "../../support/packages/real-index.ts";
import type { Files } from "../../support/packages/zip.ts";
import { uvFromRealIndex } from "../../support/python/uv-on-index.ts";
import {
  asText,
  createScenario,
  onLinux,
  readJson,
  run,
  type Scenario,
  step,
} from "../../support/scenario/scenario.ts";

const CONDA = `name: model
channels: [conda-forge]
dependencies:
  - python=3.8
  - greet=1.0
  - nodejs
  - pip
  - pip:
      - politeness==1.0
variables: {STAGE: blue}
`;

/** A scenario without requirements.txt. */
async function createWithout(t: Cleanup, files: Files): Promise<Scenario> {
  const scenario = await createScenario(t, { files });
  rmSync(join(scenario.workspace, "requirements.txt"));
  return scenario;
}

/** What a build installs, and the findings of one check with their places. */
async function built(t: Cleanup, scenario: Scenario, ...flags: string[]) {
  const ended = await run(t, scenario, ["build", ...flags]);
  assert.equal(ended.exitCode, 0, ended.stderr);
  const report = readJson(ended.json["report-file"]);
  const manifest = readJson(ended.json["manifest-file"]);
  const installed = manifest.distributions.map(({ name, version }: Record<string, string>) => `${name}==${version}`);
  return { ...ended, report, manifest, installed };
}

const refused = async (t: Cleanup, scenario: Scenario, ...flags: string[]) => {
  const ended = await run(t, scenario, ["build", ...flags]);
  assert.equal(ended.exitCode, 2, ended.stderr);
  return ended.stderr;
};

function hashOf({ index }: Scenario, start: string): string {
  const file = index.packages.find(({ filename }) => filename.startsWith(start)) ?? assert.fail(start);
  return createHash("sha256").update(file.bytes).digest("hex"); // bytes, not a path: the wheel was made here
}

const skip = await skipWithoutIndex();

describe("files that name the packages", onLinux, () => {
  it("a conda file beside the scoring script, where there is no requirements.txt", async (t) => {
    const scenario = await createWithout(t, { "conda.yml": CONDA });
    const { installed, manifest, report, stderr } = await built(t, scenario);
    assert.deepEqual(installed, ["greet==1.0", "politeness==1.0"]);
    assert.match(stderr, /The packages are those of the conda file .*conda\.yml: there is no requirements\.txt\./);
    assert.deepEqual(
      manifest.requirements.map(({ file, line, text }: Record<string, string>) => `${file}:${line} ${text}`),
      ["conda.yml:5 greet==1.0.*", "conda.yml:9 politeness==1.0"],
    );
    assert.deepEqual(
      manifest.requirementsFiles.map(({ path }: { path: string }) => path),
      ["conda.yml"],
    );
    const found = report.findings.filter(({ check }: { check: string }) => check === "M16");
    assert.deepEqual(
      found.map(({ severity, place }: { severity: string; place: { line: number } }) => [severity, place.line]),
      [
        ["warning", 6],
        ["notice", 10],
      ],
    );
    assert.equal((await built(t, scenario)).json["cache-outcome"], "hit");
  });

  it("a conda file and requirements files together, told apart by content", async (t) => {
    const files = { "env.txt": CONDA, "more.yml": "tool==1.0\n" };
    const scenario = await createWithout(t, files);
    const { installed } = await built(t, scenario, "--requirements", "env.txt", "--requirements", "more.yml");
    assert.deepEqual(installed, ["greet==1.0", "politeness==1.0", "tool==1.0"]);
  });

  it("requirements.txt comes before a conda file, which is named", async (t) => {
    const scenario = await createScenario(t, { files: { "environment.yaml": CONDA } });
    const { stderr } = await built(t, scenario);
    assert.match(
      stderr,
      /requirements\.txt names the packages; environment\.yaml beside the scoring script is not used/,
    );
  });

  it("two conda files: one must be named", async (t) => {
    const scenario = await createWithout(t, { "conda.yml": CONDA, "environment.yml": CONDA });
    assert.match(await refused(t, scenario), /several conda files .*conda\.yml, environment\.yml.*\n.*--requirements/);
  });

  it("the Python of a conda file decides, and contradicts an image or the input", async (t) => {
    const scenario = await createWithout(t, { "conda.yml": CONDA.replace("3.8", "3.9") });
    const ended = await run(t, scenario, ["build", "--dry-run"]);
    assert.match(ended.stderr + ended.stdout, /Python 3\.9/);
    const image = ["--image", "minimal-ubuntu20.04-py38-cpu-inference"];
    assert.match(
      await refused(t, scenario, ...image),
      /conda\.yml:4: conda\.yml asks for Python python=3\.9, but minimal-ubuntu20\.04-py38-cpu-inference has Python 3\.8\.\n.*minimal-ubuntu22\.04-py39-cpu-inference/,
    );
    assert.match(await refused(t, scenario, "--python-version", "3.8"), /but --python-version is 3\.8/);
  });

  it("every entry that cannot be read is reported at once, with its line, and nothing is written", async (t) => {
    const bad = CONDA.replace("greet=1.0", "greet=1.0|2.0").replace("nodejs", '"!!"');
    const stderr = await refused(t, await createWithout(t, { "conda.yml": bad }));
    assert.match(stderr, /conda\.yml:5: The version of "greet=1\.0\|2\.0"/);
    assert.match(stderr, /conda\.yml:6: "!!" is not a conda package/);
  });

  it("pip's parser points to the line in the conda file", async (t) => {
    const bad = CONDA.replace("politeness==1.0", "politeness=1.0");
    assert.match(await refused(t, await createWithout(t, { "conda.yml": bad })), /^error: conda\.yml:9: /m);
    const gone = CONDA.replace("politeness==1.0", "-r gone.txt");
    const scenario = await createWithout(t, { "conda.yml": gone });
    assert.match(await refused(t, scenario), /^error: conda\.yml:9: it includes gone\.txt, which is not a file/m);
  });

  it("paths in a conda file are relative to it", async (t) => {
    const files = {
      "envs/conda.yml": "dependencies:\n- pip:\n  - -r more/extra.txt\n  - -c limits.txt\n  - politeness\n",
      "envs/more/extra.txt": "tool\n",
      "envs/limits.txt": "politeness<2\n",
    };
    const scenario = await createWithout(t, files);
    const { installed, manifest } = await built(t, scenario, "--requirements", "envs/conda.yml");
    assert.deepEqual(installed, ["politeness==1.0", "tool==1.0"]);
    assert.deepEqual(manifest.requirementsFiles.map(({ path }: { path: string }) => path).sort(), [
      "envs/conda.yml",
      "envs/limits.txt",
      "envs/more/extra.txt",
    ]);
  });

  it("a change in the conda file is another cache key", async (t) => {
    const scenario = await createWithout(t, { "conda.yml": CONDA });
    await built(t, scenario);
    writeFileSync(join(scenario.workspace, "conda.yml"), CONDA.replace("greet=1.0", "greet=1.1"));
    const { installed, json } = await built(t, scenario);
    assert.equal(json["cache-outcome"], "miss");
    assert.deepEqual(installed, ["greet==1.1", "politeness==1.0"]);
  });

  it("pyproject.toml with an extra, and one of its groups", async (t) => {
    const project =
      '[project]\nname = "x"\nrequires-python = ">=3.7"\ndependencies = ["greet==1.0"]\n' +
      '[project.optional-dependencies]\nmore = ["tool"]\n[dependency-groups]\nserve = ["politeness==1.0"]\n';
    const scenario = await createWithout(t, { "pyproject.toml": project });
    assert.match(await refused(t, scenario), /To use pyproject\.toml, name it in --requirements\./);
    const { installed, manifest } = await built(t, scenario, "--requirements", "pyproject.toml[more]");
    assert.deepEqual(installed, ["greet==1.0", "politeness==2.0", "tool==1.0"]);
    assert.equal(manifest.requirements[1].line, 6);
    const group = await built(t, scenario, "--requirements", "pyproject.toml:serve");
    assert.deepEqual(group.installed, ["politeness==1.0"]);
  });

  it("pylock.toml: its hashes are required, and it must be for this Python", async (t) => {
    const scenario = await createWithout(t, {});
    const hash = hashOf(scenario, "politeness-1.0");
    const lock = (sha256: string, python = ">=3.8") =>
      `lock-version = "1.0"\ncreated-by = "test"\nrequires-python = "${python}"\n[[packages]]\nname = "politeness"\nversion = "1.0"\n` +
      `wheels = [{name = "politeness-1.0-py3-none-any.whl", url = "https://x/y.whl", hashes = {sha256 = "${sha256}"}}]\n`;
    const write = (text: string) => writeFileSync(join(scenario.workspace, "pylock.toml"), text);
    const flags = ["--requirements", "pylock.toml"];
    write(lock(hash));
    assert.deepEqual((await built(t, scenario, ...flags)).installed, ["politeness==1.0"]);
    write(lock("0".repeat(64)));
    assert.equal((await run(t, scenario, ["build", ...flags])).exitCode, 3);
    write(lock(hash, ">=3.10"));
    const image = ["--image", "minimal-ubuntu20.04-py38-cpu-inference"];
    assert.match(
      await refused(t, scenario, ...flags, ...image),
      /pylock\.toml:3: pylock\.toml asks for Python >=3\.10/,
    );
    write(lock(hash).replace("\nversion =", "\nmarker = \"sys_platform == 'win32'\"\nversion ="));
    assert.match(
      await refused(t, scenario, ...flags),
      /None of the packages in the lock is for Python 3\.8 on Linux x86_64/,
    );
  });

  it("the directory of an MLflow model", async (t) => {
    const files = {
      "model/MLmodel": "flavors:\n  python_function:\n    python_version: 3.8.13\n",
      "model/requirements.txt": "greet==1.0\n",
    };
    const { manifest } = await built(t, await createWithout(t, files), "--requirements", "model");
    assert.equal(manifest.requirements[0].file, "model/requirements.txt");
  });

  it("uv.lock, as uv exports it", { skip }, async (t) => {
    const scenario = await createWithout(t, {});
    const hash = hashOf(scenario, "politeness-1.0");
    const files = {
      "app/pyproject.toml":
        '[project]\nname = "app"\nversion = "1"\nrequires-python = ">=3.8"\ndependencies = ["politeness"]\n',
      "app/uv.lock":
        'version = 1\nrequires-python = ">=3.8"\n\n[[package]]\nname = "app"\nversion = "1"\nsource = { virtual = "." }\n' +
        'dependencies = [\n    { name = "politeness" },\n]\n\n[package.metadata]\nrequires-dist = [{ name = "politeness" }]\n\n' +
        `[[package]]\nname = "politeness"\nversion = "1.0"\nsource = { registry = "${scenario.index.url}" }\n` +
        `wheels = [\n    { url = "${scenario.index.url}politeness/politeness-1.0-py3-none-any.whl", hash = "sha256:${hash}" },\n]\n`,
    };
    writeFiles(scenario.workspace, files);
    for (const file of uvFromRealIndex(t)) scenario.index.packages.push(file);
    const { installed, manifest } = await built(t, scenario, "--requirements", "app/uv.lock");
    assert.deepEqual(installed, ["politeness==1.0"]);
    assert.deepEqual([manifest.requirements[0].file, manifest.requirements[0].line], ["app/uv.lock", 16]);
  });
});

const DEPLOYMENT = `$schema: https://azuremlschemas.azureedge.net/latest/managedOnlineDeployment.schema.json
name: blue
endpoint_name: iris
code_configuration:
  code: .
  scoring_script: score.py
environment:
  conda_file: env/conda.yml # the packages
  image: mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu20.04:latest
instance_type: Standard_DS3_v2
instance_count: 1
`;

describe("the conda file of a deployment", onLinux, () => {
  const files = { "env/conda.yml": CONDA, "blue.yml": DEPLOYMENT };
  const flags = ["--deployment-file", "blue.yml", "--code-directory", "", "--scoring-script", ""];

  it("names the packages; the verdict is for the inference image that D2 proposes", async (t) => {
    const scenario = await createScenario(t, { files });
    const { installed, manifest, report, stderr } = await built(t, scenario, ...flags);
    assert.deepEqual(installed, ["greet==1.0", "politeness==1.0"]);
    assert.equal(manifest.target.image, "curated/minimal-ubuntu20.04-py38-cpu-inference");
    const [found] = report.findings.filter(({ check }: { check: string }) => check === "D2");
    assert.match(
      found.message,
      /The conda file env\/conda\.yml makes Azure ML build another image than .*, so the mount has no effect\./,
    );
    assert.match(
      found.hint,
      /environment: \{image: "mcr\.microsoft\.com\/azureml\/curated\/minimal-ubuntu20\.04-py38-cpu-inference:latest"\}/,
    );
    assert.match(stderr, /requirements\.txt beside the scoring script is not used/);
    assert.equal(readFileSync(join(scenario.workspace, "blue.yml"), "utf8"), DEPLOYMENT);
    const { summary } = await step(t, scenario, { with: { "deployment-file": "blue.yml", "code-directory": "" } });
    assert.match(
      summary,
      /^## ✅ scoring\/myenv: verified, but the deployment does not use it yet \(D2\), \d+ warnings?\n/m,
    );
  });

  it("is replaced by that image when asked, and nothing else of the environment changes", async (t) => {
    const scenario = await createScenario(t, { files });
    const { report, stderr } = await built(t, scenario, ...flags, "--replace-conda-file", "--write");
    assert.deepEqual(
      report.findings.filter(({ check }: { check: string }) => check === "D2"),
      [],
    );
    const text = readFileSync(join(scenario.workspace, "blue.yml"), "utf8");
    t.assert.snapshot(text, asText);
    assert.match(
      stderr,
      /^notice: blue\.yml:\d+: From now on, name the packages in --requirements: env\/conda\.yml\./m,
    );
  });

  it("is replaced, and the next run still finds packages that only the deployment file named", async (t) => {
    const yaml = DEPLOYMENT.replace(
      / {2}conda_file.*\n/,
      "  name: mine\n  version: 4\n  conda_file:\n    dependencies: [python=3.8, {pip: [greet==1.0]}]\n",
    );
    const scenario = await createWithout(t, { "blue.yml": yaml });
    const { stderr } = await built(t, scenario, ...flags, "--replace-conda-file", "--write");
    assert.match(stderr, /^notice: blue\.yml:\d+: The packages of conda_file are now in conda\.yml\./m);
    assert.match(stderr, /^notice: blue\.yml:\d+: The environment keeps the version 4\. /m);
    assert.doesNotMatch(stderr, /From now on/);
    assert.doesNotMatch(readFileSync(join(scenario.workspace, "blue.yml"), "utf8"), /conda_file/);
    const { installed } = await built(t, scenario, ...flags, "--replace-conda-file", "--write");
    assert.deepEqual(installed, ["greet==1.0", "politeness==2.0"]);
  });

  it("is taken from the deployment file itself if it is written there", async (t) => {
    const inline = "  conda_file:\n    dependencies: [python=3.8, {pip: [greet==1.0]}]\n";
    const yaml = DEPLOYMENT.replace(/ {2}conda_file.*\n/, inline);
    const scenario = await createScenario(t, { files: { "blue.yml": yaml } });
    const { manifest } = await built(t, scenario, ...flags);
    assert.deepEqual([manifest.requirements[0].file, manifest.requirements[0].line], ["blue.yml", 9]);
  });

  it("must be there", async (t) => {
    const scenario = await createScenario(t, { files: { "blue.yml": DEPLOYMENT } });
    assert.match(await refused(t, scenario, ...flags), /blue\.yml:8: conda_file: env\/conda\.yml is not a file/);
  });

  it("has a Python that no inference image has: the way on is said", async (t) => {
    const scenario = await createScenario(t, { files: { ...files, "env/conda.yml": CONDA.replace("3.8", "3.10") } });
    const ended = await run(t, scenario, ["build", "--dry-run", ...flags]);
    assert.match(ended.stderr, /Python 3\.10/);
  });

  it("is not needed: what the environment contains is not known, so nothing is an error", async (t) => {
    const named = DEPLOYMENT.replace(/environment:\n.*\n.*\n/, "environment: azureml:mine@latest\n");
    const scenario = await createWithout(t, { "blue.yml": named, "score.py": "import greet\n" });
    const { exitCode, stderr } = await run(t, scenario, ["build", ...flags]);
    assert.equal(exitCode, 0, stderr);
    assert.match(stderr, /^notice: blue\.yml:7: No file names packages/m);
    assert.match(stderr, /^notice: score\.py:1: S1: .* not known whether azureml:mine@latest does\./m);
    assert.match(stderr, /^warning: H19: Name its image .* it is not known what azureml:mine@latest contains\./m);
  });

  it("has placeholders: those that matter are named, each with its line", async (t) => {
    const yaml = DEPLOYMENT.replace("iris", "<ENDPOINT_NAME>")
      .replace("code: .", "code: <CODE_DIR> # set by the script")
      .replace("openmpi4.1.0-ubuntu20.04:latest", "{{ACR_NAME}}:$TAG")
      .replace("env/conda.yml", "#{CONDA}#");
    const scenario = await createScenario(t, { files: { "blue.yml": yaml } });
    const stderr = await refused(t, scenario, ...flags);
    assert.match(
      stderr,
      /^error: blue\.yml:5: <CODE_DIR> is a placeholder, not a value\.\n {2}Write the value, or run/m,
    );
    for (const [line, text] of [
      ["9", "{{ACR_NAME}}"],
      ["9", "$TAG"],
      ["8", "#{CONDA}#"],
    ]) {
      assert.ok(stderr.includes(`error: blue.yml:${line}: ${text} is a placeholder`), `${text}: ${stderr}`);
    }
    assert.doesNotMatch(stderr, /ENDPOINT_NAME/);
    const aside = await createScenario(t, {
      files: { ...files, "blue.yml": DEPLOYMENT.replace("iris", "{{ENDPOINT}}") },
    });
    const { stderr: passed } = await built(t, aside, ...flags, "--write");
    assert.match(passed, /--endpoint-name my-endpoint /);
    assert.match(readFileSync(join(aside.workspace, "blue.yml"), "utf8"), /^endpoint_name: \{\{ENDPOINT\}\}$/m);
  });
});
