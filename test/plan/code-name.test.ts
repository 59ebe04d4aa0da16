// Names of code directories: readable, and never the same for two directories.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { codeName, codePath } from "../../src/plan/code-name.ts";

const workspace = join("/home", "octo", "models");
const options = (path: string, environmentName = "myenv") => ({
  workspace,
  codeDirectory: join(workspace, path),
  environmentName,
});
const nameOf = (path: string, environmentName?: string) => codeName(options(path, environmentName));

test("a code directory is named by its path below the workspace, and the workspace by its own name", () => {
  assert.deepEqual(
    ["examples/iris", "iris", "", "../other"].map((path) => codePath(options(path))),
    ["examples/iris", "iris", "models", "../other"],
  );
  assert.deepEqual(
    ["examples/iris", "iris", "my-model", ""].map((path) => nameOf(path)),
    ["examples--iris-myenv", "iris-myenv", "my-model-myenv", "models-myenv"],
  );
});

test("characters that artifact names may not have are replaced", () => {
  for (const path of ["mein Modell", "a:b/c?", "模型", "-x/", "a".repeat(300), "../outside"]) {
    assert.match(nameOf(path), /^[A-Za-z0-9.][A-Za-z0-9._-]{0,130}-myenv$/, path);
  }
});

test("two directories or environments never have the same name", () => {
  const paths = [
    "",
    "models",
    "a/b",
    "a-b",
    "a--b",
    "a-b/c",
    "a/b-c",
    "a-/b",
    "a/-b",
    "a--b/c",
    "a/b--c",
    "a b",
    "a:b",
  ];
  const more = [".a/b", "a/.b", "../a", "../b/a", `${"x".repeat(120)}/a`, `${"y".repeat(120)}${"x".repeat(120)}/a`];
  const all = [...paths, ...more].flatMap((path) => ["myenv", "b", "c", "b-c"].map((name) => nameOf(path, name)));
  assert.deepEqual(all, [...new Set(all)]);
});
