// What a smoke test refuses before it starts a server. The server itself is in test/packages/smoke.test.ts.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { describe, it } from "node:test";
import { build, createScenario, mountOf, onLinux, run } from "../../support/scenario/scenario.ts";

const server = "azureml-inference-server-http";

describe("smoke-test", { ...onLinux, concurrency: 2 }, () => {
  const mistakes: [string, string, number][] = [
    ["a comma too many", '{\n  "a": 1,\n  "b": [1, 2,],\n  "c": 3\n}\n', 3],
    ["a bare word", '{\n  "a":\n    flower\n}\n', 3],
    ["no end", '{\n  "a": {\n', 2],
    ["a string without an end", '{\n  "a": "b\n}\n', 2],
    ["two values", "{}\n\n{}\n", 3],
    ["nothing", "", 1],
    ["YAML", "a: 1\n", 1],
  ];
  for (const [what, text, line] of mistakes) {
    it(`names the line of a request that is not JSON: ${what}`, async (t) => {
      const scenario = await createScenario(t, { files: { "request.json": text } });
      const { exitCode, stderr } = await run(t, scenario, ["build", "--smoke-test", "request.json"]);
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, new RegExp(`error: request\\.json:${line}: --smoke-test: the sample request is not JSON`));
      assert.equal(scenario.index.requests.length, 0);
    });
  }

  const descriptions: [string, string, number, RegExp][] = [
    ["no request", "a: 1\n", 1, /describes no request: request is not a mapping/],
    ["an unknown field", "request:\n  verb: GET\n", 2, /request has no field verb\.\s+It has method, path/],
    ["a path without a slash", "request:\n  path: score\n", 2, /path cannot be "score"/],
    ["body and file", "request:\n  body: a\n  file: b\n", 3, /request has both body and file/],
    ["a file that is not there", "request:\n  file: b.csv\n", 2, /b\.csv is not a file/],
    ["a status that is none", "request: {}\nexpect:\n  status: ok\n", 3, /status is not an HTTP status/],
    ["headers that are a list", "request:\n  headers: [a]\n", 2, /headers is not a mapping/],
    ["broken YAML", "request: {\n", 2, /request\.yml/],
  ];
  for (const [what, text, line, says] of descriptions) {
    it(`names the line of a description that has ${what}`, async (t) => {
      const scenario = await createScenario(t, { files: { "request.yml": text } });
      const { exitCode, stderr } = await run(t, scenario, ["build", "--smoke-test", "request.yml"]);
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, new RegExp(`error: request\\.yml:${line}: `));
      assert.match(stderr, says);
      assert.equal(scenario.index.requests.length, 0);
    });
  }

  it("names a request that is not there, with what was probably meant", async (t) => {
    const scenario = await createScenario(t, { files: { "request.json": "{}" } });
    const { exitCode, stderr } = await run(t, scenario, ["build", "--smoke-test", "reqest.json"]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /Did you mean .*request\.json\?/);
  });

  it("ends with exit code 3 where the index does not have the server, and hands nothing over", async (t) => {
    const scenario = await createScenario(t, { files: { "request.json": "{}" } });
    const { exitCode, stderr } = await run(t, scenario, ["build", "--smoke-test", "request.json"]);
    assert.equal(exitCode, 3, stderr);
    assert.match(stderr, new RegExp(`The inference server cannot be installed \\(${server}==1\\.3\\.4`));
    assert.equal(existsSync(mountOf(scenario)), false);
  });

  it("starts no server for a mount that fails anyway", async (t) => {
    const scenario = await createScenario(t, { files: { "request.json": "{}" } });
    const { exitCode } = await run(t, scenario, ["build", "--smoke-test", "request.json", "--max-size", "1B"]);
    assert.equal(exitCode, 1);
    assert.deepEqual(
      scenario.index.requests.filter(({ path }) => path.includes(server)),
      [],
    );
  });

  it("cannot be had without an interpreter of the image", async (t) => {
    const scenario = await createScenario(t, { files: { "request.json": "{}" } });
    await build(t, scenario);
    const flags = ["--smoke-test", "request.json", "--python", "/nowhere/python3.8"];
    const { exitCode, stderr } = await run(t, scenario, ["verify", ...flags]);
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, /--smoke-test: the server requires Linux x86_64 and the image's version of Python/);
  });
});
