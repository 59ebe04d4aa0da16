// A requirements file of somebody else's pull request, or a package, must not rewrite what a person has read.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fixturePackages } from "../support/packages/fixture-packages.ts";
import { makeWheel } from "../support/packages/wheels.ts";
import { createScenario, onLinux, run, step } from "../support/scenario/scenario.ts";

/** Clears the screen, sets the title, hides text, and the same in one character each. */
const CONTROLS = "\u001b[2J\u001b]0;forged\u0007\u001b[8m\u009b1A\u0008";
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const COLOUR = /\u001b\[[\d;]*m/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const ANY = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/;

describe("control characters in what a run repeats", onLinux, () => {
  const hostile = `-r ${CONTROLS}missing.txt\ngreet==1.0\n`;

  it("do not reach the terminal, the outputs or an annotation", async (t) => {
    const scenario = await createScenario(t, { requirements: hostile });
    const ended = await run(t, scenario, ["build"]);
    assert.equal(ended.exitCode, 2, ended.stderr);
    assert.match(ended.stderr, /\\x1b\[2J.*missing\.txt/);
    assert.doesNotMatch(ended.stderr, ANY);
    assert.doesNotMatch(ended.json.error ?? "", ANY);
    const stepped = await step(t, scenario);
    assert.equal(stepped.exitCode, 2, stepped.log);
    assert.match(stepped.annotations.map(({ message }) => message).join("\n"), /\\x1b\[2J.*missing\.txt/);
    assert.doesNotMatch(`${stepped.log}${stepped.outputs.error}`, ANY);
  });

  it("do not reach them from code of a package either; its colours reach the log", async (t) => {
    const code = `import sys\nsys.stderr.write("\\x1b[31mred\\x1b[0m\\n")\nraise ImportError(${JSON.stringify(`${CONTROLS} said`)})\n`;
    const evil = makeWheel({ name: "evil", version: "1.0", files: { "evil.py": code } });
    const scenario = await createScenario(t, { requirements: "evil==1.0\n", packages: [...fixturePackages(), evil] });
    const ended = await run(t, scenario, ["build"]);
    assert.equal(ended.exitCode, 1, ended.stderr);
    assert.match(ended.stderr, /\\x1b\[2J.* said/);
    assert.doesNotMatch(ended.stderr.replace(COLOUR, ""), ANY);
    assert.doesNotMatch(ended.json.error ?? "", ANY);
    const { annotations, summary } = await step(t, scenario);
    const messages = annotations.map(({ message }) => message).join("\n");
    assert.match(messages, /\\x1b\[2J.* said/);
    assert.doesNotMatch(messages, ANY);
    assert.doesNotMatch(summary, ANY);
  });
});
