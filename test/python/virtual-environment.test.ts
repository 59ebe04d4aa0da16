import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Interpreter } from "../../src/python/interpreter/interpreter.ts";
import { makeEnvironment } from "../../src/python/interpreter/virtual-environment.ts";
import { UserError } from "../../src/util/errors.ts";
import { createWorkspace, writeFiles } from "../support/machine/workspace.ts";
import { silentHost } from "../support/scenario/evidence.ts";

/** An interpreter that says why it fails, and ends. */
function broken(t: Parameters<typeof createWorkspace>[0], words: string): Interpreter {
  const directory = createWorkspace(t);
  writeFiles(directory, { python: `#!/bin/sh\necho "${words}" >&2\nexit 1\n` });
  const path = join(directory, "python");
  chmodSync(path, 0o755);
  return { path } as Interpreter;
}

test("a Python that cannot make environments is the machine's fault, and not a bug of ours", async (t) => {
  const directory = createWorkspace(t);
  const python = broken(t, "Error: No module named 'venv.scripts'");
  await assert.rejects(makeEnvironment(join(directory, "new"), python, silentHost(directory)), (error) => {
    assert.ok(error instanceof UserError);
    assert.equal(
      error.message,
      `${python.path} cannot create a virtual environment: Error: No module named 'venv.scripts'`,
    );
    assert.match(error.hint ?? "", /python3-venv/);
    assert.equal(error.exitCode, 3);
    return true;
  });
});

test("a full disk is not the interpreter's fault", async (t) => {
  const directory = createWorkspace(t);
  const python = broken(t, "Error: [Errno 28] No space left on device: '/tmp/new'");
  await assert.rejects(makeEnvironment(join(directory, "new"), python, silentHost(directory)), (error) => {
    assert.ok(!(error instanceof UserError));
    return true;
  });
});
