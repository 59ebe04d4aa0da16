import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { findImage } from "../../src/target/images.ts";
import { targetOf } from "../../src/target/target.ts";
import { ask, stageScene } from "../support/evidence.ts";

const nested = {
  code: { "api/score.py": "" },
  options: { "scoring-script": "api/score.py" },
};
const cut = findImage("curated/minimal-py311-inference");

test("C1 finds a mount that is not where the library path says: exit code 97", (t) => {
  const scene = stageScene(t, {});
  const location = { ...scene.location, libraryPath: `api/${scene.location.libraryPath}` };
  const [found] = ask("C1", { ...scene, location });
  assert.match(found?.message ?? "", /exit code 97 .*say that instead/s);
  rmSync(scene.location.environmentDirectory, { recursive: true });
  assert.match(ask("C1", scene)[0]?.message ?? "", /exit code 97/);
});

test("C1 finds an image without the server: exit code 100", (t) => {
  const scene = stageScene(t, {});
  const imagePackages = [{ name: "flask", version: "2.3.2", requires: undefined }];
  const [found] = ask("C1", { ...scene, options: { ...scene.options, imagePackages } });
  assert.match(found?.message ?? "", /exit code 100/);
});

test("C1 finds a relative PYTHONPATH that holds only when the script starts beside the mount", (t) => {
  const scene = stageScene(t, { ...nested, python: "3.11" });
  const found = ask("C1", { ...scene, target: targetOf({ image: cut, python: "3.11" }) });
  assert.deepEqual(
    found.map(({ severity }) => severity),
    ["warning"],
  );
  assert.match(found[0]?.message ?? "", /not on its path/);
});

test("C1 leaves alone a mount in its place, beside the script, below it, above it, or not yet placed", (t) => {
  assert.deepEqual(ask("C1", stageScene(t, {})), []);
  assert.deepEqual(ask("C1", stageScene(t, nested)), []);
  const above = { ...nested, options: { ...nested.options, "mount-parent": "." } };
  assert.deepEqual(ask("C1", stageScene(t, above)), []);
  const scene = stageScene(t, { python: "3.11" });
  assert.deepEqual(ask("C1", { ...scene, target: targetOf({ image: cut, python: "3.11" }) }), []);
  const elsewhere = stageScene(t, { options: { "environment-name": "incoming" } });
  const options = { ...elsewhere.options, environmentName: "myenv" };
  const location = { ...elsewhere.location, libraryPath: "myenv/lib/python3.8/site-packages" };
  assert.deepEqual(ask("C1", { ...elsewhere, options, location }), []);
});
