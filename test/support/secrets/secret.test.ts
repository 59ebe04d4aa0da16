import assert from "node:assert/strict";
import { test } from "node:test";
import { leakIn, makeSecret } from "./secret.ts";

test("a secret is found in every spelling, and in halves", () => {
  const secret = makeSecret('"/@:é');
  const spellings = [
    secret.text,
    encodeURIComponent(secret.text),
    JSON.stringify(secret.text),
    ...["", "r", "ro", "robot:"].map((user) => Buffer.from(user + secret.text).toString("base64")),
    ...secret.halves,
  ];
  for (const spelling of spellings) assert.notEqual(leakIn(`before ${spelling} after`, secret), undefined, spelling);
  assert.equal(leakIn(makeSecret("/").text, secret), undefined);
});
