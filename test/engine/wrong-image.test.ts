// What is not the image that the packages are for: never a better verdict.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findEngine } from "../support/container/engines.ts";
import { standIn } from "../support/container/images.ts";
import { runCli } from "../support/machine/cli.ts";
import { type Cleanup, createWorkspace } from "../support/machine/workspace.ts";
import { skipWithoutIndex } from "../support/packages/real-index.ts";

const engine = await findEngine("docker");
const skip = engine.skip || (await skipWithoutIndex());
const SCORE = "import six\n\n\ndef init():\n    pass\n\n\ndef run(data):\n    return six.__file__\n";

/** As the system does when the memory is used up; while the server works on the request, who asks is there. */
const KILLS_WHO_ASKS = `import os, signal, six


def init():
    pass


def run(data):
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/cmdline" % pid, "rb") as command:
                asks = b"\\0-I\\0-S\\0-c\\0" in command.read()
        except OSError:
            continue
        if asks:
            os.kill(int(pid), signal.SIGKILL)
    return six.__file__
`;

describe("an image that is not what it should be", { skip }, () => {
  async function prepare(t: Cleanup, score = SCORE) {
    const workspace = createWorkspace(t, {
      "code/score.py": score,
      "code/requirements.txt": "six==1.16.0\n",
      "request.json": "{}",
    });
    const options = { cwd: workspace, home: createWorkspace(t), inheritIndex: true, env: engine.env, timeout: 600_000 };
    return async (...words: string[]) => await runCli(t, [...words, "--code-directory", "code"], options);
  }

  it("has another Python than the mount: T6, also without imports", async (t) => {
    const [older, newer] = [await standIn(engine, "python38"), await standIn(engine, "documented")];
    if (older.skip !== false || newer.skip !== false) return t.skip(older.skip || newer.skip || "");
    const az = await prepare(t);
    assert.equal((await az("build", "--image", newer.image)).exitCode, 0);
    for (const evidence of ["auto", "simulated", "files"]) {
      const { exitCode, stderr } = await az("verify", "--image", older.image, "--evidence", evidence);
      assert.equal(exitCode, 1, stderr);
      assert.match(stderr, /^error: T6: .*for Python 3\.9, but the image \S+ has Python 3\.8\./m);
    }
  });

  it("reads neither variable nor PYTHONPATH: V1 is an error, and mode dynamic installs nothing", async (t) => {
    const { image, skip: none } = await standIn(engine, "own-entry-point");
    if (none !== false) return t.skip(none);
    const az = await prepare(t);
    const built = await az("build", "--image", image, "--evidence", "image");
    assert.equal(built.exitCode, 1);
    assert.match(
      built.stderr,
      /^error: V1: .*neither|^error: V1: .*does not find modules by a relative PYTHONPATH either/m,
    );
    const dynamic = await az("build", "--mode", "dynamic", "--image", image, "--network", "none");
    assert.equal(dynamic.exitCode, 1);
    assert.match(dynamic.stderr, /^error: B4: /m);
  });

  it("whose server runs out of memory is not replaced by the simulation", async (t) => {
    const { image, skip: none } = await standIn(engine, "documented");
    if (none !== false) return t.skip(none);
    const hungry = `${SCORE}\n\ndef init():\n    global full\n    full = bytearray(9 * 2**30)\n    for at in range(0, len(full), 4096):\n        full[at] = 1\n`;
    const az = await prepare(t, hungry);
    const words = ["--image", image, "--instance-type", "Standard_DS2_v2", "--smoke-test", "request.json"];
    const { exitCode, stderr } = await az("build", ...words);
    assert.equal(exitCode, 1, stderr);
    assert.match(
      stderr,
      /^error: X1: .*a worker of the server was ended by SIGKILL, as happens when the memory is used up/m,
    );
  });

  it("whose worker is killed during the request: X1 says so", async (t) => {
    const { image, skip: none } = await standIn(engine, "documented");
    if (none !== false) return t.skip(none);
    const killed =
      "import os, signal, six\n\n\ndef init():\n    pass\n\n\ndef run(data):\n    os.kill(os.getpid(), signal.SIGKILL)\n";
    const az = await prepare(t, killed);
    const { exitCode, stderr } = await az("build", "--image", image, "--smoke-test", "request.json");
    assert.equal(exitCode, 1, stderr);
    assert.match(stderr, /^error: X1: .*a worker of the server was ended by SIGKILL/m);
  });

  it("whose program that asks the server is killed: X1, and no simulation", async (t) => {
    const { image, skip: none } = await standIn(engine, "documented");
    if (none !== false) return t.skip(none);
    const az = await prepare(t, KILLS_WHO_ASKS);
    const words = ["--image", image, "--smoke-test", "request.json"];
    const { exitCode, stderr, json } = await az("build", ...words, "--json");
    assert.equal(exitCode, 1, stderr);
    assert.match(stderr, /^error: X1: .*was killed twice \(docker exec: exit code 137\)/m);
    assert.equal(json?.verified, "no");
  });

  it("is not there, and is required: said before anything is built", async (t) => {
    const az = await prepare(t);
    const { exitCode, stderr } = await az("build", "--image", "minimal-py312-inference", "--evidence", "image");
    assert.equal(exitCode, 2);
    assert.match(stderr, /Docker does not have the image mcr\.microsoft\.com/);
    assert.doesNotMatch(stderr, /Installing/);
  });

  it("is simulated: the input network has no effect, which is said", async (t) => {
    const az = await prepare(t);
    const { stderr } = await az("build", "--mode", "dynamic", "--evidence", "simulated", "--network", "none");
    assert.match(stderr, /^warning: --network has no effect: the image is simulated on this machine/m);
  });
});
