// `pip freeze` as a question to pip in a process that has answered others, compared with the program itself.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { copyTree } from "../../src/host/copy-files.ts";
import { bundledPip } from "../../src/python/packaging/bundled-pip.ts";
import { askFreeze, freeze } from "../../src/python/packaging/pip-freeze.ts";
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
      assert.deepEqual(await askFreeze(python, directory, host), written);
      writeFiles(directory, { "later-1.0.dist-info/METADATA": metadata("later", "1.0") });
      assert.deepEqual((await askFreeze(python, directory, host))?.length, written.length + 1);
    });
  });
}

describe("the program is needed", () => {
  it("for links of old editable installations, in the environment or anywhere on the path of the interpreter", async (t) => {
    const python = await interpreter("3.8");
    const host = silentHost(createWorkspace(t));
    const link = { "greet.egg-link": "/home/me/src\n." };
    assert.equal(await askFreeze(python, createWorkspace(t, { ...packages, ...link }), host), undefined);
    const environment = createWorkspace(t);
    execFileSync(python.path, ["-m", "venv", environment]);
    const site = join("lib", "python3.8", "site-packages");
    const path = join(environment, "bin", "python");
    const other = { ...python, path, pip: { path: join(environment, site), version: "0" } };
    const directory = createWorkspace(t, packages);
    assert.ok((await askFreeze(other, directory, host))?.includes("greet==1.0"));
    writeFiles(environment, { [join(site, "greet.egg-link")]: link["greet.egg-link"] });
    assert.equal(await askFreeze(other, directory, host), undefined);
    assert.equal(await askFreeze({ ...other, pip: python.pip }, directory, host), undefined);
  });

  it("for a pip without its libraries, as Linux distributions change it", async (t) => {
    const python = await interpreter("3.8");
    const changed = createWorkspace(t);
    copyTree(join(python.pip?.path ?? "", "pip"), join(changed, "pip"));
    const vendored = join(changed, "pip", "_vendor", "__init__.py");
    writeFileSync(vendored, readFileSync(vendored, "utf8").replace(/^DEBUNDLED = False/m, "DEBUNDLED = True"));
    const environment = createWorkspace(t);
    execFileSync(python.path, ["-m", "venv", "--without-pip", environment]);
    const other = { ...python, path: join(environment, "bin", "python"), pip: { path: changed, version: "0" } };
    assert.equal(await askFreeze(other, createWorkspace(t, packages), silentHost(createWorkspace(t))), undefined);
  });

  it("if Python has no pip, or one that fails", async (t) => {
    const python = await interpreter("3.8");
    const host = silentHost(createWorkspace(t));
    const directory = createWorkspace(t, packages);
    assert.equal(await askFreeze({ ...python, pip: undefined }, directory, host), undefined);
    const program = join(createWorkspace(t), "python");
    assert.equal(await askFreeze({ ...python, path: program }, directory, host), undefined);
  });
});
