import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { withVariables } from "../../src/delivery/deployment-file.ts";
import { parseYaml } from "../../src/inputs/deployment-file/yaml-file.ts";
import { ExitCode, UserError } from "../../src/util/errors.ts";
import { DEPLOYMENT_FILES, NEEDED } from "../support/azure/deployment-files.ts";

const updated = (text: string, needed: Record<string, string> = NEEDED) =>
  withVariables(parseYaml("/repository/blue.yml", text), needed);

test("the corpus of deployment files has every style once", () => {
  assert.ok(DEPLOYMENT_FILES.length >= 40);
  assert.equal(new Set(DEPLOYMENT_FILES.map(({ name }) => name)).size, DEPLOYMENT_FILES.length);
});

describe("only the variables change, byte for byte, in a deployment file with", () => {
  for (const { name, before, after } of DEPLOYMENT_FILES) {
    it(name, () => {
      assert.equal(updated(before), after);
      assert.equal(updated(after), after, "a second write changes something");
    });
  }
});

/** What is written, and the line and words of the refusal. */
const REFUSED: [string, string, number, RegExp][] = [
  [
    "a value that another place shares",
    `tags: {}\nenvironment_variables:\n  PYTHONPATH: &lib old\nproperties: {lib: *lib}\n`,
    3,
    /the value of PYTHONPATH is shared by an anchor/,
  ],
  [
    "a value that is a mapping in lines of its own",
    "environment_variables:\n  PYTHONPATH:\n    a: b\n",
    2,
    /cannot edit/,
  ],
  ["a key without a colon", "name: blue\n? environment_variables\n", 2, /cannot edit/],
];

describe("a change is refused, with file and line, rather than made elsewhere too, for", () => {
  for (const [what, text, line, words] of REFUSED) {
    it(what, () => {
      assert.throws(
        () => updated(text),
        (error) => {
          assert.ok(error instanceof UserError);
          assert.match(error.message, words);
          assert.deepEqual(error.place, { file: "/repository/blue.yml", line });
          assert.equal(error.exitCode, ExitCode.delivery);
          return true;
        },
      );
    });
  }
});
