import assert from "node:assert/strict";
import { test } from "node:test";
import { mismatchOf } from "../../src/images/facts-of-image.ts";
import { imageFacts } from "../support/scenario/image-facts.ts";

const minimal = "mcr.microsoft.com/azureml/minimal-ubuntu20.04-py38-cpu-inference";
const curated = "mcr.microsoft.com/azureml/curated/minimal-py311-inference";
const other = `sha256:${"9".repeat(64)}`;
const { digest } = imageFacts();

/** `facts of A` against the image B, in which they may be used as they are. */
const TOGETHER: [facts: string, named: string][] = [
  ["registry.example/scoring:1", "registry.example/scoring:1"],
  ["registry.example/scoring:latest", "registry.example/scoring"],
  ["docker.io/library/scoring:1", "scoring:1"],
  [`${minimal}:latest`, "minimal-ubuntu20.04-py38-cpu-inference"],
  ["a.example/mirror/scoring:7", `registry.example/scoring@${digest}`], // the digest decides
  // A version of a curated environment is no tag.
  [`${curated}:20260101.v1`, "azureml://registries/azureml/environments/minimal-py311-inference/versions/3"],
  ["registry.example/scoring:1", "azureml:of-a-team:3"], // whose image is not known
];

test("facts of the image that is named are taken", () => {
  for (const [name, named] of TOGETHER) {
    const python = { version: name.startsWith(curated) ? "3.11.4" : "3.8.20" };
    assert.equal(mismatchOf(imageFacts({ name, python }), named), undefined, named);
  }
});

test("facts of another repository are an error, also if it is only in another registry", () => {
  for (const named of [
    "registry.example/another:1",
    "other.example/scoring:1",
    minimal,
    `x.example/scoring@${other}`,
  ]) {
    const found = mismatchOf(imageFacts(), named);
    assert.equal(found?.severity, "error", named);
    assert.equal(found.facts, "registry.example/scoring:1");
  }
});

test("facts with another Python than the catalogue knows of the image are an error that names both", () => {
  const found = mismatchOf(imageFacts({ name: `${minimal}:latest`, python: { version: "3.9.2" } }), minimal);
  assert.deepEqual(found, {
    severity: "error",
    facts: `${minimal}:latest with Python 3.9`,
    image: `${minimal}:latest with Python 3.8`,
  });
});

test("facts of another tag or digest of the repository are a warning", () => {
  for (const named of ["registry.example/scoring:2", "registry.example/scoring", `registry.example/scoring@${other}`]) {
    assert.equal(mismatchOf(imageFacts(), named)?.severity, "warning", named);
  }
});
