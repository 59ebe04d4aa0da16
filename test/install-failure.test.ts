// What to do about an installer's refusal, by its words.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readOptions } from "../src/options/read.ts";
import { failedInstall } from "../src/python/failure.ts";
import { silentHost } from "./support/evidence.ts";
import { createWorkspace } from "./support/workspace.ts";

const START = "error: No solution found when resolving dependencies\n  cause: Because";

test("uv's refusal of a version that is not there is no contradiction", (t) => {
  const host = silentHost(createWorkspace(t, { "score.py": "", "requirements.txt": "" }));
  const options = readOptions({ mode: "preinstalled" }, host);
  const hint = (because: string) => {
    const output = `${START} ${because}\n`;
    const ended = { exitCode: 1, output } as Parameters<typeof failedInstall>[0];
    const requirements = { requirements: [] } as unknown as Parameters<typeof failedInstall>[1];
    return failedInstall(ended, requirements, options, host).hint ?? "";
  };
  const gone =
    "there is no version of six==99 and you require\n    six==99, we can conclude that your requirements are unsatisfiable.";
  assert.match(hint(gone), /^Check the name and the version/);
  const apart = "a==1 depends on b<2 and you require b==2, we can conclude that your requirements are unsatisfiable.";
  assert.match(hint(apart), /contradict each other/);
});
