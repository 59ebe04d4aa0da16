import assert from "node:assert/strict";
import { test } from "node:test";
import { imageReference } from "../../src/images/image-reference.ts";

const digest = `sha256:${"ab".repeat(32)}`;
const minimal = "mcr.microsoft.com/azureml/minimal-py312-inference";

test("a name of the catalogue stands for its newest tag in Microsoft's registry, or for the tag or digest it has", () => {
  const references = {
    "minimal-py312-inference": `${minimal}:latest`,
    "azureml/minimal-py312-inference": `${minimal}:latest`,
    "minimal-py312-inference:20260101.v1": `${minimal}:20260101.v1`,
    [`minimal-py312-inference@${digest}`]: `${minimal}@${digest}`,
    "curated/minimal-py311-inference": "mcr.microsoft.com/azureml/curated/minimal-py311-inference:latest",
  };
  for (const [named, expected] of Object.entries(references)) assert.equal(imageReference(named), expected);
});

test("a path in a registry stands for itself", () => {
  const references = {
    [minimal]: `${minimal}:latest`,
    [`${minimal}:20260101.v1`]: `${minimal}:20260101.v1`,
    [`${minimal}@${digest}`]: `${minimal}@${digest}`,
    [`https://${minimal}`]: `${minimal}:latest`,
    " team.azurecr.io/scoring ": "team.azurecr.io/scoring:latest",
    "team.azurecr.io/scoring:3": "team.azurecr.io/scoring:3",
    "localhost/scoring": "localhost/scoring:latest",
    "localhost:5000/scoring": "localhost:5000/scoring:latest",
    "localhost:5000/scoring:3": "localhost:5000/scoring:3",
  };
  for (const [named, expected] of Object.entries(references)) assert.equal(imageReference(named), expected);
});

test("any other name is left to the engine", () => {
  assert.equal(imageReference("scoring"), "scoring:latest");
  assert.equal(imageReference("scoring:3"), "scoring:3");
  assert.equal(imageReference("team/scoring"), "team/scoring:latest");
});

test("an environment of Azure ML stands for the image of its catalogue entry, whatever its version", () => {
  const registry = "azureml://registries/azureml/environments";
  const curated = "mcr.microsoft.com/azureml/curated/minimal-py311-inference:latest";
  assert.equal(imageReference(`${registry}/minimal-py311-inference/versions/3`), curated);
  assert.equal(imageReference(`${registry}/minimal-py311-inference/labels/latest`), curated);
  assert.equal(imageReference(`${registry}/of-a-team/versions/3`), undefined);
  assert.equal(imageReference("azureml:of-a-team:3"), undefined);
  assert.equal(imageReference("azureml:of-a-team@latest"), undefined);
});
