import assert from "node:assert/strict";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { digestOfImportable } from "../../src/evidence/scoring-directory-digest.ts";
import { createWorkspace, writeFiles } from "../support/machine/workspace.ts";

test("the digest of what can be imported changes with the targets of links, and with what the upload leaves out", {
  skip: process.platform === "win32" && "links need a privilege",
}, (t) => {
  const root = createWorkspace(t);
  writeFiles(root, { "code/score.py": "", "out/helper.py": "A = 1\n", "out/package/part.py": "B = 1\n" });
  const code = join(root, "code");
  symlinkSync("../out/helper.py", join(code, "helper.py"));
  symlinkSync(join(root, "out/package"), join(code, "package"));
  symlinkSync("nowhere.py", join(code, "dangling.py"));
  symlinkSync(".", join(code, "loop"));
  const digest = (excluded = "") =>
    digestOfImportable(code, join(code, "myenv"), "myenv", (_, name) => name === excluded);
  const seen = [digest(), digest("helper.py")];
  writeFileSync(join(root, "out/helper.py"), "A = 2\n");
  seen.push(digest());
  writeFileSync(join(root, "out/package/part.py"), "B = 2\n");
  seen.push(digest());
  assert.equal(new Set(seen).size, 4);
  assert.equal(digest(), seen.at(-1));
});
