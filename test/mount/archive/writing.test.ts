// Writing an archive of files that are removed meanwhile, as those of a mount that failed are.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { writeArchive } from "../../../src/mount/archive/write.ts";
import { ExitCode, UserError } from "../../../src/util/errors.ts";
import { createWorkspace } from "../../support/machine/workspace.ts";

for (const format of ["tar.zst", "tar.gz"]) {
  test(`a file that is gone rejects the archive and does not end the process, ${format}`, async (t) => {
    const directory = createWorkspace(t, { "there.txt": "text" });
    const entry = (name: string) => ({ name, source: join(directory, name), executable: false });
    for (const names of [["gone.txt"], ["there.txt", "gone.txt"]]) {
      await assert.rejects(writeArchive(join(directory, `mount.${format}`), names.map(entry)), (error) => {
        assert.ok(error instanceof UserError);
        assert.equal(error.exitCode, ExitCode.delivery);
        assert.match(error.message, /mount\.tar\.\w+ cannot be written: ENOENT.*gone\.txt/);
        return true;
      });
    }
  });
}
