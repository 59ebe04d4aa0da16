// What is shown for copying does what it says: the snippets of a run, and the blocks of docs/deploying.md.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { parse } from "yaml";
import { repositoryRoot } from "../support/action-runner.ts";
import { type ChildResult, runChild } from "../support/child.ts";
import { childEnvironment } from "../support/environment.ts";
import { type Cleanup, createWorkspace, writeFiles } from "../support/workspace.ts";
import { build, onLinux, python, readJson, type Scene, setScene, step } from "./scene.ts";

const page = readFileSync(join(repositoryRoot, "docs", "deploying.md"), "utf8");

/** The block of the page below a comment with this name. */
function block(name: string): string {
  const [, text] = new RegExp(`<!-- block: ${name} -->\\s+\`\`\`\\w+\\n(.*?)^\`\`\``, "ms").exec(page) ?? [];
  return text ?? assert.fail(`docs/deploying.md has no block ${name}`);
}

/** Runs a script with programs in place of `az`, `docker` and `curl` that print the words they were given. */
async function calls(t: Cleanup, script: string, env: Record<string, string> = {}): Promise<string[][]> {
  const place = createWorkspace(t);
  const program = `#!/bin/sh\n"${process.execPath}" -e 'console.log(JSON.stringify(process.argv.slice(1)))' -- "\${0##*/}" "$@"\n`;
  writeFiles(place, { "bin/az": program, "bin/docker": program, "bin/curl": program });
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
  let scene: Scene;
  let outputs: Record<string, string>;
  let variables: Record<string, string>;
  let shown: Record<string, string>;
  before(async () => {
    const deployment = `name: blue\nendpoint_name: iris\nenvironment: {image: "${image}"}\ncode_configuration: {code: src, scoring_script: api/score.py}\n`;
    const files = { "src/api/score.py": "", "blue.yml": deployment, "model/": "" };
    scene = await setScene(whole, { files });
    const flags = [
      "--deployment-file",
      "blue.yml",
      "--mount-parent",
      "it's here",
      "--requirements",
      "requirements.txt",
    ];
    outputs = await build(whole, scene, ...flags, "--model-directory", "model");
    variables = JSON.parse(outputs["environment-variables"] ?? "");
    shown = readJson(outputs["report-file"]).snippets;
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  it("stand in the report, each way once", () => {
    assert.deepEqual(Object.keys(shown), [
      "Command line, v2",
      "Python SDK v2",
      "Python SDK v1, whose support ended on 2026-06-30",
      "A local try with Docker",
    ]);
    assert.equal(variables.AZUREML_EXTRA_PYTHON_LIB_PATH, "../it's here/myenv/lib/python3.8/site-packages");
  });

  it("v2 command line: names the deployment, its file, and every variable as one word", async (t) => {
    const [words] = await calls(t, shown["Command line, v2"] ?? "");
    const names = ["--name", "blue", "--endpoint-name", "iris", "--file", "blue.yml"];
    assert.deepEqual(words, ["az", "ml", "online-deployment", "update", ...names, "--set", ...setArguments(variables)]);
  });

  for (const way of ["Python SDK v2", "Python SDK v1, whose support ended on 2026-06-30"]) {
    it(`${way}: Python reads it, with the variables, the image and the places`, async (t) => {
      const program = shown[way] ?? "";
      assert.deepEqual(await dictionaries(t, program), [variables]);
      for (const text of [image, "src", "api/score.py"]) assert.ok(program.includes(`"${text}"`), program);
      assert.equal(program.includes("2026-06-30"), way.includes("v1"));
    });
  }

  it("Docker: mounts code and model where the run script looks", async (t) => {
    const [docker, curl] = await calls(t, shown["A local try with Docker"] ?? "");
    assert.deepEqual(docker?.slice(0, 10), [
      ...["docker", "run", "-it", "--rm", "-p", "5001:5001"],
      ...["-v", "<here>/src:/var/azureml-app", "-v", "<here>/model:/var/azureml-model"],
    ]);
    assert.deepEqual(
      docker?.slice(10).filter((word) => word !== "-e"),
      [
        "AML_APP_ROOT=/var/azureml-app/api",
        "AZUREML_ENTRY_SCRIPT=score.py",
        "AZUREML_MODEL_DIR=/var/azureml-model",
        ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
        image,
      ],
    );
    assert.equal(curl?.at(-1), "http://127.0.0.1:5001/score");
  });

  it("are folded into the summary of a workflow, with placeholders for what nobody said", async (t) => {
    const plain = await setScene(t);
    const { summary, exitCode } = await step(t, plain);
    assert.equal(exitCode, 0);
    const folded = [...summary.matchAll(/<details><summary>(.*?)<\/summary>\n\n```(sh|python)\n(.*?)\n```/gs)];
    assert.deepEqual(
      folded.map(([, title, language]) => [title, language]),
      [
        ["Command line, v2", "sh"],
        ["Python SDK v2", "python"],
        ["Python SDK v1, whose support ended on 2026-06-30", "python"],
        ["A local try with Docker", "sh"],
      ],
    );
    const [words] = await calls(t, folded[0]?.[3] ?? "");
    assert.deepEqual(words?.slice(4, 8), ["--name", "my-deployment", "--endpoint-name", "my-endpoint"]);
    await calls(t, folded[3]?.[3] ?? "");
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

  it("its Docker command mounts the code directory at the application's root", async (t) => {
    const [docker] = await calls(t, block("docker"));
    assert.ok(docker?.includes("<here>/src:/var/azureml-app"), String(docker));
  });

  it("names the end of SDK v1, and the limit of Model.package()", () => {
    assert.match(page, /Support for SDK v1 ended on 2026-06-30/);
    assert.match(page, /`Model\.package\(\)`\*\* builds an image too, .* whose user is root/);
  });
});
