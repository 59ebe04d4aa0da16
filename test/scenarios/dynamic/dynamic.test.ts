// Mode dynamic: what the image would do at every start is done once, into an environment that plays it. The server is a
// small wheel of the same name and version as the real one, so that no index is needed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { pathWith } from "../../support/engine/faulty-engine.ts";
import { runCli } from "../../support/machine/cli.ts";
import { createWorkspace } from "../../support/machine/workspace.ts";
import { startIndex } from "../../support/packages/package-index.ts";
import { makeWheel, type WheelOptions } from "../../support/packages/wheels.ts";
import type { Files } from "../../support/packages/zip.ts";
import { findPython } from "../../support/python/interpreters.ts";
import { onLinux } from "../../support/scenario/scenario.ts";

type Cleaner = Parameters<typeof createWorkspace>[0];

const SERVER: WheelOptions = {
  name: "azureml-inference-server-http",
  version: "1.3.4",
  requires: ["flask<=2.3.2"],
  files: { "azureml_inference_server_http/__init__.py": "import flask\nassert flask.OLD\n" },
};
const OLD_FLASK = { name: "flask", version: "2.3.2", files: { "flask/__init__.py": "OLD = True\n" } };
const NEW_FLASK = { name: "flask", version: "3.0.0", files: { "flask/__init__.py": "OLD = False\n" } };
const DEMO = { name: "demo", version: "1.0", files: { "demo/__init__.py": "" } };

/** Runs `build --mode dynamic` on a scoring directory with these files, against an index with these wheels. */
async function dynamicBuild(t: Cleaner, files: Files, words: readonly string[] = [], PATH = process.env.PATH) {
  const index = await startIndex({
    packages: [SERVER, { ...SERVER, version: "1.4.0" }, OLD_FLASK, NEW_FLASK, DEMO].map(makeWheel),
  });
  t.after(() => index.close());
  const workspace = createWorkspace(t, { "app/score.py": "import demo\n", ...files });
  const command = ["build", "--mode", "dynamic", "--code-directory", "app", "--json", ...words];
  const { exitCode, json = {}, stderr } = await runCli(t, command, { cwd: workspace, env: { ...index.env(), PATH } });
  const report = json["report-file"] ? JSON.parse(readFileSync(json["report-file"], "utf8")) : undefined;
  const findings = ((report?.findings ?? []) as { check: string; severity: string }[]).map(
    ({ check, severity }) => `${severity} ${check}`,
  );
  return { exitCode, outputs: json, stderr, findings, report };
}

test("a prototype that can start gets the variable, the lock and the cost of a start", async (t) => {
  const { exitCode, outputs, findings, report, stderr } = await dynamicBuild(t, {
    "app/requirements.txt": "demo==1.0\n",
  });
  assert.equal(exitCode, 0, stderr);
  assert.deepEqual(findings, ["notice B4"]);
  assert.equal(outputs.AZUREML_EXTRA_REQUIREMENTS_TXT, "requirements.txt");
  assert.equal(outputs.AZUREML_EXTRA_PYTHON_LIB_PATH, "");
  assert.deepEqual(JSON.parse(outputs["environment-variables"] ?? ""), {
    AZUREML_EXTRA_REQUIREMENTS_TXT: "requirements.txt",
  });
  assert.match(readFileSync(outputs["lock-file"] ?? "", "utf8"), /^demo==1\.0 \\\n {4}--hash=sha256:[0-9a-f]{64}$/m);
  assert.ok(report.startCost > 0);
});

test("the file may have any name and be beside or above the scoring script, inside the code directory", async (t) => {
  const files = { "app/pins/prod.txt": "demo==1.0\n", "app/api/score.py": "import demo\n" };
  const words = ["--scoring-script", "api/score.py", "--requirements", "app/pins/prod.txt"];
  const { exitCode, outputs, stderr } = await dynamicBuild(t, files, words);
  assert.equal(exitCode, 0, stderr);
  assert.equal(outputs.AZUREML_EXTRA_REQUIREMENTS_TXT, "../pins/prod.txt");
});

test("an included file outside the code directory is not uploaded, and is refused before anything is installed", async (t) => {
  const files = { "app/requirements.txt": "-r ../shared.txt\n", "shared.txt": "demo==1.0\n" };
  const { exitCode, stderr } = await dynamicBuild(t, files);
  assert.equal(exitCode, 2);
  assert.match(stderr, /shared\.txt is outside the code directory/);
});

test("packages cannot be given to an image that reads a file", async (t) => {
  const { exitCode, stderr } = await dynamicBuild(t, { "app/requirements.txt": "demo==1.0\n" }, [
    "--packages",
    "flask",
  ]);
  assert.equal(exitCode, 2);
  assert.match(stderr, /--packages: in mode dynamic, the image reads only a requirements file/);
});

test("a requirement that breaks the server is found here and not at the start", async (t) => {
  const { exitCode, findings, outputs } = await dynamicBuild(t, {
    "app/requirements.txt": "demo==1.0\nflask==3.0.0\n",
  });
  assert.equal(exitCode, 1);
  assert.deepEqual(
    findings.filter((one) => one.startsWith("error")),
    ["error B1", "error M4"],
  );
  assert.ok(findings.includes("notice B3"));
  assert.equal(outputs.AZUREML_EXTRA_REQUIREMENTS_TXT, "");
});

test("what cannot be installed would end the container with exit code 95", async (t) => {
  const { exitCode, stderr } = await dynamicBuild(t, { "app/requirements.txt": "demo==1.0\nabsent==9\n" });
  assert.equal(exitCode, 3);
  assert.match(stderr, /requirements\.txt:2/);
  assert.match(stderr, /exit code 95/);
});

test("unpinned lines get the pin to write", async (t) => {
  const { exitCode, findings, report } = await dynamicBuild(t, { "app/requirements.txt": "demo\n" });
  assert.equal(exitCode, 0);
  assert.deepEqual(findings, ["warning M14", "notice B4"]);
  assert.equal(report.findings[0].hint, "Write demo==1.0 in the requirements.");
});

const noPython39 = findPython("3.9") === undefined && "no Python 3.9 here";

test("an image that does not read the variable is no place for a prototype", { skip: noPython39 }, async (t) => {
  const words = ["--image", "curated/minimal-py39-inference"];
  const { findings, exitCode } = await dynamicBuild(t, { "app/requirements.txt": "demo==1.0\n" }, words);
  assert.equal(exitCode, 1);
  assert.deepEqual(findings, ["error B4"]);
});

test("a deployment file gets the variable, and hears of a library path that would disable it", async (t) => {
  const deployment = `name: blue
endpoint_name: iris
code_configuration: {code: app, scoring_script: score.py}
environment: azureml:own@latest
environment_variables:
  AZUREML_EXTRA_PYTHON_LIB_PATH: myenv/lib/python3.8/site-packages
instance_type: Standard_DS3_v2
instance_count: 1
`;
  const files = { "app/requirements.txt": "demo==1.0\n", "blue.yml": deployment };
  const words = ["--deployment-file", "blue.yml", "--write"];
  const { exitCode, report } = await dynamicBuild(t, files, words);
  assert.equal(exitCode, 1);
  const [finding] = report.findings.filter(({ check }: { check: string }) => check === "D1");
  assert.match(
    finding.message,
    /^AZUREML_EXTRA_REQUIREMENTS_TXT has no effect, because the run script uses AZUREML_EXTRA_PYTHON_LIB_PATH/,
  );
  assert.equal(finding.severity, "error");
  assert.equal(finding.place.line, 6);
  const without = deployment.replace(/ {2}AZUREML_EXTRA_PYTHON_LIB_PATH.*\n/, "  LOG_LEVEL: info\n");
  const { outputs } = await dynamicBuild(t, { ...files, "blue.yml": without }, words);
  const written = without.replace("info\n", "info\n  AZUREML_EXTRA_REQUIREMENTS_TXT: requirements.txt\n");
  assert.equal(readFileSync(outputs["deployment-file"] ?? "", "utf8"), written);
});

test("a wheel that is not uploaded is refused", async (t) => {
  const wheel = makeWheel({ ...DEMO, name: "local" });
  const outside = { "app/requirements.txt": `../dist/${wheel.filename}\n`, [`dist/${wheel.filename}`]: wheel.bytes };
  const first = await dynamicBuild(t, { ...outside, "app/score.py": "import local\n" }, [
    "--scoring-script",
    "score.py",
  ]);
  assert.equal(first.exitCode, 2);
  assert.match(first.stderr, /local-1\.0\S* is outside the code directory .*\n.*exit code 95/);
});

test("a conda file goes into the variable that the run script has for it", async (t) => {
  const files = { "app/conda.yml": "channels: [defaults]\ndependencies: [python=3.8, {pip: [demo==1.0]}]\n" };
  const { exitCode, outputs, findings, stderr } = await dynamicBuild(t, files);
  assert.equal(exitCode, 0, stderr);
  assert.deepEqual(findings, ["warning B5", "notice B4"]);
  assert.deepEqual(JSON.parse(outputs["environment-variables"] ?? ""), { AZUREML_EXTRA_CONDA_YAML: "conda.yml" });
  assert.equal(outputs.AZUREML_EXTRA_REQUIREMENTS_TXT, "");
  assert.match(readFileSync(outputs["lock-file"] ?? "", "utf8"), /^demo==1\.0 /m);
});

test("a project file is refused: the image reads only a requirements file or a conda file", async (t) => {
  const files = { "app/pyproject.toml": '[project]\nname = "x"\ndependencies = ["demo==1.0"]\n' };
  const { exitCode, stderr } = await dynamicBuild(t, files, ["--requirements", "app/pyproject.toml"]);
  assert.equal(exitCode, 2, stderr);
  assert.match(stderr, /pyproject\.toml: --requirements: in mode dynamic, the image reads only a requirements file or/);
});

test("waiting for a pull is among the times only if the image is pulled", onLinux, async (t) => {
  const answers = [
    "version) echo 28.0.4 ;;",
    'image) echo "Error response from daemon: No such image" >&2; exit 1 ;;',
    'pull) echo "Error response from daemon: manifest unknown" >&2; exit 1 ;;',
  ];
  const PATH = await pathWith(t, { docker: `case "$1" in\n${answers.join("\n")}\nesac` });
  const files = { "app/requirements.txt": "demo==1.0\n" };
  for (const pull of ["always", "never"]) {
    const words = ["--image", "minimal-ubuntu20.04-py38-cpu-inference", "--pull", pull];
    const { exitCode, report, stderr } = await dynamicBuild(t, files, words, PATH);
    assert.equal(exitCode, 0, stderr);
    assert.equal("pull" in report.times, pull === "always", JSON.stringify(report.times));
  }
});
