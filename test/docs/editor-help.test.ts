// What docs/editor-help.md shows: a file for the smoke test, and the step that uploads the findings.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse, stringify } from "yaml";
import { readAction } from "../support/github/runner/action-definition.ts";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { runChild } from "../support/machine/child.ts";
import { createWorkspace } from "../support/machine/workspace.ts";
import { makeWheel } from "../support/packages/wheels.ts";
import { createScenario, onLinux, readJson, step } from "../support/scenario/scenario.ts";

const page = readFileSync(join(repositoryRoot, "docs", "editor-help.md"), "utf8");

function block(name: string): string {
  const [, text] = new RegExp(`<!-- block: ${name} -->\\s+\`\`\`\\w+\\n(.*?)^\`\`\``, "ms").exec(page) ?? [];
  return text ?? assert.fail(`docs/editor-help.md has no block ${name}`);
}

describe("the page about editors and code scanning", onLinux, () => {
  it("shows a smoke test that its schema allows", () => {
    const schema = readJson(join(repositoryRoot, "schemas", "smoke-test.schema.json"));
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);
    assert.ok(validate(parse(block("smoke-test"))), JSON.stringify(validate.errors));
    assert.match(block("smoke-test"), /\$schema=\S+\/schemas\/smoke-test\.schema\.json\n/);
  });

  it("shows a step without findings of the linter, which reads an output that is there", async (t) => {
    const steps = [{ id: "packages", uses: "OWNER/azureml-extra-packages@v1" }, ...parse(block("sarif"))];
    const permissions = { "security-events": "write" };
    const job = { "runs-on": "ubuntu-latest", permissions, steps };
    const text = stringify({ name: "shown", on: "push", permissions: {}, jobs: { scan: job } });
    const [, uses = "", version = ""] = /uses: (\S+) # (v\S+)/.exec(block("sarif")) ?? [];
    const cwd = createWorkspace(t, { ".github/workflows/shown.yml": text.replace(uses, `${uses} # ${version}`) });
    const words = [join(repositoryRoot, "scripts", "check-workflows.mjs"), cwd, "--no-zizmor"];
    const env = { PATH: process.env.PATH ?? "" };
    const { exitCode, stderr } = await runChild(process.execPath, words, { cwd, env });
    assert.equal(exitCode, 0, stderr);
    const [, output = ""] = /steps\.packages\.outputs\.([\w-]+)/.exec(block("sarif")) ?? [];
    assert.ok(output in readAction(repositoryRoot).outputs, output);
  });

  it("names the directory in which a run leaves its findings, with paths in the repository", async (t) => {
    const broken = makeWheel({ name: "broken", version: "1.0", files: { "broken.py": "import cv2000\n" } });
    const scenario = await createScenario(t, { requirements: "broken==1.0\n", packages: [broken] });
    const { outputs, temp } = await step(t, scenario);
    assert.notEqual(outputs["report-file"], "");
    const [{ with: given }] = parse(block("sarif")) as [{ with: { sarif_file: string } }];
    const directory = given.sarif_file.replace(/^\$\{\{ runner\.temp \}\}/, temp);
    const [file, ...more] = globSync("**/*.sarif", { cwd: directory });
    assert.ok(file);
    assert.deepEqual(more, []);
    const [{ results }] = readJson(join(directory, file)).runs;
    const places = results.map((one: { locations: [{ physicalLocation: { artifactLocation: { uri: string } } }] }) => {
      return one.locations[0].physicalLocation.artifactLocation.uri;
    });
    assert.ok(places.includes("requirements.txt"), String(places));
  });
});
