// What a smoke test refuses before it starts a server. The server itself is in test/packages/smoke.test.ts.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { describe, it } from "node:test";
import { build, mountOf, onLinux, run, setScene } from "./scene.ts";

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
      const scene = await setScene(t, { files: { "request.json": text } });
      const { exitCode, stderr } = await run(t, scene, ["build", "--smoke-test", "request.json"]);
      assert.equal(exitCode, 2, stderr);
      assert.match(
        stderr,
        new RegExp(`error: request\\.json:${line}: Input smoke-test: the sample request is not JSON`),
      );
      assert.equal(scene.index.requests.length, 0);
    });
  }

  it("names a request that is not there, with what was probably meant", async (t) => {
    const scene = await setScene(t, { files: { "request.json": "{}" } });
    const { exitCode, stderr } = await run(t, scene, ["build", "--smoke-test", "reqest.json"]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /Did you mean .*request\.json\?/);
  });

  it("ends with exit code 3 where the index does not have the server, and hands nothing over", async (t) => {
    const scene = await setScene(t, { files: { "request.json": "{}" } });
    const { exitCode, stderr } = await run(t, scene, ["build", "--smoke-test", "request.json"]);
    assert.equal(exitCode, 3, stderr);
    assert.match(stderr, new RegExp(`The smoke test needs ${server}==1\\.3\\.4`));
    assert.equal(existsSync(mountOf(scene)), false);
  });

  it("starts no server for a mount that is red anyway", async (t) => {
    const scene = await setScene(t, { files: { "request.json": "{}" } });
    const { exitCode } = await run(t, scene, ["build", "--smoke-test", "request.json", "--max-size", "1B"]);
    assert.equal(exitCode, 1);
    assert.deepEqual(
      scene.index.requests.filter(({ path }) => path.includes(server)),
      [],
    );
  });

  it("cannot be had without an interpreter of the image", async (t) => {
    const scene = await setScene(t, { files: { "request.json": "{}" } });
    await build(t, scene);
    const flags = ["--smoke-test", "request.json", "--python", "/nowhere/python3.8"];
    const { exitCode, stderr } = await run(t, scene, ["verify", ...flags]);
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, /Input smoke-test: the server needs Linux x86_64 and a Python of the image/);
  });
});
