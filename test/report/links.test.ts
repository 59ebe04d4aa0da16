// Links of the summary to lines and to the documentation of checks.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { documentationOf, lineOnGitHub } from "../../src/report/findings/links.ts";
import { linked } from "../../src/report/summary/markdown.ts";
import { createWorkspace } from "../support/machine/workspace.ts";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const RUN = { GITHUB_REPOSITORY: "octo-org/scoring", GITHUB_SHA: COMMIT, GITHUB_SERVER_URL: "https://github.example" };

test("a line links to the commit that is checked out, by hash or by branch", (t) => {
  for (const files of [
    { ".git/HEAD": `${COMMIT}\n` },
    { ".git/HEAD": "ref: refs/heads/a/b\n", ".git/refs/heads/a/b": `${COMMIT}\n` },
  ]) {
    const workspace = createWorkspace(t, files);
    const address = lineOnGitHub(join(workspace, "mon projet (1)", "score#1.py"), 7, workspace, RUN);
    assert.equal(
      address,
      `https://github.example/octo-org/scoring/blob/${COMMIT}/mon%20projet%20%281%29/score%231.py#L7`,
    );
  }
});

test("there is no link where the line may be another one", (t) => {
  const workspace = createWorkspace(t, { ".git/HEAD": `${COMMIT}\n` });
  const other = createWorkspace(t, { ".git/HEAD": `${COMMIT.replace("0", "f")}\n` });
  const bare = createWorkspace(t);
  assert.equal(lineOnGitHub(join(other, "score.py"), 1, other, RUN), undefined);
  assert.equal(lineOnGitHub(join(bare, "score.py"), 1, bare, RUN), undefined);
  assert.equal(lineOnGitHub(join(other, "score.py"), 1, workspace, RUN), undefined);
  assert.equal(lineOnGitHub(join(workspace, "score.py"), 1, workspace, {}), undefined);
});

test("a check links to its documentation in the repository of the action", () => {
  const environment = { GITHUB_ACTION_REPOSITORY: "someone/azureml-extra-packages", GITHUB_ACTION_REF: "feature/x" };
  const address = "https://github.com/someone/azureml-extra-packages/blob/feature%2Fx/docs/checks.md#p4";
  assert.equal(documentationOf("P4", environment), address);
  assert.equal(documentationOf("P4", { ...environment, GITHUB_ACTION_REPOSITORY: "someone/wrapper" }), undefined);
});

test("the text of a link may have the brackets and underscores of a file name", () => {
  const name = "data[1]/__init__.py:7";
  assert.equal(linked(name, undefined), "data[1]/\\_\\_init\\_\\_.py:7");
  assert.equal(linked(name, "https://x.example/a"), "[data\\[1\\]/\\_\\_init\\_\\_.py:7](https://x.example/a)");
});
