import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { findImage } from "../../../src/images/catalogue/find-image.ts";
import { IMAGES } from "../../../src/images/catalogue/image-catalogue.ts";
import { variablesFor } from "../../../src/images/deployment-variables.ts";
import { targetOf } from "../../../src/images/target.ts";
import { repositoryRoot } from "../../support/github/runner/action-runner.ts";
import type { Cleanup } from "../../support/machine/workspace.ts";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";

const one = ["AZUREML_EXTRA_PYTHON_LIB_PATH"];
const both = [...one, "PYTHONPATH"];

function answerOf(t: Cleanup, name: string, python: string) {
  const target = targetOf({ image: findImage(name), python });
  const [answer, ...more] = ask("V1", evidenceOf(t, { python, evidence: { target } }));
  assert.deepEqual(more, []);
  return { severity: answer?.severity ?? (answer && "warning"), message: answer?.message, target };
}

/** V1 says so in one sentence. */
function assertBoth(t: Cleanup, image: string, python: string, said: string) {
  const { severity, message, target } = answerOf(t, image, python);
  assert.equal(`${severity}: ${message}`, `${said}, so PYTHONPATH is set as well.`);
  assert.deepEqual(Object.keys(variablesFor("x", target)), both);
}

test("V1 finds an image that ignores the variable, and one of which nobody knows", (t) => {
  const [cut, unknown] = ["curated/minimal-py311-inference", "minimal-py312-inference"];
  assertBoth(t, cut, "3.11", `warning: The run script of ${cut} does not read AZUREML_EXTRA_PYTHON_LIB_PATH`);
  assertBoth(t, unknown, "3.12", `notice: It is not known whether ${unknown} reads AZUREML_EXTRA_PYTHON_LIB_PATH`);
});

test("V1 finds a job without image, unless every image of that Python is known to read the variable", (t) => {
  const none = (rest: string) => `notice: No image is named, and ${rest} image reads AZUREML_EXTRA_PYTHON_LIB_PATH`;
  assertBoth(t, "", "3.9", none("not every Python 3.9"));
  for (const python of ["3.8", "3.10"])
    assertBoth(t, "", python, none(`it is not known whether every Python ${python}`));
});

test("V1 leaves alone an image that reads it, and a job without image where all of that Python read it", (t) => {
  for (const [image, python] of [
    ["curated/mlflow-py312-inference", "3.12"],
    ["", "3.7"],
  ] as const) {
    const { message, target } = answerOf(t, image, python);
    assert.equal(message, undefined);
    assert.deepEqual(Object.keys(variablesFor("x", target)), one);
  }
});

test("without image, one variable is enough only where every image of that Python in the catalogue reads it", () => {
  for (const python of ["3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13"]) {
    const images = IMAGES.filter((image) => image.python === python);
    const isRead = images.length > 0 && images.every(({ readsVariables }) => readsVariables === "yes");
    assert.deepEqual(Object.keys(variablesFor("x", targetOf({ python }))), isRead ? one : both, python);
  }
});

test("deployment files of the examples set what their image needs", () => {
  const files = readdirSync(join(repositoryRoot, "examples"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("deployment.yml"))
    .map((path) => parse(readFileSync(join(repositoryRoot, "examples", path), "utf8")));
  const set = files.filter(({ environment_variables }) => environment_variables !== undefined);
  assert.ok(set.length > 0);
  for (const { environment, environment_variables: variables } of set) {
    const image = findImage(environment.image);
    const target = targetOf({ image, python: image?.python ?? "" });
    assert.deepEqual(variables, variablesFor(variables.AZUREML_EXTRA_PYTHON_LIB_PATH, target));
  }
});
