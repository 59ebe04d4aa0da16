// What to do about an installer's refusal, by its words.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { requireCheck } from "../../src/checks/registry.ts";
import { readOptions } from "../../src/inputs/read-options.ts";
import { failedInstall } from "../../src/python/install/failed-install.ts";
import { onlyInLog } from "../../src/python/packaging/pip-log.ts";
import { createWorkspace } from "../support/machine/workspace.ts";
import { silentHost } from "../support/scenario/evidence.ts";

const NOTHING = { files: [], requirements: [], options: [], installable: [] };
const START = "error: No solution found when resolving dependencies\n  cause: Because";

test("uv's refusal of a version that is not there is no contradiction", (t) => {
  const host = silentHost(createWorkspace(t, { "score.py": "", "requirements.txt": "" }));
  const options = readOptions({ mode: "preinstalled" }, host, requireCheck);
  const hint = (because: string) => {
    const output = `${START} ${because}\n`;
    return failedInstall({ exitCode: 1, output, installer: "uv" }, NOTHING, options, host).hint ?? "";
  };
  const gone =
    "there is no version of six==99 and you require\n    six==99, we can conclude that your requirements are unsatisfiable.";
  assert.match(hint(gone), /^The index has no such release .* may have been yanked/);
  const apart = "a==1 depends on b<2 and you require b==2, we can conclude that your requirements are unsatisfiable.";
  assert.match(hint(apart), /contradict each other/);
});

test("the reason of a failed build is the last line that it printed", (t) => {
  const host = silentHost(createWorkspace(t, { "score.py": "", "requirements.txt": "" }));
  const options = readOptions({ mode: "preinstalled" }, host, requireCheck);
  const log = [
    "2026-11-28T19:45:19,900   Running command Building wheel for compiled (pyproject.toml)",
    "2026-11-28T19:45:19,991   running build_ext",
    "2026-11-28T19:45:20,250   error: command 'gcc' failed: No such file or directory",
    "2026-11-28T19:45:20,949   ERROR: Building wheel for compiled (pyproject.toml) exited with 1",
    "2026-11-28T19:45:21,051 Failed to build compiled",
    "",
  ].join("\n");
  const file = join(createWorkspace(t, { "pip.log": log }), "pip.log");
  const printed = "  × Building wheel for compiled (pyproject.toml) did not run successfully.\n";
  const output = printed + onlyInLog(file);
  const { message, hint } = failedInstall({ exitCode: 1, output, installer: "pip" }, NOTHING, options, host);
  const reason = "error: command 'gcc' failed: No such file or directory";
  assert.equal(message, `Building wheel for compiled (pyproject.toml) did not run successfully: ${reason}`);
  assert.match(hint ?? "", /no C compiler is installed/);
});

test("the reason of a failed clone is git's own, without the markup of pip's console", (t) => {
  const host = silentHost(createWorkspace(t, { "score.py": "", "requirements.txt": "" }));
  const options = readOptions({ mode: "preinstalled" }, host, requireCheck);
  const log = [
    "2026-11-28T22:04:11,100   Running command git clone --quiet http://127.0.0.1:9/demo.git /tmp/demo",
    "2026-11-28T22:04:11,110   fatal: unable to access 'http://127.0.0.1:9/demo.git/': Failed to connect",
    "2026-11-28T22:04:11,120   ERROR: [present-rich] git clone --quiet http://127.0.0.1:9/demo.git /tmp/demo exited with 128",
    "2026-11-28T22:04:11,121   [bold magenta]full command[/]: [blue]git clone --quiet http://127.0.0.1:9/demo.git /tmp/demo[/]",
    "2026-11-28T22:04:11,121   [bold magenta]cwd[/]: \\[inherit]",
    "2026-11-28T22:04:11,122 ERROR: [present-rich] git clone --quiet http://127.0.0.1:9/demo.git /tmp/demo exited with 128",
    "",
  ].join("\n");
  const file = join(createWorkspace(t, { "pip.log": log }), "pip.log");
  const output = `× git clone --quiet http://127.0.0.1:9/demo.git /tmp/demo did not run successfully.\n${onlyInLog(file)}`;
  const { message } = failedInstall({ exitCode: 1, output, installer: "pip" }, NOTHING, options, host);
  const reason = "fatal: unable to access 'http://127.0.0.1:9/demo.git/': Failed to connect";
  assert.equal(message, `git clone --quiet http://127.0.0.1:9/demo.git /tmp/demo did not run successfully: ${reason}`);
});
