import assert from "node:assert/strict";
import { test } from "node:test";
import { findImage } from "../../../src/images/catalogue/find-image.ts";
import { targetOf } from "../../../src/images/target.ts";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";

type Cleaner = Parameters<typeof evidenceOf>[0];

const blob = (init: Record<string, string>) => ({
  name: "azure-storage-blob",
  version: "2.1.0",
  files: { ...init, "azure/storage/blob/__init__.py": "" },
});

test("I8 finds a regular azure package, which hides the image's azure.core", (t) => {
  const wheels = [blob({ "azure/__init__.py": "" })];
  const assumed = ask("I8", evidenceOf(t, { wheels }));
  assert.deepEqual(
    assumed.map(({ severity, file, distribution }) => [severity, file, distribution]),
    [["error", "azure/__init__.py", "azure-storage-blob"]],
  );
  assert.match(
    assumed[0]?.message ?? "",
    /: azure-core, azure-identity; no release of .* for Python 3\.8 answers with it/,
  );
  assert.match(assumed[0]?.hint ?? "", /^Add azure-core, azure-identity to the requirements, so that/);
  const image = findImage("curated/minimal-py311-inference");
  const named = evidenceOf(t, { wheels, python: "3.11", evidence: { target: targetOf({ image, python: "3.11" }) } });
  assert.deepEqual(
    ask("I8", named).map(({ severity }) => severity),
    ["error"],
  );
});

test("I8 finds a regular azureml package beside a server that needs azureml.contrib", (t) => {
  const files = { "azureml/__init__.py": "'''not declare_namespace'''\n" };
  const [found] = ask("I8", evidenceOf(t, { files }));
  assert.equal(found?.severity, "error");
  assert.match(found?.message ?? "", /azureml-inference-server-http/);
  assert.equal(found?.hint, "Add azureml-contrib-services to the requirements, so that the mount has that part too.");
  assert.deepEqual(ask("I8", evidenceOf(t, { files, python: "3.12" })), []);
});

test("I8 finds what only some releases need as a warning that names them, and nothing where the image has another", (t) => {
  const files = { "google/__init__.py": "" };
  const assumed = ask("I8", evidenceOf(t, { files }));
  assert.deepEqual(
    assumed.map(({ severity }) => severity),
    ["warning"],
  );
  assert.match(
    assumed[0]?.message ?? "",
    /is not known .*, and (1[\d., to]+) do not answer with it \(1\.3\.4: .*google/,
  );
});

test("I8 finds it as an error or a warning as the image's server does", (t) => {
  const image = findImage("curated/minimal-ubuntu20.04-py38-cpu-inference");
  const target = targetOf({ image, python: "3.8" });
  const severity = (files: Record<string, string>) =>
    ask("I8", evidenceOf(t, { files, evidence: { target } })).map((one) => one.severity);
  assert.deepEqual(severity({ "azureml/__init__.py": "" }), ["error"]);
  assert.deepEqual(severity({ "google/cloud/__init__.py": "" }), ["warning"]);
});

test("I8 leaves alone a namespace whose hidden part no release needs", (t) => {
  assert.deepEqual(ask("I8", evidenceOf(t, { files: { "google/cloud/__init__.py": "" } })), []);
});

test("I8 leaves alone a namespace whose part another distribution brings into the mount", (t) => {
  const files = {
    "azureml/__init__.py": "",
    "azureml/contrib/__init__.py": "",
    "azureml/contrib/services/__init__.py": "",
  };
  assert.deepEqual(ask("I8", evidenceOf(t, { files })), []);
});

test("I8 finds a regular package deeper down, and the image's list decides", (t) => {
  const files = { "azure/storage/__init__.py": "x = 1\n" };
  const imagePackages = [{ name: "azure-storage-queue", version: "12.0", requires: undefined }];
  const scenario = evidenceOf(t, { files });
  const listed = { ...scenario, options: { ...scenario.options, imagePackages } };
  assert.deepEqual(
    ask("I8", listed).map(({ severity, file }) => [severity, file]),
    [[undefined, "azure/storage/__init__.py"]],
  );
  assert.deepEqual(ask("I8", scenario), []);
});

const EXTENDS = "__path__ = __import__('pkgutil').extend_path(__path__, __name__)";
const DECLARES = "__import__('pkg_resources').declare_namespace(__name__)";
const either = (first: string, second: string) => `try:\n    ${first}\nexcept ImportError:\n    ${second}\n`;
const hidden = (t: Cleaner, source: string, python = "3.8") =>
  ask("I8", evidenceOf(t, { wheels: [blob({ "azure/__init__.py": `${source}\n` })], python })).length > 0;

test("I8 leaves alone an __init__.py that extends its path by pkgutil", (t) => {
  const imported = "from pkgutil import extend_path\n__path__ = extend_path(__path__, __name__)";
  for (const source of [EXTENDS, imported, either(EXTENDS, DECLARES), `${EXTENDS}\n${DECLARES}`]) {
    assert.equal(hidden(t, source), false, source);
  }
});

test("I8 finds an __init__.py that declares its namespace by pkg_resources, which leaves out the image's part", (t) => {
  for (const source of [DECLARES, either(DECLARES, "pass"), either(DECLARES, EXTENDS)]) {
    assert.equal(hidden(t, source), true, source);
  }
  assert.equal(hidden(t, either(DECLARES, EXTENDS), "3.12"), false, "without pkg_resources, pkgutil is used");
});

test("I8 leaves alone a namespace that the image has no share in, or whose share is all in the mount", (t) => {
  const files = { "opentelemetry/__init__.py": "", "zope/__init__.py": "", "azure/core/__init__.py": "" };
  assert.deepEqual(ask("I8", evidenceOf(t, { files })), []); // servers for Python 3.8 have no OpenTelemetry
  const whole = ["azure-core", "azure-identity"].map((name) => ({
    name,
    version: "1.0",
    files: { "azure/__init__.py": "" },
  }));
  assert.deepEqual(ask("I8", evidenceOf(t, { wheels: whole })), []);
});
