import assert from "node:assert/strict";
import { test } from "node:test";
import { pathsBelow } from "../../src/inputs/find-below.ts";
import { createWorkspace } from "../support/machine/workspace.ts";

test("a path that may not be looked at is not one that is meant", (t) => {
  const root = createWorkspace(t, { "open/score.py": "", "closed/score.py": "" });
  const isWanted = (path: string): boolean => {
    if (path.includes("closed")) throw Object.assign(new Error("permission denied"), { code: "EACCES" });
    return true;
  };
  assert.deepEqual(pathsBelow(root, "score.py", isWanted), ["open/score.py"]);
});
