// What is shown for copying does what it says: the snippets of a run, and the blocks of docs/deploying.md.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { parse } from "yaml";
import { readFlags } from "../../../src/cli/flags.ts";
import { repositoryRoot } from "../../support/github/runner/action-runner.ts";
import { type ChildResult, runChild } from "../../support/machine/child.ts";
import { childEnvironment } from "../../support/machine/environment.ts";
import { type Cleanup, createWorkspace, writeFiles } from "../../support/machine/workspace.ts";
import {
  build,
  createScenario,
  onLinux,
  python,
  readJson,
  type Scenario,
  step,
} from "../../support/scenario/scenario.ts";

const page = readFileSync(join(repositoryRoot, "docs", "deploying.md"), "utf8");

/** The block of the page below a comment with this name. */
function block(name: string): string {
  const [, text] = new RegExp(`<!-- block: ${name} -->\\s+\`\`\`\\w+\\n(.*?)^\`\`\``, "ms").exec(page) ?? [];
  return text ?? assert.fail(`docs/deploying.md has no block ${name}`);
}

/** Runs a script with programs in place of `az` and `node` that print the words they were given. */
async function calls(t: Cleanup, script: string, env: Record<string, string> = {}): Promise<string[][]> {
  const place = createWorkspace(t);
  const program = `#!/bin/sh\n"${process.execPath}" -e 'console.log(JSON.stringify(process.argv.slice(1)))' -- "\${0##*/}" "$@"\n`;
  writeFiles(place, { "bin/az": program, "bin/node": program });
  const path = `${join(place, "bin")}:${process.env.PATH}`;
  const environment = childEnvironment({ home: join(place, "home"), env: { ...env, PATH: path } });
  const prepared = `chmod +x "${place}"/bin/*\n${script}`;
  const { exitCode, stdout, stderr } = await runChild("bash", ["-euo", "pipefail", "-c", prepared], {
    cwd: place,
    env: environment,
  });
  assert.equal(exitCode, 0, stderr);
  return stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line.replaceAll(place, "<here>")));
}

/** Every dictionary of constants in a Python program, after Python has parsed it. */
async function dictionaries(t: Cleanup, program: string): Promise<Record<string, string>[]> {
  const code = `import ast, json, sys
found = [node for node in ast.walk(ast.parse(open(sys.argv[1]).read())) if isinstance(node, ast.Dict)]
print(json.dumps([ast.literal_eval(node) for node in found]))`;
  const place = createWorkspace(t, { "program.py": program });
  const env = childEnvironment({ home: place });
  const ended: ChildResult = await runChild(python, ["-I", "-c", code, "program.py"], { cwd: place, env });
  assert.equal(ended.exitCode, 0, ended.stderr);
  return JSON.parse(ended.stdout);
}

const setArguments = (variables: Record<string, string>) =>
  Object.entries(variables).map(([name, value]) => `environment_variables.${name}=${value}`);

describe("the snippets of a run", onLinux, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  const image = "mcr.microsoft.com/azureml/minimal-ubuntu20.04-py38-cpu-inference:latest";
  let scenario: Scenario;
  let outputs: Record<string, string>;
  let variables: Record<string, string>;
  let shown: Record<string, string>;
  before(async () => {
    const deployment = `name: blue\nendpoint_name: iris\nenvironment: {image: "${image}"}\ncode_configuration: {code: src, scoring_script: api/score.py}\n`;
    const files = { "src/api/score.py": "", "blue.yml": deployment, "model/": "" };
    scenario = await createScenario(whole, { files });
    const flags = [
      "--deployment-file",
      "blue.yml",
      "--mount-parent",
      "it's here",
      "--requirements",
      "requirements.txt",
    ];
    outputs = await build(whole, scenario, ...flags, "--model-directory", "model");
    variables = JSON.parse(outputs["environment-variables"] ?? "");
    shown = readJson(outputs["report-file"]).snippets;
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  it("stand in the report, each way once", () => {
    assert.deepEqual(Object.keys(shown), [
      "Azure CLI v2",
      "Python SDK v2",
      "Python SDK v1 (support ended on 2026-06-30)",
      "Local test in a container",
    ]);
    assert.equal(variables.AZUREML_EXTRA_PYTHON_LIB_PATH, "../it's here/myenv/lib/python3.8/site-packages");
  });

  it("v2 command line: names the deployment, its file, and every variable as one word", async (t) => {
    const [words] = await calls(t, shown["Azure CLI v2"] ?? "");
    const names = ["--name", "blue", "--endpoint-name", "iris", "--file", "blue.yml"];
    assert.deepEqual(words, ["az", "ml", "online-deployment", "update", ...names, "--set", ...setArguments(variables)]);
  });

  for (const way of ["Python SDK v2", "Python SDK v1 (support ended on 2026-06-30)"]) {
    it(`${way}: Python reads it, with the variables, the image and the places`, async (t) => {
      const program = shown[way] ?? "";
      assert.deepEqual(await dictionaries(t, program), [variables]);
      for (const text of [image, "src", "api/score.py"]) assert.ok(program.includes(`"${text}"`), program);
      assert.equal(program.includes("2026-06-30"), way.includes("v1"));
    });
  }

  it("local test: the command try, with the flags of the run", async (t) => {
    const [words = []] = await calls(t, shown["Local test in a container"] ?? "");
    assert.deepEqual(words.slice(0, 3), ["node", join(repositoryRoot, "dist", "cli.js"), "try"]);
    const { values } = readFlags(words.slice(3), "try");
    assert.deepEqual(values, {
      "deployment-file": "blue.yml",
      "code-directory": "src",
      "scoring-script": "api/score.py",
      "mount-parent": "it's here",
      "model-directory": "model",
    });
  });

  it("are folded into the summary of a workflow, with placeholders for what nobody said", async (t) => {
    const plain = await createScenario(t);
    const { summary, exitCode } = await step(t, plain);
    assert.equal(exitCode, 0);
    const fold = /<details><summary>How to deploy<\/summary>\n\n(.*?)\n\n<\/details>/s.exec(summary)?.[1] ?? "";
    const folded = [...fold.matchAll(/^\*\*(.*?)\*\*\n\n```(sh|python)\n(.*?)\n```/gms)];
    assert.deepEqual(
      folded.map(([, title, language]) => [title, language]),
      [
        ["Azure CLI v2", "sh"],
        ["Python SDK v2", "python"],
        ["Python SDK v1 (support ended on 2026-06-30)", "python"],
        ["Local test in a container", "sh"],
      ],
    );
    const [words] = await calls(t, folded[0]?.[3] ?? "");
    assert.deepEqual(words?.slice(4, 8), ["--name", "my-deployment", "--endpoint-name", "my-endpoint"]);
    const [local] = await calls(t, folded[3]?.[3] ?? "");
    assert.deepEqual(local, [
      "node",
      "../azureml-extra-packages/dist/cli.js",
      "try",
      "--image",
      "mcr.microsoft.com/azureml/<image>",
    ]);
  });

  it("set-arguments through env:, as the page shows it, reaches az word by word", async (t) => {
    const [shownStep] = parse(block("set-arguments")) as [{ env: Record<string, string>; run: string }];
    assert.deepEqual(shownStep.env, { SET_ARGUMENTS: `\${{ steps.packages.outputs.set-arguments }}` });
    assert.doesNotMatch(shownStep.run, /\$\{\{/);
    const [words] = await calls(t, shownStep.run, { SET_ARGUMENTS: outputs["set-arguments"] ?? "" });
    const start = words?.indexOf("--set") ?? -1;
    assert.deepEqual(words?.slice(0, 4), ["az", "ml", "online-deployment", "update"]);
    assert.deepEqual(words?.slice(start + 1), setArguments(variables));
  });
});

describe("docs/deploying.md", onLinux, () => {
  for (const name of ["sdk-v2", "sdk-v1"]) {
    it(`its Python is Python: ${name}`, async (t) => {
      assert.deepEqual(await dictionaries(t, block(name)), []);
    });
  }

  it("its local test has only flags of the command try", async (t) => {
    const [words = []] = await calls(t, block("try"));
    assert.deepEqual(words.slice(0, 3), ["node", "dist/cli.js", "try"]);
    assert.equal(readFlags(words.slice(3), "try").values["code-directory"], "src");
  });

  it("names the end of SDK v1, and the limit of Model.package()", () => {
    assert.match(page, /Support for SDK v1 ended on 2026-06-30/);
    assert.match(page, /`Model\.package\(\)`\*\* also builds an image:[^.]* whose user is root/);
  });
});
