import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { findImage } from "../../src/images/catalogue/find-image.ts";
import { contentsOf } from "../../src/images/contents/image-contents.ts";
import { imageOfFacts } from "../../src/images/facts.ts";
import { targetOf } from "../../src/images/target.ts";
import { imageFacts } from "../support/scenario/image-facts.ts";

const catalogued = findImage("minimal-ubuntu22.04-py39-cpu-inference");

describe("the image that facts describe", () => {
  test("has what they say", () => {
    const image = imageOfFacts(imageFacts(), undefined);
    assert.equal(image.name, "registry.example/scoring:1");
    assert.equal(image.mcrPath, "registry.example/scoring:1"); // a snippet must name the same image
    assert.deepEqual(image.os, { name: "Debian GNU/Linux 11 (bullseye)", glibc: [2, 31] });
    assert.deepEqual([image.python, image.pythonFull, image.glibc], ["3.8", "3.8.20", [2, 31]]);
    assert.deepEqual([image.user, image.appRoot, image.condaEnvironment], ["dockeruser", "/var/azureml-app", "/usr"]);
    assert.deepEqual([image.server, image.readsVariables], ["0.8.4.2", "yes"]);
    assert.deepEqual(image.packages, { "azureml-inference-server-http": "==0.8.4.2", flask: "==2.2.5" });
    assert.equal(image.status.date, "2026-11-28");
  });

  test("has the name that it has in the catalogue, and from there what they do not say", () => {
    assert.ok(catalogued);
    const image = imageOfFacts(imageFacts({ os: null, environment: {}, server: null }), catalogued);
    assert.equal(image.name, catalogued.name);
    assert.equal(image.mcrPath, catalogued.mcrPath);
    assert.deepEqual(image.os, catalogued.os);
    assert.equal(image.appRoot, catalogued.appRoot);
    assert.deepEqual([image.python, image.glibc, image.server], ["3.8", [2, 31], undefined]);
  });

  test("of Microsoft's registry has a short name", () => {
    const { name } = imageOfFacts(imageFacts({ name: "mcr.microsoft.com/azureml/new-one:latest" }), undefined);
    assert.equal(name, "new-one:latest");
  });
});

test("facts make the target, and take precedence over the catalogue", () => {
  const readsVariables = { libraryPath: "no", requirements: "no", tried: true } as const;
  const facts = imageFacts({ glibc: [2, 36], architecture: "aarch64", readsVariables });
  const target = targetOf({ image: catalogued, python: "3.8", facts });
  assert.deepEqual([target.glibc, target.architecture, target.readsVariables], [[2, 36], "aarch64", "no"]);
  assert.deepEqual([target.pythonFull, target.image?.name, target.facts], ["3.8.20", catalogued?.name, facts]);
  assert.equal(targetOf({ image: undefined, python: "3.9", facts }).pythonFull, undefined);
});

describe("what an image contains", () => {
  test("is what its facts list", () => {
    const contents = contentsOf(targetOf({ image: undefined, python: "3.8", facts: imageFacts() }), undefined);
    assert.deepEqual([contents.known, contents.label], ["listed", "registry.example/scoring:1"]);
    assert.deepEqual([...contents.distributions.keys()], ["azureml-inference-server-http", "flask"]);
    assert.deepEqual(contents.distributions.get("flask")?.requires, ["werkzeug>=2.2.2"]);
    assert.equal(contents.server?.version, "0.8.4.2");
    assert.deepEqual([contents.server?.requires, contents.server?.certain], [["flask<2.3.0"], true]);
  });

  test("has no server if they list none, also where the catalogue has one", () => {
    const facts = imageFacts({ packages: [], server: null });
    const contents = contentsOf(targetOf({ image: catalogued, python: "3.9", facts }), undefined);
    assert.deepEqual([contents.server, contents.distributions.size], [undefined, 0]);
  });

  test("is what the input image-packages lists, before its facts", () => {
    const listed = [{ name: "numpy", version: "1.24.4", requires: undefined }];
    const contents = contentsOf(targetOf({ image: undefined, python: "3.8", facts: imageFacts() }), listed);
    assert.deepEqual([...contents.distributions.keys()], ["numpy"]);
  });
});
