import assert from "node:assert/strict";
import { test } from "node:test";
import { findImage } from "../../src/target/images.ts";
import { targetOf } from "../../src/target/target.ts";
import { ask, stageScene } from "../support/evidence.ts";

const blob = (init: Record<string, string>) => ({
  name: "azure-storage-blob",
  version: "2.1.0",
  files: { ...init, "azure/storage/blob/__init__.py": "" },
});

test("I8 finds a regular azure package, which hides the image's azure.core", (t) => {
  const wheels = [blob({ "azure/__init__.py": "" })];
  const assumed = ask("I8", stageScene(t, { wheels }));
  assert.deepEqual(
    assumed.map(({ severity, file, distribution }) => [severity, file, distribution]),
    [["warning", "azure/__init__.py", "azure-storage-blob"]],
  );
  assert.match(assumed[0]?.message ?? "", /azure-core, azure-identity/);
  const image = findImage("curated/minimal-py311-inference");
  const named = stageScene(t, { wheels, python: "3.11", evidence: { target: targetOf({ image, python: "3.11" }) } });
  assert.deepEqual(
    ask("I8", named).map(({ severity }) => severity),
    [undefined],
  );
});

test("I8 finds a regular azureml package beside a server that needs azureml.contrib", (t) => {
  const files = { "azureml/__init__.py": "'''not declare_namespace'''\n" };
  assert.match(ask("I8", stageScene(t, { files }))[0]?.message ?? "", /azureml-inference-server-http/);
  assert.deepEqual(ask("I8", stageScene(t, { files, python: "3.12" })), []);
});

test("I8 finds a regular package deeper down, and the image's list decides", (t) => {
  const files = { "azure/storage/__init__.py": "x = 1\n" };
  const imagePackages = [{ name: "azure-storage-queue", version: "12.0", requires: undefined }];
  const scene = stageScene(t, { files });
  const listed = { ...scene, options: { ...scene.options, imagePackages } };
  assert.deepEqual(
    ask("I8", listed).map(({ severity, file }) => [severity, file]),
    [[undefined, "azure/storage/__init__.py"]],
  );
  assert.deepEqual(ask("I8", scene), []);
});

test("I8 leaves alone an __init__.py that extends its path, in both ways", (t) => {
  for (const source of [
    "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n",
    "try:\n    import pkg_resources\n    pkg_resources.declare_namespace(__name__)\nexcept ImportError:\n    pass\n",
  ]) {
    assert.deepEqual(ask("I8", stageScene(t, { wheels: [blob({ "azure/__init__.py": source })] })), []);
  }
});

test("I8 leaves alone a namespace that the image has no share in, or whose share is all in the mount", (t) => {
  const files = { "opentelemetry/__init__.py": "", "zope/__init__.py": "", "azure/core/__init__.py": "" };
  assert.deepEqual(ask("I8", stageScene(t, { files })), []); // servers for Python 3.8 have no OpenTelemetry
  const whole = ["azure-core", "azure-identity"].map((name) => ({
    name,
    version: "1.0",
    files: { "azure/__init__.py": "" },
  }));
  assert.deepEqual(ask("I8", stageScene(t, { wheels: whole })), []);
});
