import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { readDeployment } from "../../../src/inputs/deployment-file/deployment.ts";
import { createWorkspace } from "../../support/machine/workspace.ts";
import {
  build,
  createScenario,
  libraryPath,
  onLinux,
  readJson,
  run,
  type Scenario,
  step,
} from "../../support/scenario/scenario.ts";

const whole = `$schema: https://azuremlschemas.azureedge.net/latest/managedOnlineDeployment.schema.json
name: blue
endpoint_name: iris
code_configuration:
  code: .
  scoring_script: score.py
environment:
  image: mcr.microsoft.com/azureml/minimal-ubuntu20.04-py38-cpu-inference:latest
instance_type: Standard_DS3_v2
instance_count: 1
`;

/** A repository whose deployment file stands beside the code directory. */
async function withFile(t: Parameters<typeof createScenario>[0], yaml: string, files: Record<string, string> = {}) {
  const scenario = await createScenario(t, { files: { "deploy/blue.yml": yaml, ...files } });
  return { scenario, file: join(scenario.workspace, "deploy", "blue.yml") };
}
const content = (file: string) => readFileSync(file, "utf8");
const atRoot = (yaml: string) => yaml.replace("code: .", "code: ..");

interface Finding {
  check: string;
  severity: string;
  message: string;
  place?: { file: string; line: number };
}
const about = (report: string | undefined): string[] =>
  readJson(report)
    .findings.filter(({ check }: Finding) => check.startsWith("D"))
    .map(({ check, severity, place }: Finding) => `${check} ${severity} line ${place?.line}`);

describe("deployment-file", { ...onLinux, concurrency: 2 }, () => {
  it("says where the code is, which script scores and which image runs it", async (t) => {
    const yaml = whole.replace("code: .", "code: ../src").replace("script: score.py", "script: api/score.py");
    const { scenario } = await withFile(t, yaml, {
      "src/api/score.py": "",
      "src/api/requirements.txt": "greet==1.0\n",
    });
    const outputs = await build(t, scenario, "--deployment-file", "deploy/blue.yml");
    assert.equal(outputs["mount-directory"], join(scenario.workspace, "src", "api", libraryPath));
    assert.equal(readJson(outputs["report-file"]).target.image, "minimal-ubuntu20.04-py38-cpu-inference");
  });

  it("yields to the inputs that are given", async (t) => {
    const { scenario } = await withFile(t, atRoot(whole).replace("py38-cpu", "py38-cuda11.6.2-gpu"));
    const flags = ["--deployment-file", "deploy/blue.yml", "--image", "minimal-ubuntu20.04-py38-cpu-inference"];
    const outputs = await build(t, scenario, ...flags);
    assert.equal(readJson(outputs["report-file"]).target.image, "minimal-ubuntu20.04-py38-cpu-inference");
    assert.deepEqual(about(outputs["report-file"]), ["D5 warning line 8"]);
  });

  it("fails when it runs the packages under another Python than they are for, whatever the inputs say", async (t) => {
    const other = atRoot(whole).replace("ubuntu20.04-py38", "ubuntu22.04-py39");
    const { scenario, file } = await withFile(t, other);
    const flags = ["--deployment-file", "deploy/blue.yml"];
    const built = await run(t, scenario, ["build", ...flags, "--image", "minimal-ubuntu20.04-py38-cpu-inference"]);
    assert.equal(built.exitCode, 1);
    assert.deepEqual(about(built.json["report-file"]), ["D5 error line 8"]);

    writeFileSync(file, atRoot(whole));
    await build(t, scenario, ...flags);
    writeFileSync(file, other);
    const verified = await run(t, scenario, ["verify", ...flags]);
    assert.equal(verified.exitCode, 1);
    assert.match(verified.stderr, /T6: .* The mount was built for Python 3\.8; .*py39.* has 3\.9/);

    rmSync(join(scenario.workspace, "myenv", "manifest.json"));
    const unknown = await run(t, scenario, ["verify", ...flags]);
    assert.equal(unknown.exitCode, 2);
    assert.match(unknown.stderr, /There is no mount at .*python3\.9.*lib\/python3\.8/s);
  });

  it("is only read by the command line without --write, which shows what it would say", async (t) => {
    const { scenario, file } = await withFile(t, atRoot(whole));
    const { exitCode, json, stderr } = await run(t, scenario, ["build", "--deployment-file", "deploy/blue.yml"]);
    assert.equal(exitCode, 0, stderr);
    assert.equal(json["deployment-file"], "");
    assert.equal(content(file), atRoot(whole));
    assert.match(stderr, new RegExp(`environment_variables:\n\\s+AZUREML_EXTRA_PYTHON_LIB_PATH: ${libraryPath}\n`));
  });

  it("is brought up to date in place with --write, and not touched again", async (t) => {
    const { scenario, file } = await withFile(t, atRoot(whole));
    const flags = ["--deployment-file", "deploy/blue.yml", "--write"];
    const outputs = await build(t, scenario, ...flags);
    assert.equal(outputs["deployment-file"], file);
    const [before, variables] = content(file).split("environment_variables:\n");
    assert.equal(before, atRoot(whole));
    assert.deepEqual(parse(variables ?? ""), JSON.parse(outputs["environment-variables"] ?? ""));
    const once = content(file);
    assert.deepEqual(about((await build(t, scenario, ...flags))["report-file"]), []);
    assert.equal(content(file), once);
  });

  it("is brought up to date by a step of a workflow without being asked", async (t) => {
    const { scenario, file } = await withFile(t, atRoot(whole));
    const { outputs, log, summary } = await step(t, scenario, { with: { "deployment-file": "deploy/blue.yml" } });
    assert.equal(outputs["deployment-file"], file, log);
    assert.equal(parse(content(file)).environment_variables.AZUREML_EXTRA_PYTHON_LIB_PATH, libraryPath);
    assert.match(summary, /az ml online-deployment update --name blue --endpoint-name iris/);
  });

  it("keeps comments, order, quotes, indentation, anchors and Windows line ends", async (t) => {
    const lines = [
      ...atRoot(whole).trimEnd().split("\n"),
      "tags: &tags {team: flowers}   # who",
      "environment_variables:   # read by score.py",
      "    LEVEL: &level 'debug'",
      `    AZUREML_EXTRA_PYTHON_LIB_PATH: "old/lib/python3.8/site-packages"  # by the tool`,
      "    OTHER: *level",
      "# the end",
      "properties: *tags",
      "",
    ];
    const { scenario, file } = await withFile(t, lines.join("\r\n"));
    const outputs = await build(t, scenario, "--deployment-file", "deploy/blue.yml", "--write");
    assert.deepEqual(about(outputs["report-file"]), ["D1 notice line 14"]);
    const expected = lines.map((line) => line.replace("old/lib", "myenv/lib"));
    const added = JSON.parse(outputs["environment-variables"] ?? "").PYTHONPATH;
    if (added !== undefined) expected.splice(15, 0, `    PYTHONPATH: ${added}`);
    assert.equal(content(file), expected.join("\r\n"));
  });

  it("reports what contradicts the mount, each on its line", async (t) => {
    const yaml = `${atRoot(whole)
      .replace(/ {2}image: .*\n/, "  image: registry.example/own:1\n  conda_file: conda.yml\n")
      .replace(/instance_.*\n/g, "")}environment_variables:
  AZUREML_EXTRA_PYTHON_LIB_PATH: /var/azureml-app/myenv
  AZUREML_EXTRA_REQUIREMENTS_TXT: requirements.txt
`;
    const { scenario } = await withFile(t, yaml, { "deploy/conda.yml": "" });
    const { stderr, json } = await run(t, scenario, ["build", "--deployment-file", "deploy/blue.yml"]);
    assert.deepEqual(about(json["report-file"]), [
      "D1 warning line 11",
      "D1 warning line 12",
      "D2 warning line 9",
      "D3 warning line 1",
    ]);
    assert.match(stderr, /warning: deploy\/blue\.yml:11: D1: .*exit code 97/);
    assert.match(
      stderr,
      /AZUREML_EXTRA_REQUIREMENTS_TXT has no effect, because the run script uses AZUREML_EXTRA_PYTHON_LIB_PATH/,
    );
    assert.match(stderr, /managed online deployment requires instance_type, instance_count/);
  });

  it("says that the image of a workspace's environment cannot be known", async (t) => {
    const { scenario } = await withFile(
      t,
      atRoot(whole).replace(/environment:\n.*\n/, "environment: azureml:my-own:1\n"),
    );
    const outputs = await build(t, scenario, "--deployment-file", "deploy/blue.yml");
    assert.deepEqual(about(outputs["report-file"]), ["D5 warning line 7"]);
  });

  it("finds the image, and a conda file, in the environment's own file", async (t) => {
    const image = "mcr.microsoft.com/azureml/minimal-ubuntu20.04-py38-cpu-inference:latest";
    const environment = `$schema: x\nname: own\nversion: 1\nimage: ${image}\nconda_file: ../conda.yml\n`;
    const { scenario } = await withFile(
      t,
      atRoot(whole).replace(/environment:\n.*\n/, "environment: file:environments/own.yml\n"),
      { "deploy/environments/own.yml": environment, "deploy/conda.yml": "dependencies: [{pip: [greet==1.0]}]\n" },
    );
    const outputs = await build(t, scenario, "--deployment-file", "deploy/blue.yml");
    assert.match(readJson(outputs["report-file"]).target.image, /minimal-ubuntu20\.04-py38-cpu-inference$/);
    assert.deepEqual(about(outputs["report-file"]), ["D2 warning line 7"]);
  });

  it("changes nothing but the empty mapping of a Windows file in which YAML 1.1 and 1.2 read other values", async (t) => {
    const yaml = `\ufeff${atRoot(whole)}tags: {commit: 1234e56, build: 0042}\nenvironment_variables: {} # none\n`;
    const { scenario, file } = await withFile(t, yaml.replaceAll("\n", "\r\n"));
    await build(t, scenario, "--deployment-file", "deploy/blue.yml", "--write");
    const written = content(file);
    assert.equal(
      written.replace(/(?<=environment_variables: \{)[^}\r\n]+(?=\} # none)/, ""),
      yaml.replaceAll("\n", "\r\n"),
    );
    assert.equal(parse(written).environment_variables.AZUREML_EXTRA_PYTHON_LIB_PATH, libraryPath);
    const { stderr } = await run(t, scenario, ["verify", "--deployment-file", "deploy/blue.yml", "--write"]);
    assert.doesNotMatch(stderr, /Updated /);
    assert.equal(content(file), written);
  });

  it("finds the image of a curated environment", async (t) => {
    const environment =
      "azureml://registries/azureml/environments/minimal-ubuntu20.04-py38-cpu-inference/labels/latest";
    const { scenario } = await withFile(
      t,
      atRoot(whole).replace(/environment:\n.*\n/, `environment: ${environment}\n`),
    );
    const outputs = await build(t, scenario, "--deployment-file", "deploy/blue.yml");
    assert.match(readJson(outputs["report-file"]).target.image, /minimal-ubuntu20\.04-py38-cpu-inference$/);
  });

  it("is not changed by a run that fails, such as one for other code than the deployment's", async (t) => {
    const { scenario, file } = await withFile(t, atRoot(whole), {
      "other/score.py": "",
      "other/requirements.txt": "greet==1.0\n",
    });
    const flags = ["--deployment-file", "deploy/blue.yml", "--code-directory", "other", "--write"];
    const { exitCode, json } = await run(t, scenario, ["build", ...flags]);
    assert.equal(exitCode, 1);
    assert.equal(json["deployment-file"], "");
    assert.deepEqual(about(json["report-file"]), ["D4 error line 5"]);
    assert.equal(content(file), atRoot(whole));
  });

  it("keeps a PYTHONPATH of the deployment's own behind the library path", async (t) => {
    const yaml = `${atRoot(whole)}environment_variables:\n  PYTHONPATH: old/lib/python3.7/site-packages:helpers:/opt/lib/python3.8/site-packages\n`;
    const { scenario, file } = await withFile(t, yaml);
    const outputs = await build(t, scenario, "--deployment-file", "deploy/blue.yml", "--write");
    const { PYTHONPATH } = parse(content(file)).environment_variables;
    const emitted = JSON.parse(outputs["environment-variables"] ?? "").PYTHONPATH;
    assert.equal(PYTHONPATH, `${libraryPath}:helpers:/opt/lib/python3.8/site-packages`);
    assert.equal(emitted, PYTHONPATH);
    assert.ok(outputs["set-arguments"]?.includes(`PYTHONPATH=${PYTHONPATH}`));
  });
});

function withEnvironment(environment: string): string {
  return atRoot(whole).replace(/environment:\n.*\n/, `environment: ${environment}\n`);
}

/** What is wrong, the file, the line of the error, the message. */
const refused: [string, string, number, RegExp][] = [
  ["is not YAML", `${whole}tags: {a: 1\n`, 12, /deploy\/blue\.yml:12/],
  ["has a key twice", `${whole}name: green\n`, 11, /The key "name" appears twice.*Remove one/s],
  ["holds two documents", `${whole}---\n${whole}`, 11, /more than one document.*Keep one/s],
  ["is a list", "- name: blue\n", 1, /not a deployment of an online endpoint: it is not a mapping/],
  ["is empty", "", 1, /not a deployment of an online endpoint/],
  [
    "is an endpoint",
    whole.replace("managedOnlineDeployment", "managedOnlineEndpoint"),
    1,
    /its \$schema is managedOnlineEndpoint/,
  ],
  ["is something else", "jobs:\n  build: {}\n", 1, /neither endpoint_name nor code_configuration/],
  ["uploads no code", whole.replace(/code_conf.*\n.*\n.*\n/, ""), 1, /uploads neither code nor packages/],
  ["uploads another directory", whole.replace("code: .", "code: ../sorces"), 5, /not a directory/],
  ["runs another script", atRoot(whole).replace("script: score", "script: skore"), 6, /skore\.py is not a file/],
  ["leaves the repository", whole.replace("code: .", "code: ../.."), 5, /is outside the repository/],
  ["has variables that are a list", `${atRoot(whole)}environment_variables:\n  - A=1\n`, 12, /not a mapping/],
  [
    "shares its variables",
    `${atRoot(whole)}tags: &all {A: "1"}\nenvironment_variables: *all\n`,
    12,
    /shared by an anchor/,
  ],
  [
    "gets its variables by a merge key",
    `${atRoot(whole)}<<: {environment_variables: {A: "1"}}\n`,
    11,
    /environment_variables comes from a merge key/,
  ],
  [
    "names its code by local_path",
    whole.replace("code: .", "code: {local_path: .}"),
    5,
    /code is a mapping.*code: \.\/src/s,
  ],
  ["names its code in lines of its own", whole.replace("code: .", "code:\n    local_path: ."), 6, /code is a mapping/],
  ["has a list for its code", whole.replace("code: .", "code: [.]"), 5, /code is a list/],
  [
    "has a number for its code",
    whole.replace("code: .", "code: 0042"),
    5,
    /code is 0042, which the Azure ML client does not read as text/,
  ],
  ["names its code by file:", atRoot(whole).replace("code: .", "code: file:."), 5, /Write \.\. without file:/],
  [
    "has a date for its script",
    atRoot(whole).replace("score.py", "2024-01-02"),
    6,
    /scoring_script is 2024-01-02, which/,
  ],
  [
    "has code of the workspace",
    whole.replace("code: .", "code: azureml:name:1"),
    5,
    /azureml:name:1 is not a directory on this machine/,
  ],
  [
    "has code elsewhere",
    whole.replace("code: .", "code: https://example.org/x"),
    5,
    /org\/x is not a directory on this machine/,
  ],
  [
    "has an environment that is not there",
    withEnvironment("file:./environment.yml"),
    7,
    /environment\.yml is not a file/,
  ],
  ["has a conda file for its environment", withEnvironment("file:../conda.yml"), 7, /conda file.*image:/s],
  ["has a list for its environment", withEnvironment("file:../list.yml"), 7, /list\.yml is not a mapping/],
  [
    "names its environment's file without file:",
    withEnvironment("../environment.yml"),
    7,
    /Write file:\.\.\/environment\.yml/,
  ],
  [
    "has a number for its environment",
    withEnvironment("1.10"),
    7,
    /environment is 1\.10, which the Azure ML client does not read as text/,
  ],
  ["has a number for its image", withEnvironment("{image: 1.10}"), 7, /environment\.image is 1\.10, which/],
  ["has an alias to nothing", `${atRoot(whole)}tags: *nothing\n`, 11, /alias/i],
  ["has aliases that explode", `${atRoot(whole)}${laughter()}`, 12, /aliases of the file cannot be resolved/],
];

/** Nine times nine times nine. */
function laughter(): string {
  const line = (name: string, of: string) => `${name}: &${name} [${Array(9).fill(of).join(", ")}]\n`;
  return line("a", "1") + line("b", "*a") + line("c", "*b") + line("d", "*c");
}

describe("a deployment file is refused, with file and line, before any work, when it", {
  ...onLinux,
  concurrency: 2,
}, () => {
  let scenario: Scenario;
  for (const [what, yaml, line, message] of refused) {
    it(what, async (t) => {
      const conda = "channels: [conda-forge]\ndependencies: [python=3.8]\n";
      const files = { "sources/score.py": "", "conda.yml": conda, "list.yml": "- image: x\n", "environment.yml": "" };
      ({ scenario } = await withFile(t, yaml, { ".git/HEAD": "", ...files }));
      const { exitCode, stderr } = await run(t, scenario, ["build", "--deployment-file", "deploy/blue.yml"]);
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, message);
      assert.match(stderr, new RegExp(`error: deploy/blue\\.yml:${line}: `));
      assert.equal(stderr.match(/^error: /gm)?.length, 1, stderr);
      assert.equal(scenario.index.requests.length, 0);
    });
  }

  it("is not UTF-8", async (t) => {
    ({ scenario } = await withFile(t, ""));
    writeFileSync(join(scenario.workspace, "deploy/blue.yml"), Buffer.from(`${whole}# Gr\xf6\xdfe\n`, "latin1"));
    const { exitCode, stderr } = await run(t, scenario, ["build", "--deployment-file", "deploy/blue.yml", "--write"]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /^error: deploy\/blue\.yml:11: .*not UTF-8/m);
  });

  it("is not there, with the name that was probably meant", async (t) => {
    ({ scenario } = await withFile(t, whole));
    const { exitCode, stderr } = await run(t, scenario, ["build", "--deployment-file", "deploy/blue.yaml"]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /Did you mean .*deploy\/blue\.yml\?/);
  });

  it("lies outside the checkout, on GitHub", async (t) => {
    ({ scenario } = await withFile(t, whole));
    const outside = createWorkspace(t, { "blue.yml": whole });
    const { annotations, exitCode } = await step(t, scenario, {
      with: { "deployment-file": join(outside, "blue.yml") },
    });
    assert.equal(exitCode, 2);
    assert.match(annotations[0]?.message ?? "", /is outside the repository/);
  });
});

describe("what is read of a deployment file", () => {
  const read = (t: Parameters<typeof createWorkspace>[0], yaml: string) =>
    readDeployment(join(createWorkspace(t, { "blue.yml": yaml }), "blue.yml"), false);

  it("a Kubernetes deployment needs fewer fields, and says that it is one in its schema or its type", (t) => {
    const kubernetes = whole.replace("managed", "kubernetes").replace(/instance_.*\n/g, "");
    assert.deepEqual(read(t, kubernetes).missing, []);
    assert.equal(read(t, kubernetes).kind, "kubernetes");
    assert.equal(read(t, kubernetes.replace(/\$schema.*\n/, "type: kubernetes\n")).kind, "kubernetes");
    assert.deepEqual(read(t, whole.replace(/name: blue\n/, "name:\n")).missing, ["name"]);
  });

  it("code that is not on this machine", (t) => {
    for (const asset of ["azureml:code:1", "https://example.org/code"]) {
      assert.deepEqual(read(t, whole.replace("code: .", `code: ${asset}`)).code, {
        text: asset,
        line: 5,
        directory: undefined,
      });
    }
  });

  it("fields that the client does not read as text, and variables that are no text", (t) => {
    const yaml = whole.replace("blue", "2024-01-02").replace("iris", "'0042'").replace("Standard_DS3_v2", "yes");
    const { notText, variables } = read(t, `${yaml}environment_variables: {A: [1, b], B: {c: d}, C:}\n`);
    assert.deepEqual(notText, [
      { name: "name", text: "2024-01-02", line: 2 },
      { name: "instance_type", text: "yes", line: 9 },
    ]);
    assert.deepEqual(
      variables.map(({ text }) => text),
      ['[1,"b"]', '{"c":"d"}', ""],
    );
  });

  it("what comes by anchors and merge keys, with the line where it is taken over", (t) => {
    const yaml = `common: &common
  A: 1
  B: two
code_configuration: &code {code: src, scoring_script: score.py}
environment: &image
  build: {path: .}
environment_variables:
  <<: *common
  B: three
`;
    const { variables, code, environment } = read(t, yaml);
    assert.deepEqual(
      variables.map(({ name, text, line }) => [name, text, line]),
      [
        ["A", "1", 8],
        ["B", "three", 9],
      ],
    );
    assert.equal(code?.line, 4);
    assert.equal(environment.kind, "build");
  });
});
