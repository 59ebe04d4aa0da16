// `pip freeze` as a question to pip in a process that has answered others, compared with the program itself.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { bundledPip } from "../../src/python/packaging/bundled-pip.ts";
import { freeze, freezeOf } from "../../src/python/packaging/pip-freeze.ts";
import { createWorkspace, writeFiles } from "../support/machine/workspace.ts";
import { findPython } from "../support/python/interpreters.ts";
import { interpreter, silentHost } from "../support/scenario/evidence.ts";

const metadata = (name: string, version: string) => `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`;

/** Distributions of every kind that an installer leaves, and remains of one that was removed. */
const packages = {
  "greet-1.0.dist-info/METADATA": metadata("greet", "1.0"),
  "Dotted.Name-2!3.0.post1.dist-info/METADATA": metadata("Dotted.Name", "2!3.0.post1"),
  "direct-1.0.dist-info/METADATA": metadata("direct", "1.0"),
  "direct-1.0.dist-info/direct_url.json": '{"url": "https://user@h.example/direct.whl", "archive_info": {}}',
  "edited-1.0.dist-info/METADATA": metadata("edited", "1.0"),
  "edited-1.0.dist-info/direct_url.json": '{"url": "file:///home/me/src", "dir_info": {"editable": true}}',
  "older-1.0.egg-info/PKG-INFO": metadata("older", "1.0"),
  "pip-1.0.dist-info/METADATA": metadata("pip", "1.0"),
  "~emoved-1.0.dist-info/METADATA": metadata("removed", "1.0"),
  "empty-1.0.dist-info/RECORD": "",
};

for (const minor of ["3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13"]) {
  const skip = findPython(minor) === undefined && `no Python ${minor} here`;
  describe(`pip of Python ${minor}`, { skip }, () => {
    it("answers what the program writes, also when it is asked again", async (t) => {
      const python = await interpreter(minor);
      const host = silentHost(createWorkspace(t));
      const directory = createWorkspace(t, packages);
      const written = await freeze(python.path, directory, await bundledPip(python, host), host);
      assert.ok(written.includes("greet==1.0") && written.includes("pip==1.0"), written.join("\n"));
      assert.deepEqual(await freezeOf(python, directory, host), written);
      writeFiles(directory, { "later-1.0.dist-info/METADATA": metadata("later", "1.0") });
      assert.deepEqual((await freezeOf(python, directory, host))?.length, written.length + 1);
    });
  });
}

describe("the program is needed", () => {
  it("for links of old editable installations, in the environment or beside pip", async (t) => {
    const python = await interpreter("3.8");
    const host = silentHost(createWorkspace(t));
    const linked = createWorkspace(t, { ...packages, "edited.egg-link": "/home/me/src\n." });
    assert.equal(await freezeOf(python, linked, host), undefined);
    const beside = createWorkspace(t, { "edited.egg-link": "/home/me/src\n." });
    const other = { ...python, pip: { path: beside, version: "23.0" } };
    assert.equal(await freezeOf(other, createWorkspace(t, packages), host), undefined);
  });

  it("if Python has no pip, or one that fails", async (t) => {
    const python = await interpreter("3.8");
    const host = silentHost(createWorkspace(t));
    const directory = createWorkspace(t, packages);
    assert.equal(await freezeOf({ ...python, pip: undefined }, directory, host), undefined);
    const program = join(createWorkspace(t), "python");
    assert.equal(await freezeOf({ ...python, path: program }, directory, host), undefined);
  });
});
