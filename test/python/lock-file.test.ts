import assert from "node:assert/strict";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { PLAIN } from "../../src/inputs/sources/source.ts";
import { lockPathOf, presentLock } from "../../src/python/sources/lock-file.ts";
import { createWorkspace } from "../support/machine/workspace.ts";

test("only a lock file of this tool is written anew", (t) => {
  const path = join(createWorkspace(t), "requirements.lock.txt");
  assert.equal(presentLock(path), "");
  const own = "# Lock file of azureml-extra-packages 0.1.0\n";
  writeFileSync(path, own);
  assert.equal(presentLock(path), own);
  writeFileSync(path, "six==1.16.0\n");
  assert.throws(() => presentLock(path), /a file of that name that this tool did not write/);
  rmSync(path);
  symlinkSync("nowhere.txt", path);
  assert.throws(() => presentLock(path), /a link to a file that does not exist/);
  rmSync(path);
  mkdirSync(path);
  assert.throws(() => presentLock(path), /it is a directory/);
});

test("each file of a directory has a lock file of its own", () => {
  const of = (...files: string[]) => {
    const sources = files.map((file) => ({ ...PLAIN, kind: "conda" as const, file, lines: [] }));
    return lockPathOf({ sources, scoringDirectory: "/w/code" });
  };
  assert.equal(of(), join("/w/code", "requirements.lock.txt"));
  assert.equal(of("/w/requirements.txt", "/w/more.txt"), join("/w", "requirements.lock.txt"));
  assert.equal(of("/w/train.yml"), join("/w", "train.lock.txt"));
  assert.equal(of("/w/score.yml"), join("/w", "score.lock.txt"));
  assert.equal(of("/w/conda.lock.txt"), undefined);
});
