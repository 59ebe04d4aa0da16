import assert from "node:assert/strict";
import { test } from "node:test";
import type { Evidence } from "../../src/checks/check.ts";
import type { ImagePackage } from "../../src/options/image-packages.ts";
import { findImage } from "../../src/target/images.ts";
import { targetOf } from "../../src/target/target.ts";
import { ask, stageScene, withSurroundings } from "../support/evidence.ts";

const wheel = (name: string, version: string) => ({ name, version, files: { [`${name}/__init__.py`]: "" } });

/** Beside the image of Python 3.8 whose server is known to be 1.3.0. */
function beside(evidence: Evidence): Evidence {
  const image = findImage("curated/minimal-ubuntu20.04-py38-cpu-inference");
  return { ...evidence, target: targetOf({ image, python: "3.8" }) };
}

function listing(evidence: Evidence, imagePackages: readonly ImagePackage[]): Evidence {
  return { ...evidence, options: { ...evidence.options, imagePackages } };
}

const server134 = { name: "azureml-inference-server-http", version: "1.3.4", requires: undefined };

test("I2 finds flask 3 and pydantic 1 beside the last server for Python 3.8", async (t) => {
  const scene = stageScene(t, { wheels: [wheel("flask", "3.0.3"), wheel("pydantic", "1.10.19")] });
  const found = ask("I2", await withSurroundings(scene));
  assert.deepEqual(
    found.map(({ severity, distribution, hint }) => [severity, distribution, hint]),
    [
      ["warning", "flask", "Write flask<=2.3.2 in the requirements."],
      ["warning", "pydantic", "Write pydantic~=2.9.0 in the requirements."],
    ],
  );
  assert.equal(found[0]?.requirement?.line, 1);
});

test("I2 finds the same as an error where the image says which server it has", async (t) => {
  const scene = stageScene(t, { wheels: [wheel("flask", "3.0.3"), wheel("pydantic", "2.9.2")] });
  const catalogued = ask("I2", await withSurroundings(beside(scene)));
  assert.deepEqual(
    catalogued.map(({ severity, distribution }) => [severity, distribution]),
    [
      ["error", "flask"],
      ["warning", "pydantic"], // 1.3.0 wants ~=2.7.1: the same series
    ],
  );
  const listed = ask("I2", await withSurroundings(listing(scene, [server134])));
  assert.deepEqual(
    listed.map(({ severity, distribution }) => [severity, distribution]),
    [["error", "flask"]],
  );
});

test("I2 finds what a package of the server's closure does not take", async (t) => {
  const scene = stageScene(t, { wheels: [wheel("wrapt", "2.0.0")] });
  const assumed = ask("I2", await withSurroundings(scene));
  assert.deepEqual(
    assumed.map(({ severity, message }) => [severity, /inference-schema/.test(message)]),
    [["notice", true]],
  );
  const inspected: ImagePackage[] = [
    { ...server134, requires: ["inference-schema~=1.8.0"] },
    { name: "inference-schema", version: "1.8", requires: ["wrapt<=1.16.0,>=1.14.0", 'other; extra == "x"'] },
    { name: "wrapt", version: "1.16.0", requires: [] },
  ];
  assert.deepEqual(
    ask("I2", await withSurroundings(listing(scene, inspected))).map(({ severity }) => severity),
    ["error"],
  );
});

test("I2 finds the server itself in the mount", async (t) => {
  const scene = stageScene(t, { wheels: [wheel("azureml-inference-server-http", "1.3.4")] });
  const found = ask("I2", await withSurroundings(beside(scene)));
  assert.deepEqual(
    found.map(({ severity, distribution }) => [severity, distribution]),
    [["warning", "azureml-inference-server-http"]],
  );
  assert.match(found[0]?.message ?? "", /1\.3\.4 runs instead of the image's 1\.3\.0/);
});

test("I2 leaves alone what the server takes, and what it does not import", async (t) => {
  const wheels = [
    wheel("flask", "2.3.2"),
    wheel("Werkzeug", "3.0.6"),
    wheel("pydantic", "2.9.2"),
    wheel("numpy", "1.24.4"),
    wheel("waitress", "1.0"), // only on Windows
  ];
  assert.deepEqual(ask("I2", await withSurroundings(stageScene(t, { wheels }))), []);
});

test("I2 leaves alone an image without the server, and a version that nobody can read", async (t) => {
  const scene = stageScene(t, { wheels: [wheel("flask", "3.0.3")] });
  const other = listing(scene, [{ name: "torchserve", version: "0.9", requires: [] }]);
  assert.deepEqual(ask("I2", await withSurroundings(other)), []);
  assert.deepEqual(ask("I2", await withSurroundings(stageScene(t, { wheels: [wheel("flask", "2004d-1")] }))), []);
});
