// B: would a container that installs at every start come up? X: does the real server answer?
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Evidence } from "../../src/checks/check.ts";
import { PROBE_BUDGET, type Rehearsal } from "../../src/checks/prototype.ts";
import type { SmokeTest } from "../../src/checks/smoke.ts";
import { findImage } from "../../src/target/images.ts";
import { type Target, targetOf } from "../../src/target/target.ts";
import { ask, stageScene } from "../support/evidence.ts";

type Context = Parameters<typeof stageScene>[0];

function rehearsed(t: Context, facts: Partial<Rehearsal>, more: Partial<Evidence> = {}): Evidence {
  const rehearsal = { duration: 1000, replaced: [], serverFailure: undefined, server: "1.3.4", ...facts };
  return stageScene(t, { evidence: { rehearsal, ...more } as Partial<Evidence> });
}

test("B1 finds a server that cannot be imported any more", (t) => {
  const evidence = rehearsed(t, { serverFailure: "ImportError: cannot import name 'x'" });
  assert.match(ask("B1", evidence)[0]?.message ?? "", /1\.3\.4 cannot be imported any more: ImportError/);
});

test("B1 leaves alone a server that still imports, and a mount that was not rehearsed", (t) => {
  assert.deepEqual(ask("B1", rehearsed(t, {})), []);
  assert.deepEqual(ask("B1", stageScene(t, {})), []);
});

const severity = (t: Context, duration: number) => ask("B2", rehearsed(t, { duration }))[0]?.severity;

test("B2 finds an installation that takes half of what a start may take, and one that takes all", (t) => {
  assert.equal(severity(t, PROBE_BUDGET / 2), "warning");
  assert.equal(severity(t, PROBE_BUDGET - 1), "warning");
  assert.equal(severity(t, PROBE_BUDGET), "error");
});

test("B2 leaves alone a quick one, and a mount that was not rehearsed", (t) => {
  assert.equal(severity(t, PROBE_BUDGET / 2 - 1), undefined);
  assert.deepEqual(ask("B2", stageScene(t, {})), []);
});

test("B3 finds packages of the image that are exchanged", (t) => {
  const evidence = rehearsed(t, { replaced: [{ name: "flask", before: "2.3.2", after: "3.0.3" }] });
  assert.deepEqual(
    ask("B3", evidence).map(({ distribution, message }) => [distribution, message]),
    [["flask", "flask 2.3.2 of the image is exchanged for 3.0.3."]],
  );
});

test("B3 leaves alone an installation that only adds", (t) => {
  assert.deepEqual(ask("B3", rehearsed(t, {})), []);
  assert.deepEqual(ask("B3", stageScene(t, {})), []);
});

const image = findImage("minimal-ubuntu20.04-py38-cpu-inference") ?? assert.fail("the catalogue lacks it");
const honouring = (honours: Target["honours"], readsModelCondaFile = false): Target => ({
  ...targetOf({ image: { ...image, readsModelCondaFile }, python: "3.8" }),
  honours,
});

test("B4 finds images that do not read the variable, or nobody knows of", (t) => {
  const asked = (target: Target) =>
    ask("B4", rehearsed(t, {}, { target })).map(({ severity: one, message }) => [one, message]);
  assert.match(String(asked(honouring("cut"))), /ignores/);
  assert.match(String(asked(honouring("honours", true))), /installs from the model's conda file/);
  assert.equal(asked(honouring("unknown"))[0]?.[0], "notice");
});

test("B4 leaves alone an image that reads it, no image, and a mount that was not rehearsed", (t) => {
  assert.deepEqual(ask("B4", rehearsed(t, {}, { target: honouring("honours") })), []);
  assert.deepEqual(ask("B4", rehearsed(t, {})), []);
  assert.deepEqual(ask("B4", stageScene(t, { evidence: { target: honouring("cut") } })), []);
});

function smoked(t: Context, problem: string | undefined): Evidence {
  return stageScene(t, { evidence: { smoke: { request: "request.json", problem } as SmokeTest } });
}

test("X1 finds a request that was not answered", (t) => {
  assert.match(
    ask("X1", smoked(t, "it answered 500"))[0]?.message ?? "",
    /request\.json was not answered: it answered 500/,
  );
});

test("X1 leaves alone an answer, and a mount that was not tried", (t) => {
  assert.deepEqual(ask("X1", smoked(t, undefined)), []);
  assert.deepEqual(ask("X1", stageScene(t, {})), []);
});
