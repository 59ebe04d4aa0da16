// What npm publishes, installed into an empty folder without any index of npm.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { runChild } from "../support/machine/child.ts";
import { childEnvironment } from "../support/machine/environment.ts";
import { createWorkspace } from "../support/machine/workspace.ts";
import { createScenario, onLinux, run } from "../support/scenario/scenario.ts";

test("the package of npm needs no other package, and its command builds", onLinux, async (t) => {
  const [staged, empty] = [createWorkspace(t), createWorkspace(t)];
  const env = { ...childEnvironment({ home: createWorkspace(t) }), npm_config_offline: "true" };
  const shell = async (command: string, args: string[], cwd: string) => {
    const { exitCode, stdout, stderr } = await runChild(command, args, { cwd, env });
    assert.equal(exitCode, 0, stderr);
    return stdout;
  };
  await shell(process.execPath, [join(repositoryRoot, "scripts", "npm-package.mjs"), staged], staged);
  const [{ filename, files }] = JSON.parse(await shell("npm", ["pack", "--json"], staged));
  const roots = new Set(files.map(({ path }: { path: string }) => path.split("/")[0]));
  assert.deepEqual([...roots].sort(), ["CHANGELOG.md", "LICENSE", "README.md", "dist", "package.json"]);
  await shell("npm", ["install", "--no-audit", "--no-fund", join(staged, filename)], empty);
  const modules = join(empty, "node_modules");
  assert.deepEqual(
    readdirSync(modules).filter((name) => !name.startsWith(".")),
    ["azureml-extra-packages"],
  );
  const { version } = JSON.parse(readFileSync(join(repositoryRoot, "package.json"), "utf8"));
  assert.match(await shell("npx", ["azureml-extra-packages", "--version"], empty), new RegExp(`\\b${version}\\b`));
  const script = join(modules, "azureml-extra-packages", "dist", "cli.js");
  const built = await run(t, await createScenario(t), ["build"], { script });
  assert.equal(built.exitCode, 0, built.stderr);
});
