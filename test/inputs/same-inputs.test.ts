import assert from "node:assert/strict";
import { test } from "node:test";
import { commandLike, sameInputs } from "../../src/inputs/same-inputs.ts";
import { PLAIN, type RequirementSource, type Selection } from "../../src/inputs/sources/source.ts";

const source = (file: string, selection: Partial<Selection> = {}): RequirementSource => ({
  ...PLAIN,
  kind: "requirements",
  file,
  lines: undefined,
  selection: { extras: [], group: "", ...selection },
});
const plain = {
  workspace: "/w",
  codeDirectory: "/w",
  scoringScript: "/w/score.py",
  scoringDirectory: "/w",
  sources: [source("/w/requirements.txt")],
  packages: [],
  image: "",
  imagePackagesFile: "",
  imageFactsFile: "",
  pythonVersion: "",
  deployment: undefined,
};

test("a command with the same inputs leaves out the defaults", () => {
  assert.equal(sameInputs(plain), "");
  assert.match(commandLike("lock", plain), / lock$|^azureml-extra-packages lock$/);
});

test("a command with the same inputs names what was given", () => {
  const given = {
    ...plain,
    codeDirectory: "/w/deploy",
    scoringScript: "/w/deploy/src/main.py",
    scoringDirectory: "/w/deploy/src",
    sources: [
      source("/w/pyproject.toml", { extras: ["gpu", "plot"] }),
      source("/w/pyproject.toml", { group: "serve" }),
    ],
    packages: ["tool>1"],
    image: "minimal-py39-inference",
    imagePackagesFile: "/w/image/pip freeze.txt",
    imageFactsFile: "/w/facts.json",
    pythonVersion: "3.9",
  };
  assert.equal(
    sameInputs(given),
    "--code-directory deploy --scoring-script src/main.py --requirements 'pyproject.toml[gpu,plot]' --requirements pyproject.toml:serve --packages 'tool>1' --image minimal-py39-inference --image-packages 'image/pip freeze.txt' --image-facts facts.json --python-version 3.9",
  );
});
