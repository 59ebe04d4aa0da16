// Moving between file systems, as from the temporary directory to where a user wants the output files.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { move } from "../../src/mount/directories.ts";
import { createWorkspace } from "../support/machine/workspace.ts";

const SHARED_MEMORY = "/dev/shm";

test("a file is moved to another file system whole, or stays where it is", (t) => {
  const workspace = createWorkspace(t, { archive: "bytes" });
  if (!existsSync(SHARED_MEMORY) || statSync(SHARED_MEMORY).dev === statSync(workspace).dev) {
    return t.skip("there is no second file system here");
  }
  const elsewhere = mkdtempSync(join(SHARED_MEMORY, "azureml-extra-packages-test-"));
  t.after(() => rmSync(elsewhere, { recursive: true, force: true }));
  const [from, to] = [join(workspace, "archive"), join(elsewhere, "archive")];
  move(from, to);
  assert.equal(readFileSync(to, "utf8"), "bytes");
  assert.equal(existsSync(from), false);
  writeFileSync(from, "others");
  assert.throws(() => move(from, join(elsewhere, "no-directory", "archive")), { code: "ENOENT" });
  assert.equal(readFileSync(from, "utf8"), "others");
});
