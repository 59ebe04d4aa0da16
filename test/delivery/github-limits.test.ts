import assert from "node:assert/strict";
import { test } from "node:test";
import { aboutLimits } from "../../src/delivery/github-limits.ts";

test("a mount that is not large needs no words", () => {
  assert.equal(aboutLimits(309e6), undefined);
  assert.equal(aboutLimits(3.9e9), undefined);
});

test("torch with CUDA takes a quarter of what GitHub keeps", () => {
  const text = aboutLimits(5.1e9) ?? "";
  assert.match(text, /^The packages have 5\.10 GB, about 2\.55 GB when packed\. GitHub keeps 10 GB of cache entries/);
  assert.match(text, /: 3 of this size fill it\. .*slim: on/);
});

test("an entry that GitHub does not accept is named before it is packed", () => {
  assert.match(
    aboutLimits(21e9) ?? "",
    /about 10\.5 GB when packed\. GitHub accepts no cache entry of more than 10 GB/,
  );
});
