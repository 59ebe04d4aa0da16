import assert from "node:assert/strict";
import { test } from "node:test";
import { wantsColours } from "../../src/host/terminal/colours.ts";

const cases: [isTTY: boolean, environment: NodeJS.ProcessEnv, wanted: boolean][] = [
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: "1" }, false],
  [true, { NO_COLOR: "" }, true],
  [true, { TERM: "dumb" }, false],
  [false, { FORCE_COLOR: "1" }, true],
  [false, { FORCE_COLOR: "" }, true],
  [true, { FORCE_COLOR: "0" }, false],
  [true, { FORCE_COLOR: "false" }, false],
  [true, { FORCE_COLOR: "3", NO_COLOR: "1" }, true],
];
for (const [isTTY, environment, wanted] of cases) {
  const where = isTTY ? "a terminal" : "a pipe";
  test(`${where} with ${JSON.stringify(environment)} gets ${wanted ? "" : "no "}colours`, () =>
    assert.equal(wantsColours({ isTTY }, environment), wanted));
}
