// A mount made by hand, as in Microsoft's document, and a container's Python that uses it.
import assert from "node:assert/strict";
import { join } from "node:path";
import { type ChildResult, runChild } from "../machine/child.ts";
import { childEnvironment, type Environment } from "../machine/environment.ts";
import { type Cleanup, createWorkspace } from "../machine/workspace.ts";

/**
 * Makes the virtual environment `myenv` in the code directory and installs into it with its own pip: nothing is capped.
 */
export async function installByHand(
  python: string,
  codeDirectory: string,
  packages: readonly string[],
  env: Environment,
): Promise<void> {
  const options = { cwd: codeDirectory, env };
  const made = await runChild(python, ["-m", "venv", "myenv"], options);
  assert.equal(made.exitCode, 0, made.stderr);
  const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...packages];
  const installed = await runChild(join(codeDirectory, "myenv", "bin", "python"), install, options);
  assert.equal(installed.exitCode, 0, installed.stderr);
}

/** Loads the scoring script and calls init, as the server does. */
const AS_THE_SERVER = `
import sys
del sys.path[0]  # the server's own script lies where no modules are
from importlib import util
spec = util.spec_from_file_location("entry_module", "score.py")
module = util.module_from_spec(spec)
spec.loader.exec_module(module)
module.init()
`;

/** An image, simulated by an empty virtual environment, loads the scoring script in the run script's environment. */
export async function loadInContainer(
  t: Cleanup,
  python: string,
  codeDirectory: string,
  libraryPath: string,
): Promise<ChildResult> {
  const image = join(createWorkspace(t), "image");
  const home = createWorkspace(t);
  const made = await runChild(python, ["-m", "venv", "--without-pip", image], { cwd: home, env: plain(home) });
  assert.equal(made.exitCode, 0, made.stderr);
  return await runChild(join(image, "bin", "python"), ["-s", "-c", AS_THE_SERVER], {
    cwd: codeDirectory,
    env: { ...plain(home), PYTHONPATH: `${codeDirectory}/./${libraryPath}:`, PYTHONDONTWRITEBYTECODE: "1" },
  });
}

const plain = (home: string) => childEnvironment({ home });
