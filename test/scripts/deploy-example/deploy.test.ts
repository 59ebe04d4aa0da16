// What deploy-example writes of a container, and that the endpoint is deleted whichever step fails.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import {
  assertNothingLeft,
  commandsOf,
  deploy,
  factsIn,
  LIBRARY_PATH,
  NAME,
  onLinux,
  prepare,
  WORKSPACE,
} from "./machine.ts";

describe("deploy-example", onLinux, () => {
  it("writes what the container reports, and deletes the endpoint", async (t) => {
    const machine = prepare(t);
    const { exitCode, stderr, stdout } = await machine.run(deploy);
    assert.equal(exitCode, 0, stderr);
    const { answer, readsVariables, report, image } = factsIn(machine);
    assert.deepEqual(readsVariables, { AZUREML_EXTRA_PYTHON_LIB_PATH: true, PYTHONPATH: true });
    assert.deepEqual(answer, { value: 7 });
    assert.equal(image, "mcr.microsoft.com/azureml/x:latest");
    assert.match(report.python, /^3\.\d+\.\d+/);
    assert.match(report.glibc, /^glibc 2\.\d+/);
    assert.deepEqual(report.user, { uid: process.getuid?.(), gid: process.getgid?.() });
    assert.deepEqual([report.codeDirectory.writable, report.mount.writable], [true, true]);
    assert.equal(report.uploadedFiles[`file 640 ${process.getuid?.()}:${process.getgid?.()}`], 1);
    assert.equal(report.environment.AZUREML_EXTRA_PYTHON_LIB_PATH, LIBRARY_PATH);
    const summary = readFileSync(join(machine.directory, "summary.md"), "utf8");
    assert.match(summary, /^\| reads AZUREML_EXTRA_PYTHON_LIB_PATH \| yes \|$/m);
    assert.ok(stdout.includes(summary));
    assert.deepEqual(commandsOf(machine), [
      "online-endpoint create",
      "online-deployment create",
      "online-endpoint invoke report-request.json",
      "online-endpoint invoke sample-request.json",
      "online-endpoint delete",
    ]);
    for (const { words } of machine.calls()) {
      assert.deepEqual(words.slice(-4), ["--resource-group", "group", "--workspace-name", "space"]);
    }
    assertNothingLeft(machine);
  });

  it("deploys the example's deployment file with the image and both variables", async (t) => {
    const machine = prepare(t);
    await machine.run(deploy);
    const { directory, ...deployment } = JSON.parse(readFileSync(join(machine.directory, "deployment.json"), "utf8"));
    assert.deepEqual(deployment, {
      $schema: "https://azuremlschemas.azureedge.net/latest/managedOnlineDeployment.schema.json",
      name: "blue",
      endpoint_name: NAME,
      model: { path: "model" },
      code_configuration: { code: ".", scoring_script: "score_and_report.py" },
      environment: { image: "mcr.microsoft.com/azureml/x:latest" },
      environment_variables: { AZUREML_EXTRA_PYTHON_LIB_PATH: LIBRARY_PATH, PYTHONPATH: "python-path" },
      instance_type: "Standard_DS3_v2",
      instance_count: 1,
    });
  });

  for (const ignores of [
    ["AZUREML_EXTRA_PYTHON_LIB_PATH"],
    ["PYTHONPATH"],
    ["AZUREML_EXTRA_PYTHON_LIB_PATH", "PYTHONPATH"],
  ]) {
    it(`reports a container that ignores ${ignores.join(" and ")}, and has its answer all the same`, async (t) => {
      const machine = prepare(t, { ignores });
      const { exitCode, stderr } = await machine.run(deploy);
      assert.equal(exitCode, 0, stderr);
      const { answer, readsVariables } = factsIn(machine);
      const isRead = (name: string) => !ignores.includes(name);
      assert.deepEqual(readsVariables, {
        AZUREML_EXTRA_PYTHON_LIB_PATH: isRead("AZUREML_EXTRA_PYTHON_LIB_PATH"),
        PYTHONPATH: isRead("PYTHONPATH"),
      });
      assert.deepEqual(answer, { value: 7 });
      assertNothingLeft(machine);
    });
  }

  for (const [command, log] of [
    ["online-endpoint create", false],
    ["online-deployment create", true],
    ["online-endpoint invoke report-request.json", true],
    ["online-endpoint invoke sample-request.json", true],
  ] as const) {
    it(`fails if this fails, and deletes the endpoint: ${command}`, async (t) => {
      const machine = prepare(t, { fails: { [command]: 1 } });
      const { exitCode, stderr, stdout } = await machine.run(deploy);
      assert.equal(exitCode, 1, stderr);
      const [area, verb] = command.split(" ");
      assert.ok(
        stderr.includes(`\`az ml ${area} ${verb}\` failed with exit code 1:\nERROR: (InternalServerError)`),
        stderr,
      );
      assert.equal(stdout.includes("the container's log"), log, stdout);
      assert.equal(existsSync(join(machine.directory, "facts.json")), false);
      assertNothingLeft(machine);
    });
  }

  for (const [what, text, problem] of [
    ["no JSON", "upstream connect error", /^The endpoint's answer is not JSON: upstream connect error$/m],
    ["no report", '"{\\"value\\": 7}"', /^The endpoint's answer is not a report: \{"value":7\}$/m],
  ] as const) {
    it(`fails if the answer is ${what}, and deletes the endpoint`, async (t) => {
      const machine = prepare(t, { answers: { "online-endpoint invoke report-request.json": text } });
      const { exitCode, stderr } = await machine.run(deploy);
      assert.equal(exitCode, 1, stderr);
      assert.match(stderr, problem);
      assertNothingLeft(machine);
    });
  }

  it("says so if the log is not available either", async (t) => {
    const fails = { "online-deployment create": 1, "online-deployment get-logs": 1 };
    const machine = prepare(t, { fails });
    const { exitCode, stderr } = await machine.run(deploy);
    assert.equal(exitCode, 1);
    assert.match(stderr, /^The log of the container is not available\. `az ml online-deployment get-logs` failed/m);
    assertNothingLeft(machine);
  });

  it("fails before az if the code directory is missing, and asks for the deletion", async (t) => {
    const machine = prepare(t);
    const { exitCode, stderr } = await machine.run([...deploy, "--code-directory", "nowhere"]);
    assert.equal(exitCode, 1, stderr);
    assert.deepEqual(commandsOf(machine), ["online-endpoint delete", "online-endpoint list"]);
    assertNothingLeft(machine);
  });
});

describe("deploy-example's arguments", () => {
  for (const [what, words, problem] of [
    ["nothing", [], /^Set --endpoint, --resource-group, --workspace, --image, --library-path\.$/m],
    ["nothing to deploy", ["--endpoint", NAME, ...WORKSPACE], /^Set --image, --library-path\.$/m],
    [
      "a name that Azure refuses",
      ["--delete", "--endpoint", "Iris_1", ...WORKSPACE],
      /^--endpoint Iris_1 is not 3 to 32/m,
    ],
    ["an unknown flag", ["--remove"], /--remove/],
  ] as const) {
    it(`are refused before az runs: ${what}`, async (t) => {
      const machine = prepare(t);
      const { exitCode, stderr } = await machine.run([...words]);
      assert.equal(exitCode, 2);
      assert.match(stderr, problem);
      assert.match(stderr, /Exit codes: 0 passed/);
      assert.deepEqual(machine.calls(), []);
    });
  }
});
