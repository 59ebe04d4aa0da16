import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";

const options = { "model-directory": "model" };
const messages = (evidence: Parameters<typeof ask>[1]) => ask("H23", evidence).map(({ message }) => message);

test("H23 finds scoring script, requirements file and packages in the model directory", (t) => {
  const code = { "model/score.py": "", "model/deep/requirements.txt": "", "model/venv/site-packages/x.py": "" };
  assert.deepEqual(messages(evidenceOf(t, { code, options })).sort(), [
    "The model directory contains a directory of packages: venv/site-packages.".replaceAll("/", "/"),
    "The model directory contains a file with the scoring script's name: score.py.",
    "The model directory contains a requirements file: deep/requirements.txt.",
  ]);
});

test("H23 finds a model directory that is the code directory", (t) => {
  const found = messages(evidenceOf(t, { options: { "model-directory": "." } }));
  assert.deepEqual(found, [
    "The model directory contains the mount: myenv.",
    "The model directory contains the scoring script: score.py.",
  ]);
});

test("H23 leaves alone the model's own files, those of MLflow, and a job without a model", (t) => {
  const code = {
    "model/iris.joblib": "",
    "model/vocabulary.txt": "",
    "model/mlflow/MLmodel": "",
    "model/mlflow/requirements.txt": "",
    "model/mlflow/score.py": "",
  };
  assert.deepEqual(messages(evidenceOf(t, { code, options })), []);
  assert.deepEqual(messages(evidenceOf(t, { code: { "requirements.txt": "" } })), []);
});
