// The server is a stand-in; that the path is right, that it is asked, and that it ends is what is tested.
import assert from "node:assert/strict";
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { namespaceAsMount } from "../../../scripts/server-trials/environments.ts";
import { tryServer } from "../../../scripts/server-trials/trial.ts";
import { repositoryRoot } from "../../support/github/runner/action-runner.ts";
import { createWorkspace, readTree, writeFiles } from "../../support/machine/workspace.ts";
import { findAnyPython } from "../../support/python/interpreters.ts";

const LINUX = { skip: process.platform !== "linux" };

type Cleaner = Parameters<typeof createWorkspace>[0];

/** An environment whose `azmlinfsrv` is the stand-in. */
function standIn(t: Cleaner) {
  const directory = createWorkspace(t, {});
  const programs = join(directory, "environment", "bin");
  mkdirSync(programs, { recursive: true });
  writeFileSync(join(programs, "python"), `#!/bin/sh\nexec "${findAnyPython()}" "$@"\n`);
  chmodSync(join(programs, "python"), 0o755);
  copyFileSync(join(repositoryRoot, "test/support/packages/inference-server.py"), join(programs, "azmlinfsrv"));
  return { directory, environment: join(directory, "environment") };
}

test("server-trials: a server answers alone, and beside what does not concern it", LINUX, async (t) => {
  const { directory, environment } = standIn(t);
  assert.equal(await tryServer(environment, undefined, directory), undefined);
  writeFiles(join(directory, "mount"), { "flask.py": "" });
  assert.equal(await tryServer(environment, join(directory, "mount"), directory), undefined);
});

test("server-trials: the error of a server that ends, or that does not answer the request", LINUX, async (t) => {
  const { directory, environment } = standIn(t);
  const mount = join(directory, "mount");
  writeFiles(mount, { "http/__init__.py": "raise ImportError('not this one')\n" });
  const problem = await tryServer(environment, mount, directory);
  assert.match(problem ?? "", /exited with code 1 before it was ready: ImportError: not this one$/);
  writeFiles(join(directory, "other"), { "json/__init__.py": "def dumps(value):\n    raise ValueError(value)\n" });
  assert.match((await tryServer(environment, join(directory, "other"), directory)) ?? "", /there was no response/);
});

test("server-trials: a namespace becomes a regular package without one share, which the mount lacks", (t) => {
  const directory = createWorkspace(t, {
    "environment/lib/python3.8/site-packages/azure/core/__init__.py": "",
    "environment/lib/python3.8/site-packages/azure/identity.py": "",
  });
  const workshop = { directory, uv: "", minor: "3.8", python: "" };
  const mount = namespaceAsMount("azure", ["azure.identity"], join(directory, "environment"), workshop);
  assert.deepEqual(Object.keys(readTree(mount)).sort(), ["azure/__init__.py", "azure/core/__init__.py"]);
  const whole = namespaceAsMount("azureml", ["azureml.contrib.services"], join(directory, "environment"), workshop);
  assert.deepEqual(Object.keys(readTree(whole)), ["azureml/__init__.py"]);
});
