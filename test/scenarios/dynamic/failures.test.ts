// Mode dynamic: a run that fails says what was done and what was not, and names what is there.
import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { type Cleanup, createWorkspace, writeFiles } from "../../support/machine/workspace.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import type { Files } from "../../support/packages/zip.ts";
import { assertFailure } from "../../support/scenario/failure.ts";
import { createScenario, onLinux, readJson, run, step } from "../../support/scenario/scenario.ts";

const SERVER = { name: "azureml-inference-server-http", version: "1.3.4" };
const PACKAGES = [
  { ...SERVER, files: { "azureml_inference_server_http/__init__.py": "" } },
  { name: "demo", version: "1.0", files: { "demo/__init__.py": "" } },
  { name: "broken", version: "1.0", files: { "broken/__init__.py": "import nothing_of_that_name\n" } },
];

describe("a dynamic install that fails", { ...onLinux, concurrency: 2 }, () => {
  const stage = async (t: Cleanup, requirements: string, output: Files = {}) => {
    const scenario = await createScenario(t, { requirements, packages: PACKAGES.map(makeWheel) });
    const directory = join(createWorkspace(t), "output");
    writeFiles(directory, output);
    return { scenario, directory };
  };
  /** As a step and by hand, each with a report of its own: they call an input by different names. */
  const both = async (t: Cleanup, requirements: string, output: Files = {}) => {
    const { scenario, directory } = await stage(t, requirements, output);
    const other = join(createWorkspace(t), "output");
    writeFiles(other, output);
    const inputs = { mode: "dynamic", "output-directory": directory };
    const words = ["build", "--mode", "dynamic", "--output-directory", other];
    return [await step(t, scenario, { with: inputs }), await run(t, scenario, words)];
  };

  it("at pip", async (t) => {
    const known = ["python-version", "report-file"];
    const ended = await both(t, "absent==1.0\n");
    for (const one of ended) assertFailure(one, { exitCode: 3, headline: "Not installed", error: /absent/, known });
  });

  it("by findings", async (t) => {
    const known = ["python-version", "report-file", "lock-file"];
    const headline = "scoring/requirements.txt: (1 error|[0-9]+ errors, first)";
    for (const one of await both(t, "broken==1.0\n")) {
      assertFailure(one, { exitCode: 1, headline, error: /nothing_of_that_name/, known });
      const { "report-file": file } = "outputs" in one ? one.outputs : one.json;
      assert.deepEqual([readJson(file).result, readJson(file).error], ["Installed, not verified", ""]);
    }
  });

  it("as something is in the way of the lock file or the report", async (t) => {
    const how = { exitCode: 4, error: /^The output directory cannot be written: EISDIR/ };
    for (const one of await both(t, "demo==1.0\n", { "requirements.lock.txt/": "" })) {
      const headline = "Installed and verified, lock file not written";
      assertFailure(one, { ...how, headline, known: ["python-version", "report-file"] });
    }
    for (const one of await both(t, "demo==1.0\n", { "report.json/": "" })) {
      const headline = "Installed and verified, report not written";
      assertFailure(one, { ...how, headline, known: ["python-version", "lock-file"] });
    }
  });

  it("as the output directory is a file, before anything is installed", async (t) => {
    const { scenario } = await stage(t, "demo==1.0\n");
    const file = join(createWorkspace(t), "output");
    appendFileSync(file, "");
    const ended = await step(t, scenario, { with: { mode: "dynamic", "output-directory": file } });
    const error = /^(Input |--)output-directory: /;
    assertFailure(ended, { exitCode: 2, headline: "Not installed", error, known: ["python-version"] });
    assert.deepEqual(
      scenario.index.requests.filter(({ path }) => path.includes("demo")),
      [],
    );
  });
});
