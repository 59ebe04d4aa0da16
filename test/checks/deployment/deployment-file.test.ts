import assert from "node:assert/strict";
import { test } from "node:test";
import { findImage } from "../../../src/images/catalogue/find-image.ts";
import { suitableImages } from "../../../src/images/image-to-verify.ts";
import { targetOf } from "../../../src/images/target.ts";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";
import { imageFacts } from "../../support/scenario/image-facts.ts";

type Cleaner = Parameters<typeof evidenceOf>[0];

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
  const answers = ask(id, evidenceOf(t, { code, options: { "deployment-file": "blue.yml", ...options } }));
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
    ask("D1", evidenceOf(t, { code, options: { mode, "deployment-file": "blue.yml" } })).map(({ message }) => message);
  assert.deepEqual(messagesIn("verify"), [
    "AZUREML_EXTRA_PYTHON_LIB_PATH is empty, but the mount is at myenv/lib/python3.8/site-packages.",
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
  const scenario = { code: { "blue.yml": variables(path) }, options: { "deployment-file": "blue.yml" } };
  assert.deepEqual(ask("D1", evidenceOf(t, { ...scenario, evidence: { target: reading } })), []);
});

test("D2 finds a conda file beside the image", (t) => {
  const yaml = WHOLE.replace("environment:\n", "environment:\n  conda_file: conda.yml\n");
  assert.deepEqual(answersTo("D2", t, yaml), [[undefined, 7]]);
});

test("D2 finds a conda environment that is written out, and says so", (t) => {
  const yaml = WHOLE.replace("environment:\n", "environment:\n  conda_file: {dependencies: [python=3.8]}\n");
  const evidence = evidenceOf(t, { code: { "blue.yml": yaml }, options: { "deployment-file": "blue.yml" } });
  const [answer] = ask("D2", evidence);
  assert.match(answer?.message ?? "", /^The conda environment in the file makes Azure ML build another image than mcr/);
});

test("D2 says that the image in place of a conda file has no CUDA, also if it replaces it", (t) => {
  const yaml = WHOLE.replace("environment:\n", "environment:\n  conda_file: conda.yml\n").replace(
    /image: .*/,
    "image: mcr.microsoft.com/azureml/openmpi4.1.0-cuda11.8-cudnn8-ubuntu22.04:latest",
  );
  const code = { "blue.yml": yaml, "conda.yml": "dependencies: [python=3.12]\n" };
  const image = findImage("curated/mlflow-py312-inference");
  assert.ok(image);
  for (const replace of ["false", "true"]) {
    const options = { "deployment-file": "blue.yml", "replace-conda-file": replace };
    const [found] = ask(
      "D2",
      evidenceOf(t, { code, options, evidence: { target: targetOf({ image, python: "3.12" }) } }),
    );
    assert.match(
      `${found?.message} ${found?.hint}`,
      /mlflow-py312-inference has no CUDA, but the deployment is for a GPU\./,
    );
  }
});

test("an image with CUDA is proposed for a deployment on a GPU", () => {
  const best = (gpu: boolean) => suitableImages((python) => python === "3.12", gpu)[0]?.accelerator;
  assert.deepEqual([best(false), best(true)], ["cpu", "cuda 12.4"]);
});

test("D2 is an error where replace-conda-file cannot be followed: no inference image has the Python", (t) => {
  const yaml = WHOLE.replace("environment:\n", "environment:\n  conda_file: conda.yml\n");
  const code = { "blue.yml": yaml, "conda.yml": "dependencies: [python=3.10]\n" };
  const options = { "deployment-file": "blue.yml", "replace-conda-file": "true" };
  const evidence = evidenceOf(t, { code, options, evidence: { target: targetOf({ python: "3.10" }) } });
  assert.deepEqual(
    ask("D2", evidence).map(({ severity }) => severity),
    ["error"],
  );
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

test("D4 finds code and script that are not the verified ones", (t) => {
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

const withEnvironment = (text: string) => WHOLE.replace(/environment:\n.*\n/, `environment:${text}\n`);

for (const environment of [
  " azureml:my-own@latest",
  " azureml:my-env:1",
  "\n  image: registry.example/base:1",
  "\n  build:\n    path: docker",
]) {
  test(`D5 warns of an assumed Python where the image cannot be identified: ${JSON.stringify(environment)}`, (t) => {
    const named = withEnvironment(environment);
    const [[severity] = []] = answersTo("D5", t, named);
    assert.equal(severity, "warning");
    const [[given] = ["none"]] = answersTo("D5", t, named, { "python-version": "3.8" });
    assert.equal(given, undefined, "a notice, because somebody said which Python it is");
  });
}

test("D5 believes the Python that a name says", (t) => {
  const severities = ["py38-cpu", "py39-cpu"].map((suffix) => {
    const [[severity] = ["none"]] = answersTo(
      "D5",
      t,
      withEnvironment(` azureml:AzureML-sklearn-1.0-${suffix}@latest`),
    );
    return severity;
  });
  assert.deepEqual(severities, [undefined, "warning"]);
});

test("D5 leaves alone an image that told its Python", (t) => {
  const code = { "blue.yml": withEnvironment("\n  image: registry.example/scoring:1") };
  const evidence = { target: targetOf({ python: "3.8", facts: imageFacts({}) }) };
  assert.deepEqual(ask("D5", evidenceOf(t, { code, options: { "deployment-file": "blue.yml" }, evidence })), []);
});

test("D6 finds base images, which have no inference server", (t) => {
  const registry = "mcr.microsoft.com/azureml";
  for (const image of [
    "openmpi4.1.0-ubuntu20.04:latest",
    "openmpi5.0-cuda12.4-ubuntu22.04",
    "base-gpu:intelmpi2018.3",
  ]) {
    const text = withEnvironment(`\n  image: ${registry}/${image}`);
    assert.deepEqual(answersTo("D6", t, text), [[undefined, 7]], image);
    assert.deepEqual(answersTo("D5", t, text), [], "one cause is one finding");
  }
});

test("D6 leaves alone inference images, other registries, and base images with a conda file", (t) => {
  const text = withEnvironment(
    "\n  image: mcr.microsoft.com/azureml/openmpi4.1.0-ubuntu20.04\n  conda_file: conda.yml",
  );
  assert.deepEqual(answersTo("D6", t, text), []);
  assert.deepEqual(answersTo("D6", t, WHOLE), []);
  const own = withEnvironment("\n  image: registry.example/azureml/openmpi4.1.0-ubuntu20.04");
  assert.deepEqual(answersTo("D6", t, own), []);
});

test("D5 finds an image that is not the one of the inputs, and where the mount cannot run in it", (t) => {
  const running = (deployed: string, proven: string) => {
    const image = findImage(proven);
    const code = { "blue.yml": WHOLE.replace("minimal-ubuntu20.04-py38-cpu-inference", deployed) };
    const options = { "deployment-file": "blue.yml", image: proven };
    const evidence = { target: targetOf({ image, python: image?.python ?? "" }) };
    return ask("D5", evidenceOf(t, { code, options, evidence })).map(({ severity, place }) => [severity, place?.line]);
  };
  const [py38, gpu] = ["minimal-ubuntu20.04-py38-cpu-inference", "minimal-ubuntu20.04-py38-cuda11.6.2-gpu-inference"];
  assert.deepEqual(running(gpu, py38), [["warning", 7]]);
  assert.deepEqual(running("minimal-ubuntu22.04-py39-cpu-inference", py38), [["error", 7]]);
  assert.deepEqual(running("curated/mlflow-py39-inference", "minimal-ubuntu22.04-py39-cpu-inference"), [["error", 7]]);
  assert.deepEqual(running("curated/minimal-py39-inference", "curated/mlflow-py39-inference"), [["error", 7]]);
  // PYTHONPATH is set there anyway, and an image whose run script ignores the variables reads it.
  assert.deepEqual(running("curated/minimal-py312-cuda12.4-inference", "minimal-py312-inference"), [["warning", 7]]);
  assert.deepEqual(running("minimal-py312-inference", "curated/minimal-py312-cuda12.4-inference"), [["warning", 7]]);
});

test("D5 leaves alone an image of the catalogue", (t) => {
  assert.deepEqual(answersTo("D5", t, WHOLE), []);
});
