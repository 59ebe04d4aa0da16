// The example from end to end, as in the document: build the mount, deploy, send a request. The image is simulated; its
// server and the packages are the real ones.
import assert from "node:assert/strict";
import { cp, mkdir, readFile, rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { createSimulatedImage, runScript, type SimulatedImage } from "../support/container/simulated-image.ts";
import { runChild } from "../support/machine/child.ts";
import { childEnvironment } from "../support/machine/environment.ts";
import { createWorkspace } from "../support/machine/workspace.ts";
import { skipWithoutIndex } from "../support/packages/real-index.ts";
import { findPython } from "../support/python/interpreters.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const libraryPath = "myenv/lib/python3.8/site-packages";
const python = findPython("3.8") ?? assert.fail("the example is for Python 3.8: install it");

describe("examples/iris", { skip: await skipWithoutIndex(), timeout: 900_000 }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });
  let workspace: string;
  let codeDirectory: string;
  let mount: string;
  let image: SimulatedImage;

  before(async () => {
    workspace = createWorkspace({ after: (clean) => cleanups.push(clean) });
    codeDirectory = join(workspace, "examples", "iris");
    mount = join(codeDirectory, libraryPath);
    const isSource = (path: string) => !/^(myenv|\.myenv\..*|__pycache__)$/.test(basename(path));
    await cp(join(repository, "examples", "iris"), codeDirectory, { recursive: true, filter: isSource });
    image = await createSimulatedImage({ python, server: "1.3.4" });
  });

  test("build creates a mount that is verified to be complete", async () => {
    const outputs = await build(workspace);
    assert.equal(outputs.AZUREML_EXTRA_PYTHON_LIB_PATH, libraryPath);
    assert.equal(outputs["mount-directory"], mount);
    assert.match(outputs["mount-digest"] ?? "", /^sha256:[0-9a-f]{64}$/);
    assert.match(outputs["cache-outcome"] ?? "", /^(miss|off)$/);
    assert.equal(outputs.verified, "simulated");
  });

  test("the deployment names the mount that was built", async () => {
    const deployment = parse(await readFile(join(codeDirectory, "deployment.yml"), "utf8"));
    assert.equal(deployment.environment_variables.AZUREML_EXTRA_PYTHON_LIB_PATH, libraryPath);
  });

  test("a Python that has neither imports scikit-learn and pandas from the mount", async () => {
    const empty = join(workspace, "empty");
    const env = childEnvironment({ home: join(workspace, "home"), env: { PYTHONPATH: `${mount}:` } });
    const made = await runChild(python, ["-m", "venv", "--without-pip", empty], { cwd: workspace, env });
    assert.equal(made.exitCode, 0, made.stderr);
    const code = "import sklearn, pandas; print(sklearn.__file__); print(pandas.__file__)";
    const imported = await runChild(join(empty, "bin", "python"), ["-s", "-c", code], { cwd: codeDirectory, env });
    assert.equal(imported.stderr, "");
    assert.deepEqual(imported.stdout.trim().split("\n"), [
      join(mount, "sklearn", "__init__.py"),
      join(mount, "pandas", "__init__.py"),
    ]);
  });

  test("the inference server answers the sample request from inside the mount", async () => {
    const answer = await ask(image, codeDirectory, { AZUREML_EXTRA_PYTHON_LIB_PATH: libraryPath });
    assert.deepEqual(answer.predictions, ["setosa", "versicolor", "virginica"]);
    assert.deepEqual(answer.sklearn, { version: "1.3.2", file: join(mount, "sklearn", "__init__.py") });
  });

  test("the model may be where Azure ML puts it", async (t) => {
    const beside = join(codeDirectory, "model");
    const registered = join(workspace, "azureml-models");
    await mkdir(registered);
    await rename(beside, join(registered, "model"));
    t.after(() => rename(join(registered, "model"), beside));
    const variables = { AZUREML_EXTRA_PYTHON_LIB_PATH: libraryPath, AZUREML_MODEL_DIR: registered };
    assert.deepEqual((await ask(image, codeDirectory, variables)).predictions, ["setosa", "versicolor", "virginica"]);
  });

  test("without the variable the server ends, because the image has no such packages", async () => {
    const env = childEnvironment({ home: join(workspace, "home") });
    const options = { cwd: codeDirectory, env };
    const imported = await runChild(join(image.directory, "bin", "python"), ["-s", "-c", "import sklearn"], options);
    assert.match(imported.stderr, /ModuleNotFoundError: No module named 'sklearn'/);
    const result = await runScript({ codeDirectory, image });
    if (!("exitCode" in result)) await result.stop();
    assert.ok("exitCode" in result, "the server runs without the mount");
    // gunicorn's code for a worker that could not boot; the container would be started again and again.
    assert.equal(result.exitCode, 3);
    assert.match(result.log(), /ModuleNotFoundError: No module named 'joblib'/);
  });
});

async function build(workspace: string): Promise<Record<string, string>> {
  const env = childEnvironment({ home: join(workspace, "home"), inheritIndex: true });
  const command = [join(repository, "dist", "cli.js"), "build", "--code-directory", "examples/iris", "--json"];
  const built = await runChild(process.execPath, command, { cwd: workspace, env, timeout: 600_000 });
  assert.equal(built.exitCode, 0, built.stderr);
  return JSON.parse(built.stdout);
}

interface IrisAnswer {
  predictions: string[];
  sklearn: { version: string; file: string };
}

async function ask(image: SimulatedImage, codeDirectory: string, environmentVariables: Record<string, string>) {
  const server = await runScript({ image, codeDirectory, environmentVariables });
  if ("exitCode" in server) assert.fail(`exit ${server.exitCode}, ${server.reason}:\n${server.log()}`);
  try {
    const { status, body } = await server.post(
      "/score",
      await readFile(join(codeDirectory, "sample-request.json"), "utf8"),
    );
    assert.equal(status, 200, server.log());
    return body as IrisAnswer;
  } finally {
    await server.stop();
  }
}
