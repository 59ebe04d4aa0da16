import assert from "node:assert/strict";
import { test } from "node:test";
import type { Evidence } from "../../../src/evidence/evidence.ts";
import type { BuildFacts } from "../../../src/mount/mount.ts";
import { parseFreeze } from "../../../src/python/packaging/pip-freeze.ts";
import type { WheelOptions } from "../../support/packages/wheels.ts";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";

type Context = Parameters<typeof evidenceOf>[0];

const demo: WheelOptions = { name: "Demo.Name", version: "2024.02", files: { "demo.py": "" } };

function frozen(t: Context, freeze: readonly string[], wheels = [demo]): Evidence {
  return evidenceOf(t, { wheels, evidence: { build: { freeze } as unknown as BuildFacts } });
}

const messages = (id: string, evidence: Evidence) => ask(id, evidence).map(({ message }) => message);

test("F1 finds what only freeze lists, what it does not list, and other versions", (t) => {
  assert.deepEqual(messages("F1", frozen(t, ["demo-name==2024.2", "elsewhere==1.0"])), [
    "pip freeze lists elsewhere 1.0, but it is not in the mount.",
  ]);
  assert.deepEqual(messages("F1", frozen(t, [])), ["demo-name is in the mount, but pip freeze does not list it."]);
  assert.deepEqual(messages("F1", frozen(t, ["demo-name==3"])), [
    "pip freeze lists demo-name 3, but the mount has 2024.02.",
  ]);
});

test("F1 leaves alone other spellings, direct references, editable installs, duplicates and the standard library", (t) => {
  assert.deepEqual(messages("F1", frozen(t, ["Demo_Name===2024.02"])), []);
  assert.deepEqual(messages("F1", frozen(t, ["Demo.Name @ file:///x.whl#sha256=0"])), []);
  assert.deepEqual(messages("F1", frozen(t, ["-e git+https://h/x@0#egg=demo_name&subdirectory=y"])), []);
  assert.deepEqual(
    messages("F1", frozen(t, ["# Editable install with no version control (demo-name==1)", "-e /src"])),
    [],
  );
  const twice = [demo, { ...demo, version: "1" }];
  assert.deepEqual(messages("F1", frozen(t, ["demo-name==1"], twice)), []);
  const argparse = { name: "argparse", version: "1.4", files: { "argparse.py": "" } };
  assert.deepEqual(messages("F1", frozen(t, ["demo-name==2024.2"], [demo, argparse])), []);
  assert.deepEqual(messages("F1", evidenceOf(t, { wheels: [demo] })), [], "nothing was built here");
});

test("F1 leaves alone lines that are no distributions", () => {
  const found = parseFreeze([
    "## The following were added by pip freeze:",
    "a==1",
    "",
    "--index-url x",
    "~b==2",
    "c @ https://h/c.zip",
  ]);
  assert.deepEqual(
    [...found],
    [
      ["a", "1"],
      ["c", undefined],
    ],
  );
});

function seen(t: Context, distributions: [string, string][]): Evidence {
  const container = { searchPath: [], distributions, importFailures: [] };
  return evidenceOf(t, { wheels: [demo], evidence: { container } as unknown as Partial<Evidence> });
}

test("F2 finds what the container does not see, and what it sees besides", (t) => {
  assert.deepEqual(messages("F2", seen(t, [["other", "1"]])), [
    "demo-name 2024.02 is in the mount, but the container's Python does not list it.",
    "The container's Python lists other 1, which is not in the mount.",
  ]);
  assert.equal(messages("F2", seen(t, [["demo.name", "1"]])).length, 2);
});

test("F2 leaves alone other spellings, and mounts that no container was asked about", (t) => {
  assert.deepEqual(messages("F2", seen(t, [["demo_NAME", "2024.02"]])), []);
  assert.deepEqual(messages("F2", evidenceOf(t, { wheels: [demo] })), []);
});
