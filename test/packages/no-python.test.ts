// The first command of the README on a machine that has Node and no Python at all: a root directory with Node alone. uv
// and the packages come from the real index, the interpreter from a server on loopback.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { emptyRoot, noEmptyRoot } from "../support/machine/empty-root.ts";
import { childEnvironment } from "../support/machine/environment.ts";
import { skipWithoutIndex } from "../support/packages/real-index.ts";
import { findPython } from "../support/python/interpreters.ts";
import { packPython, servePython } from "../support/python/python-archive.ts";

const python = findPython("3.8");
const skip = noEmptyRoot || (python === undefined && "no Python 3.8 to be served") || (await skipWithoutIndex());

test("the README's first command builds on a machine with Node and no Python", {
  skip,
  timeout: 600_000,
}, async (t) => {
  const readme = readFileSync(join(repositoryRoot, "README.md"), "utf8");
  const [, command = ""] = /^```sh\nnode (.*)$/m.exec(readme) ?? [];
  const archive = packPython(t, python as string);
  const server = await servePython(t, archive);
  const prefix = execFileSync(python as string, ["-c", "import sys; print(sys.base_prefix)"], {
    encoding: "utf8",
  }).trim();
  const extensions = globSync(join(prefix, "lib", "python3.8", "lib-dynload", "*.so"));
  const copied = { "/tool/dist": join(repositoryRoot, "dist"), "/tool/examples": join(repositoryRoot, "examples") };
  const root = emptyRoot(t, copied, extensions);
  const variables = { HOME: "/home", TMPDIR: "/tmp", UV_PYTHON_DOWNLOADS_JSON_URL: server.list };
  const env = childEnvironment({ home: join(root.path, "home"), inheritIndex: true, env: variables });
  const { exitCode, stdout, stderr } = await root.node(command.split(" "), { cwd: "/tool", env, timeout: 580_000 });
  assert.equal(exitCode, 0, stderr);
  assert.match(stderr, /^Fetched uv \S+ from \S+\.whl\. It is kept in \/home\/\.cache\//m);
  assert.match(
    stderr,
    new RegExp(`^Python ${archive.version} was not on this machine: uv \\S+ fetched it from http://127`, "m"),
  );
  assert.match(stdout, /^AZUREML_EXTRA_PYTHON_LIB_PATH=myenv\/lib\/python3\.8\/site-packages$/m);
  assert.match(stdout, /^verified=simulated$/m);
});
