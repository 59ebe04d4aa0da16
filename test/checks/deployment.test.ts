import assert from "node:assert/strict";
import { test } from "node:test";
import { findImage } from "../../src/target/images.ts";
import { targetOf } from "../../src/target/target.ts";
import { ask, stageScene } from "../support/evidence.ts";

type Cleaner = Parameters<typeof stageScene>[0];

const WHOLE = `name: blue
endpoint_name: iris
code_configuration:
  code: .
  scoring_script: score.py
environment:
  image: mcr.microsoft.com/azureml/minimal-ubuntu20.04-py38-cpu-inference:latest
instance_type: Standard_DS3_v2
instance_count: 1
`;

/** What a check says of a deployment file, as severity and line. */
function answersTo(id: string, t: Cleaner, yaml: string, options: Record<string, string> = {}) {
  const code = { "blue.yml": yaml, "other/score.py": "" };
  const answers = ask(id, stageScene(t, { code, options: { "deployment-file": "blue.yml", ...options } }));
  return answers.map(({ severity, place }) => [severity, place?.line]);
}

const variables = (...lines: string[]) =>
  `${WHOLE}environment_variables:\n${lines.map((line) => `  ${line}\n`).join("")}`;

test("D1 finds a variable that the library path disables, and a path of another mount", (t) => {
  const yaml = variables("AZUREML_EXTRA_REQUIREMENTS_TXT: requirements.txt", "AZUREML_EXTRA_PYTHON_LIB_PATH: /var/old");
  assert.deepEqual(answersTo("D1", t, yaml), [
    [undefined, 11],
    ["warning", 12],
  ]);
});

test("D1 says that an empty library path is empty, which is as good as none for the run script", (t) => {
  const yaml = variables('AZUREML_EXTRA_PYTHON_LIB_PATH: ""', "AZUREML_EXTRA_REQUIREMENTS_TXT:");
  const code = { "blue.yml": yaml, "requirements.txt": "" };
  const messagesIn = (mode: string) =>
    ask("D1", stageScene(t, { code, options: { mode, "deployment-file": "blue.yml" } })).map(({ message }) => message);
  assert.deepEqual(messagesIn("verify"), [
    "AZUREML_EXTRA_PYTHON_LIB_PATH is empty; the mount stands at myenv/lib/python3.8/site-packages.",
  ]);
  assert.deepEqual(messagesIn("dynamic"), []);
});

const PATH = "myenv/lib/python3.8/site-packages";

test("D1 finds a library path without the PYTHONPATH that the image may need", (t) => {
  const path = `AZUREML_EXTRA_PYTHON_LIB_PATH: ${PATH}`;
  assert.deepEqual(answersTo("D1", t, variables(path)), [[undefined, 11]]);
  assert.deepEqual(answersTo("D1", t, variables(path, "PYTHONPATH: helpers")), [[undefined, 12]]);
});

test("D1 leaves alone this mount's path and variables of the user's own", (t) => {
  const path = `AZUREML_EXTRA_PYTHON_LIB_PATH: ${PATH}`;
  const yaml = variables(path, `PYTHONPATH: ${PATH}:helpers`, "LOG_LEVEL: info");
  assert.deepEqual(answersTo("D1", t, yaml), []);
  const reading = targetOf({ image: findImage("curated/minimal-ubuntu20.04-py38-cpu-inference"), python: "3.8" });
  const scene = { code: { "blue.yml": variables(path) }, options: { "deployment-file": "blue.yml" } };
  assert.deepEqual(ask("D1", stageScene(t, { ...scene, evidence: { target: reading } })), []);
});

test("D2 finds a conda file beside the image", (t) => {
  const yaml = WHOLE.replace("environment:\n", "environment:\n  conda_file: conda.yml\n");
  assert.deepEqual(answersTo("D2", t, yaml), [[undefined, 7]]);
});

test("D2 finds a conda environment that is written out, and says so", (t) => {
  const yaml = WHOLE.replace("environment:\n", "environment:\n  conda_file: {dependencies: [python=3.8]}\n");
  const evidence = stageScene(t, { code: { "blue.yml": yaml }, options: { "deployment-file": "blue.yml" } });
  const [answer] = ask("D2", evidence);
  assert.match(answer?.message ?? "", /^The conda environment in the file makes Azure ML build another image than mcr/);
});

test("D2 leaves alone an image alone", (t) => {
  assert.deepEqual(answersTo("D2", t, WHOLE), []);
});

test("D3 finds required fields that are missing", (t) => {
  assert.deepEqual(answersTo("D3", t, WHOLE.replace("endpoint_name: iris\n", "")), [[undefined, 1]]);
});

test("D3 finds required fields that the client does not read as text", (t) => {
  const yaml = WHOLE.replace("name: blue", "name: 0042").replace("endpoint_name: iris", "endpoint_name: 'yes'");
  assert.deepEqual(answersTo("D3", t, yaml), [[undefined, 1]]);
});

test("D3 leaves alone a whole file", (t) => {
  assert.deepEqual(answersTo("D3", t, WHOLE), []);
});

test("D4 finds code and script that are not the proven ones", (t) => {
  assert.deepEqual(answersTo("D4", t, WHOLE.replace("code: .", "code: other"), { "code-directory": "." }), [
    [undefined, 4],
  ]);
  const script = WHOLE.replace("scoring_script: score.py", "scoring_script: other/score.py");
  assert.deepEqual(answersTo("D4", t, script, { "scoring-script": "score.py" }), [[undefined, 5]]);
});

test("D4 finds code that is an asset of the workspace", (t) => {
  const yaml = WHOLE.replace("code: .", "code: azureml:name:1");
  assert.deepEqual(answersTo("D4", t, yaml, { "code-directory": "." }), [["warning", 4]]);
});

test("D4 leaves alone code that the file itself names", (t) => {
  assert.deepEqual(answersTo("D4", t, WHOLE.replace("score.py", "./score.py")), []);
});

test("D5 finds an image that cannot be seen from here", (t) => {
  const named = WHOLE.replace(/environment:\n.*\n/, "environment: azureml:my-own@latest\n");
  assert.deepEqual(answersTo("D5", t, named), [[undefined, 6]]);
});

test("D5 finds an image that is not the one of the inputs, and where the mount cannot run in it", (t) => {
  const running = (deployed: string, proven: string) => {
    const image = findImage(proven);
    const code = { "blue.yml": WHOLE.replace("minimal-ubuntu20.04-py38-cpu-inference", deployed) };
    const options = { "deployment-file": "blue.yml", image: proven };
    const evidence = { target: targetOf({ image, python: image?.python ?? "" }) };
    return ask("D5", stageScene(t, { code, options, evidence })).map(({ severity, place }) => [severity, place?.line]);
  };
  const [py38, gpu] = ["minimal-ubuntu20.04-py38-cpu-inference", "minimal-ubuntu20.04-py38-cuda11.6.2-gpu-inference"];
  assert.deepEqual(running(gpu, py38), [["warning", 7]]);
  assert.deepEqual(running("minimal-ubuntu22.04-py39-cpu-inference", py38), [["error", 7]]);
  assert.deepEqual(running("curated/mlflow-py39-inference", "minimal-ubuntu22.04-py39-cpu-inference"), [["error", 7]]);
  assert.deepEqual(running("curated/minimal-py39-inference", "curated/mlflow-py39-inference"), [["error", 7]]);
  // There PYTHONPATH is set anyhow, and a cut image heeds that.
  assert.deepEqual(running("curated/minimal-py312-cuda12.4-inference", "minimal-py312-inference"), [["warning", 7]]);
  assert.deepEqual(running("minimal-py312-inference", "curated/minimal-py312-cuda12.4-inference"), [["warning", 7]]);
});

test("D5 leaves alone an image of the catalogue", (t) => {
  assert.deepEqual(answersTo("D5", t, WHOLE), []);
});
