import assert from "node:assert/strict";
import { test } from "node:test";
import { findImage } from "../../src/target/images.ts";
import { targetOf } from "../../src/target/target.ts";
import { variablesFor } from "../../src/target/variables.ts";
import { ask, stageScene } from "../support/evidence.ts";

const severities = (t: Parameters<typeof stageScene>[0], name: string, python: string) => {
  const evidence = { target: targetOf({ image: findImage(name), python }) };
  return ask("V1", stageScene(t, { python, evidence })).map(({ severity }) => severity);
};

test("V1 finds an image that ignores the variable, and one of which nobody knows", (t) => {
  assert.deepEqual(severities(t, "curated/minimal-py311-inference", "3.11"), [undefined]);
  assert.deepEqual(severities(t, "minimal-py312-inference", "3.12"), ["notice"]);
});

test("V1 finds a job without image whose Python has one that ignores it, which gets PYTHONPATH too", (t) => {
  const scene = stageScene(t, { python: "3.9" });
  assert.deepEqual(
    ask("V1", scene).map(({ severity }) => severity),
    ["notice"],
  );
  assert.deepEqual(Object.keys(variablesFor("x", scene.target)), ["AZUREML_EXTRA_PYTHON_LIB_PATH", "PYTHONPATH"]);
});

test("V1 leaves alone an image that honours it, and a job without image where none ignores it", (t) => {
  assert.deepEqual(severities(t, "curated/mlflow-py312-inference", "3.12"), []);
  const scene = stageScene(t, {});
  assert.deepEqual(ask("V1", scene), []);
  assert.deepEqual(Object.keys(variablesFor("x", scene.target)), ["AZUREML_EXTRA_PYTHON_LIB_PATH"]);
});
