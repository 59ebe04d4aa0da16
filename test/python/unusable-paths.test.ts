import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Requirement } from "../../src/python/packaging/requirements.ts";
import { unusableLines } from "../../src/python/sources/unusable-lines.ts";
import { createWorkspace } from "../support/machine/workspace.ts";

function found(name: string | null, url: string): string | undefined {
  const requirement: Requirement = {
    file: "/w/requirements.txt",
    line: 1,
    text: name === null ? url : `${name} @ ${url}`,
    constraint: false,
    editable: false,
    name,
    extras: [],
    specifier: "",
    pinned: null,
    url,
    hashes: [],
    marker: null,
    applies: true,
  };
  const [one] = unusableLines(
    { requirements: [requirement], options: [] },
    {},
    { workspace: "", mode: "preinstalled" },
  );
  return one && `${one.why} → ${one.instead.join()}`;
}

const CONDA = "the directory existed only where conda built the package → numpy";

for (const path of [
  "/Users/builder/cbouss/recipes/numpy_1/work",
  "/home/ktietz/src/ci/numpy_1/work",
  "/home/builder/ci_310/numpy_1/work",
  "/opt/concourse/worker/volumes/live/1/volume/numpy_1/work",
  "/croot/numpy_1/work",
]) {
  test(`${path} is where conda built a package`, () => assert.equal(found("numpy", `file://${path}`), CONDA));
}

for (const path of ["/home/me/ours.whl", "/Users/me/ours", "/databricks/ours", "/mnt/batch/ours"]) {
  test(`${path} is on another machine, and no index is asked for its name`, () => {
    const line = `ours @ file://${path}`;
    assert.equal(found("ours", `file://${path}`), `${path} does not exist on this machine → # ${line}`);
  });
}

test("a path of Windows is on another machine", () => {
  for (const url of ["file:///C:/x/ours.whl", "file:///w/c:%5Cx%5Cours.whl"])
    assert.equal(found(null, url), `the file is on another machine, with Windows → # ${url}`);
});

test("a wheel for another system is replaced with its release", () => {
  const pypi = "https://files.pythonhosted.org/packages/a/b/";
  assert.equal(
    found(null, `${pypi}numpy-1.24.1-cp38-cp38-macosx_11_0_arm64.whl`),
    "the wheel is for macOS → numpy==1.24.1",
  );
  const other = "https://host/numpy-1.24.1-cp38-cp38-win_amd64.whl";
  assert.equal(found("numpy", other), `the wheel is for Windows → # numpy @ ${other}`);
});

test("what exists, what is in the container and what is for Linux stays", (t) => {
  const wheel = join(createWorkspace(t), "ours-1.0-py3-none-any.whl");
  writeFileSync(wheel, "");
  assert.equal(found("ours", pathToFileURL(wheel).href), undefined);
  assert.equal(found("ours", "file:///var/azureml-app/ours"), undefined);
  assert.equal(found("ours", "https://host/ours-1.0-cp38-cp38-manylinux_2_17_x86_64.whl"), undefined);
  assert.equal(found("ours", "git+https://host/ours"), undefined);
});
