import assert from "node:assert/strict";
import { chmodSync, existsSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { compareTrees, createWorkspace, readTree, writeFiles } from "./workspace.ts";

describe("workspace", () => {
  it("is removed after the test", async () => {
    const cleanups: (() => void)[] = [];
    const directory = createWorkspace({ after: (clean) => void cleanups.push(clean) }, { "a/b.txt": "b" });
    assert.ok(existsSync(join(directory, "a", "b.txt")));
    for (const clean of cleanups) clean();
    assert.ok(!existsSync(directory));
  });

  it("is compared by content, mode, links and empty directories", (t) => {
    const directory = createWorkspace(t, {
      "same.txt": "",
      "content.txt": "1",
      "mode.txt": "",
      "gone.txt": "",
      "empty/": "",
    });
    symlinkSync("same.txt", join(directory, "link"));
    const before = readTree(directory);
    assert.equal(before.link, "link same.txt");
    assert.match(before.empty ?? "", /^7\d\d directory$/);
    writeFiles(directory, { "content.txt": "2", "new/file.txt": "" });
    chmodSync(join(directory, "mode.txt"), 0o755);
    rmSync(join(directory, "gone.txt"));
    assert.deepEqual(compareTrees(before, readTree(directory)), {
      added: ["new/file.txt"],
      removed: ["gone.txt"],
      changed: ["content.txt", "mode.txt"],
    });
  });
});
