import assert from "node:assert/strict";
import { test } from "node:test";
import { differences } from "../../src/commands/line-differences.ts";

const lock = (python: string, ...pins: string[]) =>
  `# Lock file\n# Target: Python ${python}\n${pins.map((pin) => `${pin} \\\n    --hash=sha256:1\n`).join("")}`;

test("lines that differ are shown with - and +", () => {
  assert.deepEqual(differences(lock("3.8", "a==1", "b==1"), lock("3.8", "a==1", "b==2")), ["- b==1", "+ b==2"]);
});

test("another target alone is shown", () => {
  const found = differences(lock("3.8", "a==1"), lock("3.9", "a==1"));
  assert.deepEqual(found, ["- # Target: Python 3.8", "+ # Target: Python 3.9"]);
});

test("no line that is shown differs", () => {
  const [first] = differences(lock("3.8", "a==1"), lock("3.8", "a==1", "a==1"));
  assert.match(first ?? "", /The versions are the same/);
});

test("without a lock file, only its packages are shown", () => {
  assert.deepEqual(differences("", lock("3.8", "a==1")), ["+ a==1"]);
});
