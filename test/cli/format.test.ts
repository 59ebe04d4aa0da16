import assert from "node:assert/strict";
import { test } from "node:test";
import { runCli } from "../support/machine/cli.ts";
import { createWorkspace } from "../support/machine/workspace.ts";
import { readAgentLog } from "../support/other-ci/azure-agent.ts";

test("a format that does not exist, and one that this process cannot write, are input errors", async (t) => {
  const cwd = createWorkspace(t);
  for (const [flags, env, message] of [
    [["--format", "azur"], {}, /"azur" is not one of text, github, azure, gitlab\.\n {2}Did you mean "azure"\?/],
    [["--format=github"], {}, /^::error::--format github needs GITHUB_OUTPUT/m],
    // Standard output has the annotation as well.
    [["--format=github", "--json=true"], { GITHUB_OUTPUT: "out" }, /^::error::--json and --format github contradict/m],
  ] as const) {
    const { exitCode, stdout, stderr } = await runCli(t, ["verify", ...flags], { cwd, env });
    assert.equal(exitCode, 2, stderr);
    assert.match(`${stdout}\n${stderr}`, message);
  }
});

test("arguments that cannot be read are reported in the format that they name", async (t) => {
  const { exitCode, stderr } = await runCli(t, ["build", "--format", "azure", "--imagee", "x"], {
    cwd: createWorkspace(t),
  });
  assert.equal(exitCode, 2);
  assert.deepEqual(
    readAgentLog(stderr).issues.map(({ type, message }) => [type, message]),
    [["error", 'There is no flag "--imagee".\nDid you mean "--image"?']],
  );
});
