import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { runCli } from "../../machine/cli.ts";
import { type Cleanup, createWorkspace } from "../../machine/workspace.ts";
import { startResultsService } from "../services/results-service.ts";
import { runAction } from "./action-runner.ts";
import { pullRequest } from "./events.ts";

const definition = `
name: Fake
description: for tests
inputs:
  first-input: { description: one, default: "1" }
  token: { description: a token, default: "\${{ github.token }}" }
  old input: { description: gone, deprecationMessage: use first-input }
outputs:
  result: { description: one }
runs: { using: node24, main: dist/main.js }
`;
const printEnvironment = `
import { appendFileSync } from "node:fs";
appendFileSync(process.env.GITHUB_OUTPUT, "result<<END\\n" + JSON.stringify(process.env) + "\\nEND\\n");
`;

const fakeAction = (t: Cleanup, main: string, yml = definition) =>
  createWorkspace(t, { "action.yml": yml, "dist/main.js": main, "dist/package.json": '{ "type": "module" }' });

describe("runAction", () => {
  it("gives the action what the runner gives it", async (t) => {
    const service = await startResultsService();
    t.after(() => service.close());
    const workspace = createWorkspace(t);
    const action = fakeAction(
      t,
      printEnvironment.replace("process.env)", "process.env).replaceAll(process.env.INPUT_TOKEN, 'T')"),
    );
    const { outputs, temp } = await runAction(t, {
      action,
      workspace,
      service,
      event: pullRequest({ fork: true }),
      with: { "first-input": "" },
      env: { EXTRA: "yes", LANG: undefined },
    });
    const env = JSON.parse(outputs.result ?? "");
    assert.equal(env["INPUT_FIRST-INPUT"], "");
    assert.equal(env.INPUT_TOKEN, "T");
    assert.equal(env.INPUT_OLD_INPUT, "");
    assert.equal(env.GITHUB_REF, "refs/pull/7/merge");
    assert.equal(env.GITHUB_WORKSPACE, workspace);
    assert.equal(env.RUNNER_TEMP, temp);
    assert.equal(env.ACTIONS_RESULTS_URL, service.url);
    assert.equal(env.EXTRA, "yes");
    for (const name of ["LANG", "NODE_TEST_CONTEXT", "PYTHONPATH", "PIP_INDEX_URL"]) assert.equal(env[name], undefined);
    assert.ok(existsSync(env.GITHUB_EVENT_PATH));
    assert.notEqual(env.HOME, process.env.HOME);
  });

  it("reads what the action says", async (t) => {
    const main = `
      import { appendFileSync } from "node:fs";
      const write = (name, text) => appendFileSync(process.env[name], text + "\\n");
      write("GITHUB_OUTPUT", "plain=a=b");
      write("GITHUB_OUTPUT", "lines<<E\\nTwo\\nlines\\nE");
      write("GITHUB_OUTPUT", "leak=my password here");
      write("GITHUB_STATE", "s=1");
      write("GITHUB_ENV", "E=2");
      write("GITHUB_PATH", "/somewhere");
      write("GITHUB_STEP_SUMMARY", "# Title");
      console.log("::add-mask::password");
      console.log("::group::Install%0Apackages");
      console.log("the password");
      console.log("::endgroup::");
      console.log("::error title=No%3A%2C,file=requirements.txt,line=3::100%25 wrong%0Asecond %3A line");
      console.log("::debug::hidden");
      console.log("::stop-commands::token-1");
      console.log("::warning::not a command");
      console.log("::token-1::");
      console.log("::not-a-command::either");
      process.exitCode = 1;`;
    const result = await runAction(t, { action: fakeAction(t, main), workspace: createWorkspace(t) });
    assert.equal(result.exitCode, 1);
    assert.deepEqual(result.outputs, { plain: "a=b", lines: "Two\nlines" });
    assert.deepEqual(result.droppedOutputs, ["leak"]);
    assert.deepEqual([result.state, result.env, result.path], [{ s: "1" }, { E: "2" }, ["/somewhere"]]);
    assert.equal(result.summary, "# Title\n");
    assert.deepEqual(result.groups, [{ title: "Install\npackages", lines: ["the ***"] }]);
    assert.deepEqual(result.annotations, [
      { level: "error", message: "100% wrong\nsecond %3A line", title: "No:,", file: "requirements.txt", line: 3 },
    ]);
    assert.deepEqual(result.debug, ["hidden"]);
    assert.ok(result.masks.includes("password"));
    const shown = [
      "the ***",
      "Error: 100% wrong",
      "second %3A line",
      "::warning::not a command",
      "::not-a-command::either",
    ];
    assert.equal(result.log, shown.join("\n"));
  });

  it("warns as the runner does, or refuses when asked", async (t) => {
    const options = {
      action: fakeAction(t, ""),
      workspace: createWorkspace(t),
      with: { "frist-input": "", "old input": "" },
    };
    const { annotations } = await runAction(t, options);
    assert.deepEqual(
      annotations.map(({ message }) => message),
      [
        "Unexpected input(s) 'frist-input', valid inputs are ['first-input', 'token', 'old input']",
        "Input 'old input' has been deprecated with message: use first-input",
      ],
    );
    await assert.rejects(runAction(t, { ...options, strictInputs: true }), /frist-input/);
  });

  it("refuses what it does not implement", async (t) => {
    const run = (yml: string) => runAction(t, { action: fakeAction(t, "", yml), workspace: createWorkspace(t) });
    await assert.rejects(run(definition.replace("main: dist/main.js", "main: dist/main.js, post: x")), /runs: .*post/);
    await assert.rejects(run(definition.replace("node24", "node20")), /node20/);
    await assert.rejects(run(definition.replace("github.token", "secrets.X")), /cannot evaluate/);
  });

  it("throws a summary of more than a mebibyte away", async (t) => {
    const main = `import { writeFileSync } from "node:fs"; writeFileSync(process.env.GITHUB_STEP_SUMMARY, "x".repeat(1024 * 1025));`;
    const { summary, annotations } = await runAction(t, { action: fakeAction(t, main), workspace: createWorkspace(t) });
    assert.equal(summary, "");
    assert.match(annotations[0]?.message ?? "", /upload aborted/);
  });

  it("kills an action that does not end", async (t) => {
    const options = {
      action: fakeAction(t, "console.log('busy'); setInterval(() => {}, 1000)"),
      workspace: createWorkspace(t),
    };
    await assert.rejects(runAction(t, { ...options, timeout: 500 }), /took over 500 ms.*busy/s);
  });
});

describe("runCli", () => {
  const script = (t: Cleanup, code: string) => join(createWorkspace(t, { "cli.mjs": code }), "cli.mjs");

  it("runs the command line in its own home, and reads JSON", async (t) => {
    const code =
      "console.log(JSON.stringify({ home: process.env.HOME, args: process.argv.slice(2).join() }));process.exitCode=3";
    const { exitCode, json } = await runCli(t, ["build", "--json"], {
      cwd: createWorkspace(t),
      script: script(t, code),
    });
    assert.equal(exitCode, 3);
    assert.equal(json?.args, "build,--json");
    assert.notEqual(json?.home, process.env.HOME);
  });

  it("fails on anything but JSON where JSON is promised, and says what was written", async (t) => {
    const options = { cwd: createWorkspace(t), script: script(t, "console.log('oops')") };
    await assert.rejects(runCli(t, ["--json"], options), /oops/);
  });

  it("lets tests send signals", async (t) => {
    const code = "process.on('SIGINT', () => process.exit(130)); setInterval(() => {}, 1000); console.log('ready');";
    const { exitCode } = await runCli(t, [], {
      cwd: createWorkspace(t),
      script: script(t, code),
      onStart: (child) => child.stdout?.once("data", () => child.kill("SIGINT")),
    });
    assert.equal(exitCode, 130);
  });
});
