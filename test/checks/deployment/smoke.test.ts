import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";

const ANSWERED = {
  request: "sample.json",
  server: "1.3.4",
  readyAfter: 2_000,
  answeredAfter: 10,
  status: 200,
  answer: "{}",
  problem: undefined,
};

test("X1 finds a sample request without an answer", (t) => {
  const smoke = { ...ANSWERED, status: 500, problem: "the server answered 500" };
  const [found] = ask("X1", evidenceOf(t, { evidence: { smoke } }));
  assert.match(found?.message ?? "", /sample\.json was not answered: the server answered 500/);
});

test("X1 leaves alone an answer, and runs without a sample request", (t) => {
  assert.deepEqual(ask("X1", evidenceOf(t, { evidence: { smoke: ANSWERED } })), []);
  assert.deepEqual(ask("X1", evidenceOf(t, {})), []);
});

test("X2 finds a sample request that only the mount with execute bits answers", (t) => {
  const smoke = { ...ANSWERED, withoutExecuteBits: { problem: "the server answered 500" } };
  const [found] = ask("X2", evidenceOf(t, { evidence: { smoke } }));
  assert.match(found?.message ?? "", /sample\.json was answered with execute bits, but not without, .*answered 500/);
});

test("X2 leaves alone two answers, and a test that ran once", (t) => {
  const smoke = { ...ANSWERED, withoutExecuteBits: { problem: undefined } };
  assert.deepEqual(ask("X2", evidenceOf(t, { evidence: { smoke } })), []);
  assert.deepEqual(ask("X2", evidenceOf(t, { evidence: { smoke: ANSWERED } })), []);
});
