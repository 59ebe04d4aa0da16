import assert from "node:assert/strict";
import { test } from "node:test";
import { targetFor } from "../../src/commands/existing-mount.ts";
import { targetOf } from "../../src/images/target.ts";
import type { Options } from "../../src/inputs/options.ts";
import type { Manifest } from "../../src/mount/manifest/manifest.ts";

const none = { deployment: undefined } as Options;
const unasked = targetOf({ python: "3.8" });
const builtFor = (image: string) => ({ target: { image } }) as Manifest;

test("a mount of another Python is held to that Python's oldest image", () => {
  assert.deepEqual(targetFor(undefined, unasked, "3.7", none), targetOf({ python: "3.7" }));
});

test("where nobody names an image it is the manifest's", () => {
  const manifest = builtFor("minimal-ubuntu22.04-py39-cpu-inference");
  assert.deepEqual(targetFor(manifest, unasked, "3.9", none).glibc, [2, 35]);
});

test("an image that only the deployment knows may be any", () => {
  const manifest = builtFor("minimal-ubuntu22.04-py39-cpu-inference");
  const options = { deployment: { environment: { kind: "named" } } } as Options;
  assert.deepEqual(targetFor(manifest, unasked, "3.9", options), targetOf({ python: "3.9" }));
});
