import assert from "node:assert/strict";
import { test } from "node:test";
import type { DynamicInstallEvidence } from "../../../src/evidence/dynamic-install.ts";
import { findImage } from "../../../src/images/catalogue/find-image.ts";
import { targetOf } from "../../../src/images/target.ts";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";

type Cleaner = Parameters<typeof evidenceOf>[0];

const WELL: DynamicInstallEvidence = { duration: 20_000, replaced: [], serverFailure: undefined, server: "1.3.4" };

/** What a check says of a start that went so, on an image of the catalogue. */
function answersTo(id: string, t: Cleaner, dynamicInstall: Partial<DynamicInstallEvidence>, imageName?: string) {
  const image = imageName === undefined ? undefined : findImage(imageName);
  const target = targetOf({ image, python: image?.python ?? "3.8" });
  const evidence = { dynamicInstall: { ...WELL, ...dynamicInstall }, target };
  return ask(id, evidenceOf(t, { evidence })).map(({ severity, message }) => [severity, message]);
}

test("B1 finds a server that can no longer be imported", (t) => {
  const [[severity, message] = []] = answersTo("B1", t, { serverFailure: "ImportError: cannot import name 'Markup'" });
  assert.equal(severity, undefined);
  assert.match(message ?? "", /1\.3\.4 can no longer be imported: ImportError/);
});

test("B1 leaves alone a server that starts", (t) => {
  assert.deepEqual(answersTo("B1", t, {}), []);
});

test("B2 finds an installation near the time limit of the probes, and one beyond it", (t) => {
  assert.deepEqual(
    answersTo("B2", t, { duration: 160_000 }).map(([severity]) => severity),
    ["warning"],
  );
  assert.deepEqual(
    answersTo("B2", t, { duration: 310_000 }).map(([severity]) => severity),
    ["error"],
  );
});

test("B2 leaves alone an installation of half the time", (t) => {
  assert.deepEqual(answersTo("B2", t, { duration: 154_000 }), []);
});

test("B3 finds what pip replaced in the image", (t) => {
  const replaced = [{ name: "certifi", before: "2024.7.4", after: "2023.1.1" }];
  assert.deepEqual(answersTo("B3", t, { replaced }), [
    [undefined, "certifi 2024.7.4 of the image is replaced by 2023.1.1."],
  ]);
});

test("B3 leaves alone an installation beside the image's packages", (t) => {
  assert.deepEqual(answersTo("B3", t, {}), []);
});

test("B4 finds images that never look at the variable", (t) => {
  assert.match(
    answersTo("B4", t, {}, "curated/minimal-py311-inference")[0]?.[1] ?? "",
    /does not read AZUREML_EXTRA_REQUIREMENTS_TXT/,
  );
  assert.match(answersTo("B4", t, {}, "curated/mlflow-model-inference")[0]?.[1] ?? "", /conda file/);
  assert.deepEqual(
    answersTo("B4", t, {}, "minimal-ubuntu20.04-py38-cpu-inference").map(([severity]) => severity),
    ["notice"],
  );
  assert.deepEqual(answersTo("B4", t, {}), [
    [
      "notice",
      "No image is named, and it is not known whether every Python 3.8 image reads AZUREML_EXTRA_REQUIREMENTS_TXT.",
    ],
  ]);
});

test("B4 leaves alone images that read it, and mounts", (t) => {
  assert.deepEqual(answersTo("B4", t, {}, "curated/minimal-ubuntu20.04-py38-cpu-inference"), []);
  assert.deepEqual(ask("B4", evidenceOf(t, {})), []);
});

test("B5 finds a conda file, which is slower than pip by an unknown factor", (t) => {
  const code = { "conda.yml": "dependencies: [python=3.8, six]\n", "requirements.txt": "six\n" };
  const said = (requirements: string) => {
    const evidence = evidenceOf(t, {
      code,
      options: { mode: "dynamic", requirements },
      evidence: { dynamicInstall: WELL },
    });
    return ask("B5", evidence).map(({ message }) => message);
  };
  assert.match(
    said("conda.yml").join(),
    /^At every start, conda solves .* pip alone took 20\.0 s .* may take 310 s\.$/,
  );
});

test("B5 leaves alone a requirements file", (t) => {
  const options = { mode: "dynamic", requirements: "requirements.txt" };
  const evidence = { dynamicInstall: WELL };
  assert.deepEqual(ask("B5", evidenceOf(t, { code: { "requirements.txt": "six\n" }, options, evidence })), []);
});
