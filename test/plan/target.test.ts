import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { withoutImage } from "../../src/images/image-to-verify.ts";
import type { Options } from "../../src/inputs/options.ts";
import { pythonWish } from "../../src/inputs/sources/python-range.ts";
import { readSource } from "../../src/inputs/sources/read-source.ts";
import { PLAIN } from "../../src/inputs/sources/source.ts";
import { chooseTarget } from "../../src/plan/target.ts";
import { UserError } from "../../src/util/errors.ts";
import { createWorkspace } from "../support/machine/workspace.ts";
import { evidenceOf } from "../support/scenario/evidence.ts";
import { imageFacts } from "../support/scenario/image-facts.ts";

type Cleaner = Parameters<typeof evidenceOf>[0];

const asked = (t: Cleaner, options: Parameters<typeof evidenceOf>[1]["options"] = {}, more: Partial<Options> = {}) => ({
  ...evidenceOf(t, { options }).options,
  ...more,
});

test("an image that the catalogue lacks is the target if it told its facts", (t) => {
  const facts = imageFacts({ glibc: [2, 36], python: { version: "3.11.4" } });
  const options = asked(t, { image: "registry.example/scoring:1" });
  const { python, glibc, image } = chooseTarget(options, facts);
  assert.deepEqual([python, glibc, image?.name], ["3.11", [2, 36], "registry.example/scoring:1"]);
});

test("without facts it is refused, with similar names and the ways to have them", (t) => {
  const options = asked(t, { image: "minimal-ubuntu20.04-py38-cpu-inferense" });
  const hint = /minimal-ubuntu20\.04-py38-cpu-inference .*pull it where a container engine runs, .*input image-facts/;
  assert.throws(
    () => chooseTarget(options, undefined),
    (error) => error instanceof UserError && hint.test(error.hint ?? "") && /is not in the cat/.test(error.message),
  );
});

test("the facts of the input image-facts are the target, with and without the input image", (t) => {
  const given = { imageFacts: imageFacts({ python: { version: "3.9.2" } }) };
  for (const image of ["", "registry.example/scoring:1", "minimal-ubuntu20.04-py38-cpu-inference"]) {
    const target = chooseTarget(asked(t, { image }, given));
    assert.deepEqual([target.python, target.pythonFull, target.facts], ["3.9", "3.9.2", given.imageFacts], image);
  }
});

test("an image of the catalogue keeps its name, and the rest is as its facts say", (t) => {
  const image = "minimal-ubuntu22.04-py39-cpu-inference";
  const facts = imageFacts({ python: { version: "3.9.19" }, glibc: [2, 34] });
  const target = chooseTarget(asked(t, { image }), facts);
  assert.deepEqual([target.image?.name, target.glibc, target.image?.server], [image, [2, 34], "0.8.4.2"]);
});

test("of the Pythons that the sources allow, the lowest that an inference image has", (t) => {
  const source = { ...PLAIN, kind: "pyproject", file: "/pyproject.toml", lines: [] } as const;
  const chosen = (range: string) => {
    const target = chooseTarget(asked(t, {}, { sources: [{ ...source, python: pythonWish(range, 1) }] }));
    return [target.python, withoutImage(target)];
  };
  assert.deepEqual(chosen(">=3.10"), ["3.11", undefined]);
  assert.deepEqual(chosen(">=3.7"), ["3.8", undefined]);
  assert.deepEqual(chosen("=3.10"), [
    "3.10",
    "No image of the catalogue has Python 3.10, so only an image of your own can use the mount.",
  ]);
});

test("a Python that MLmodel names is an error there, although requirements.txt names the packages", (t) => {
  const model = "flavors:\n  python_function:\n    python_version: 3.10.12\n";
  const workspace = createWorkspace(t, { MLmodel: model, "requirements.txt": "six\n" });
  const options = asked(t, { image: "minimal-py312-inference" }, { sources: [readSource(join(workspace, "MLmodel"))] });
  assert.throws(
    () => chooseTarget(options),
    (error) => {
      assert.ok(error instanceof UserError);
      assert.deepEqual(error.place, { file: join(workspace, "MLmodel"), line: 3 });
      assert.equal(error.message, "MLmodel asks for Python 3.10.12, but minimal-py312-inference has Python 3.12.");
      assert.match(
        error.hint ?? "",
        /^No image of the catalogue has that Python\. If the packages work with Python 3\.12/,
      );
      return true;
    },
  );
});

test("a Python version that the image does not have is refused", (t) => {
  const options = asked(t, { image: "registry.example/scoring:1", "python-version": ">=3.9" });
  assert.throws(
    () => chooseTarget(options, imageFacts()),
    /python-version: >=3\.9 does not include Python 3\.8 of reg/,
  );
  const target = chooseTarget(asked(t, { "python-version": ">=3.8" }), imageFacts());
  assert.equal(target.python, "3.8");
});
