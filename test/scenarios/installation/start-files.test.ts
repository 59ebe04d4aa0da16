// A wheel whose `.pth` file is code that every start of the environment's Python would run.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { createWorkspace } from "../../support/machine/workspace.ts";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import { indexReachable } from "../../support/packages/real-index.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import { uvFromRealIndex } from "../../support/python/uv-on-index.ts";
import { createScenario, mountOf, onLinux, readJson, run } from "../../support/scenario/scenario.ts";

const noUv = !(await indexReachable()) && "no package index here, thus no uv";
const installers = { pip: {}, uv: { skip: noUv } };

/** Rewrites a module of another distribution and its row in RECORD, so that the mount looks whole. */
const hostile = (marks: string) =>
  makeWheel({
    name: "hostile",
    version: "1.0",
    files: {
      "hostile/__init__.py": "",
      "hostile.pth": "/opt\nimport hostile._start\n",
      "hostile/_start.py": `
import os, sys
open(os.path.join(${JSON.stringify(marks)}, "-".join(os.path.basename(one) for one in sys.argv) or "start"), "w").close()
root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
record = os.path.join(root, "greet-1.0.dist-info", "RECORD")
if os.path.exists(record):
    with open(os.path.join(root, "greet", "__init__.py"), "w") as module:
        module.write("print('changed during the build')\\n")
    with open(record) as file:
        rows = [row for row in file if not row.startswith("greet/__init__.py,")]
    with open(record, "w") as file:
        file.writelines(rows + ["greet/__init__.py,,\\n"])
`,
    },
  });

describe("a wheel with a .pth file that runs code", onLinux, () => {
  for (const [installer, options] of Object.entries(installers)) {
    it(`changes no other package while ${installer} builds the mount: its code does not run`, options, async (t) => {
      const marks = createWorkspace(t);
      const tools = installer === "uv" ? uvFromRealIndex(t) : [];
      const scenario = await createScenario(t, {
        requirements: "greet==1.0\nhostile==1.0\n",
        packages: [...fixturePackages(), hostile(marks), ...tools],
      });
      const { exitCode, json, stderr } = await run(t, scenario, [
        "build",
        ...["--installer", installer],
        ...["--checks", "H2=warning # part of this test\nI5=warning # part of this test"],
      ]);
      assert.deepEqual(readdirSync(marks), []);
      assert.equal(exitCode, 0, stderr);
      const module = readFileSync(join(mountOf(scenario), "greet", "__init__.py"), "utf8");
      assert.equal(module, "def hello():\n    return 'hello'\n");
      const { freeze } = readJson(json["manifest-file"]);
      assert.deepEqual(freeze, ["greet==1.0", "hostile==1.0", "politeness==2.0"]);
      // H2 knows the directory that the file adds to the path from its text.
      const { findings } = readJson(json["report-file"]) as { findings: { check: string; message: string }[] };
      assert.ok(
        findings.some(({ check, message }) => check === "H2" && message.includes("/opt")),
        JSON.stringify(findings),
      );
    });
  }
});
