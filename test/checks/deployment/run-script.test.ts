import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { test } from "node:test";
import { findImage } from "../../../src/images/catalogue/find-image.ts";
import { targetOf } from "../../../src/images/target.ts";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";

const nested = {
  code: { "api/score.py": "" },
  options: { "scoring-script": "api/score.py" },
};
const cut = findImage("curated/minimal-py311-inference");

test("C1 finds a mount that is not where the library path says: exit code 97", (t) => {
  const scenario = evidenceOf(t, {});
  const location = { ...scenario.location, libraryPath: `api/${scenario.location.libraryPath}` };
  const [found] = ask("C1", { ...scenario, location });
  assert.match(found?.message ?? "", /exit code 97 .*use that value instead/s);
  rmSync(scenario.location.environmentDirectory, { recursive: true });
  assert.match(ask("C1", scenario)[0]?.message ?? "", /exit code 97/);
});

test("C1 finds an image without the server: exit code 100", (t) => {
  const scenario = evidenceOf(t, {});
  const imagePackages = [{ name: "flask", version: "2.3.2", requires: undefined }];
  const [found] = ask("C1", { ...scenario, options: { ...scenario.options, imagePackages } });
  assert.match(found?.message ?? "", /exit code 100/);
});

test("C1 finds a relative PYTHONPATH that holds only when the script starts beside the mount", (t) => {
  const scenario = evidenceOf(t, { ...nested, python: "3.11" });
  const found = ask("C1", { ...scenario, target: targetOf({ image: cut, python: "3.11" }) });
  assert.deepEqual(
    found.map(({ severity }) => severity),
    ["warning"],
  );
  assert.match(found[0]?.message ?? "", /not on its path/);
});

test("C1 leaves alone a mount in its place, beside the script, below it, above it, or not yet placed", (t) => {
  assert.deepEqual(ask("C1", evidenceOf(t, {})), []);
  assert.deepEqual(ask("C1", evidenceOf(t, nested)), []);
  const above = { ...nested, options: { ...nested.options, "mount-parent": "." } };
  assert.deepEqual(ask("C1", evidenceOf(t, above)), []);
  const scenario = evidenceOf(t, { python: "3.11" });
  assert.deepEqual(ask("C1", { ...scenario, target: targetOf({ image: cut, python: "3.11" }) }), []);
  const elsewhere = evidenceOf(t, { options: { "environment-name": "incoming" } });
  const options = { ...elsewhere.options, environmentName: "myenv" };
  const location = { ...elsewhere.location, libraryPath: "myenv/lib/python3.8/site-packages" };
  assert.deepEqual(ask("C1", { ...elsewhere, options, location }), []);
});
