// What other programs print, and secrets, in every format of the command line.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { readLog } from "../support/github/runner/log-commands.ts";
import { type Cleanup, createWorkspace } from "../support/machine/workspace.ts";
import { readAgentLog } from "../support/other-ci/azure-agent.ts";
import { readSections } from "../support/other-ci/gitlab-job.ts";

const presenter = new URL("../../src/host/format/presenter.ts", import.meta.url);
const masks = new URL("../../src/host/log-text.ts", import.meta.url);

interface Printed {
  stdout: string;
  stderr: string;
  directory: string;
}

/** Runs `body`, in which `format` is what prints in the named format, and `input` a JSON value. */
function printed(
  t: Cleanup,
  name: string,
  body: string,
  input: unknown = null,
  env: Record<string, string> = {},
): Printed {
  const directory = createWorkspace(t, { output: "" });
  const program = `
    import { presenter } from ${JSON.stringify(presenter.href)};
    import { Masks } from ${JSON.stringify(masks.href)};
    let text = "";
    for await (const chunk of process.stdin.setEncoding("utf8")) text += chunk;
    const { input, json } = JSON.parse(text);
    const setting = { workspace: "/w", masks: new Masks(), environment: process.env, reword: String, json };
    const format = presenter(${JSON.stringify(name)})(setting);
    ${body}`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    input: JSON.stringify({ input, json: name !== "github" }),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    env: { ...process.env, GITHUB_OUTPUT: join(directory, "output"), AGENT_TEMPDIRECTORY: directory, ...env },
  });
  assert.equal(status, 0, stderr);
  return { stdout, stderr, directory };
}

const characters = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(
  (character) => !/[\ud800-\udfff]/.test(character),
);
/** Each character before and within what a service reads as a command. */
const FORGED = [...characters, ""].flatMap((one) => [
  `${one}::error::forged`,
  `${one}##[error]forged`,
  `${one}##vso[task.setvariable variable=PATH]forged`,
  `#${one}#vso[task.setvariable variable=PATH]forged`,
  `###${one}vso[task.setvariable variable=PATH]forged`,
  `##VS${one}O[task.setvariable variable=PATH]forged`,
  `${one}\u001b[0Ksection_start:${1e9}:forged\r\u001b[0Kforged`,
]);
const PRINT = `
  for (const message of input) format.log.info(message);
  await format.log.group(input[0], () => format.log.group(input[3], async () => {}));`;

describe("in every format, what another program prints", () => {
  for (const name of ["text", "azure", "gitlab"])
    test(`is no command: ${name}`, (t) => {
      const { stdout, stderr } = printed(t, name, PRINT, FORGED);
      assert.equal(stdout, "");
      const github = readLog(stderr.split(/\r\n|\r|\n/));
      assert.deepEqual([github.annotations, github.masks], [[], []]);
      const azure = readAgentLog(stderr);
      assert.deepEqual([azure.issues, azure.variables], [[], {}]);
      const { sections } = readSections(stderr);
      assert.equal(sections.length, name === "gitlab" ? 2 : 0);
      assert.ok(stderr.split("forged").length > FORGED.length);
    });

  test("is no command in a message or an output, which have their text unchanged", (t) => {
    const text = "100% of [x]; ##vso[task.setvariable variable=a]b\r\n::error::c\n##[error]d";
    const body = `
      format.log.error(input, { file: "/w/a;b].txt", line: 3, title: "P4" });
      format.log.warning(input);
      format.log.notice(input);
      format.publish({ "mount-digest": input, error: "" });`;
    const azure = printed(t, "azure", body, text);
    const log = readAgentLog(azure.stderr);
    assert.deepEqual(log.variables, { mount_digest: text, error: "" });
    assert.equal(log.issues.length, 2);
    const [error] = log.issues;
    assert.deepEqual(
      { ...error, message: "" },
      { type: "error", message: "", sourcepath: "/w/a;b].txt", linenumber: "3", code: "P4" },
    );
    assert.match(error?.message ?? "", /^a;b\]\.txt:3: P4: 100% of \[x\]; # #vso\[/);
    assert.deepEqual(JSON.parse(azure.stdout), { "mount-digest": text, error: "" });
    assert.doesNotMatch(azure.stdout, /##/);
    const gitlab = printed(t, "gitlab", body, `${text}\u001b[0Ksection_end:1:x\r`);
    assert.deepEqual(readSections(gitlab.stdout + gitlab.stderr).sections, []);
    const github = printed(t, "github", body, text);
    const { annotations } = readLog(github.stdout.split("\n"));
    assert.deepEqual(
      annotations.map(({ level }) => level),
      ["error", "warning", "notice"],
    );
    assert.match(readFileSync(join(github.directory, "output"), "utf8"), /^mount-digest<<(\S+)\n100% of .*\n\1\n/ms);
  });
});

test("a secret is hidden in every format, in the log, the outputs and the summary", (t) => {
  const body = `
    format.log.mask(input);
    format.log.info("a " + input);
    format.log.error("b " + input, { file: "/w/" + input });
    await format.log.group("c " + input, async () => format.log.debug("d " + input));
    format.publish({ "mount-digest": "e " + input, error: "" });
    format.summarise("f " + input);`;
  const secret = "hunter2;of]the%day";
  for (const name of ["text", "azure", "gitlab", "github"]) {
    const env = { SYSTEM_DEBUG: "True", RUNNER_DEBUG: "1", CI_DEBUG_TRACE: "true", GITHUB_STEP_SUMMARY: "" };
    const { stdout, stderr, directory } = printed(t, name, body, secret, env);
    const registered = name === "github" ? "::add-mask::hunter2;of]the%25day\n" : "";
    const files = name === "github" ? [readFileSync(join(directory, "output"), "utf8")] : [];
    if (name === "azure") files.push(...readAgentLog(stderr).summaries.map((file) => readFileSync(file, "utf8")));
    const all = [stdout.replace(registered, ""), stderr, ...files].join("\n");
    assert.doesNotMatch(all, /hunter2|of]the|of%5Dthe/, name);
    for (const letter of ["a", "b", "c", "d", "e", ...(name === "azure" ? ["f"] : [])])
      assert.ok(all.includes(`${letter} ***`), `${name}: ${letter}`);
  }
});
