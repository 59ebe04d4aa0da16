// The command try starts the image as a deployment would.
import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "node:test";
import { askEngine, type Engine, findEngine, runEngine } from "../support/container/engines.ts";
import { standIn } from "../support/container/images.ts";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { runChild } from "../support/machine/child.ts";
import { type CliOptions, runCli } from "../support/machine/cli.ts";
import { childEnvironment } from "../support/machine/environment.ts";
import { type Cleanup, createWorkspace } from "../support/machine/workspace.ts";

const SCORE = `import json
import marker

def init():
    print("init was called")

def run(data):
    if json.loads(data) == "fail":
        raise ValueError("this request fails")
    return {"file": marker.__file__}
`;
const FILES = {
  "scoring/score.py": SCORE,
  "scoring/myenv/lib/python3.9/site-packages/marker.py": "",
  "request.json": "{}",
  "failing.json": '"fail"',
};
const ANSWER = { file: "/var/azureml-app/scoring/myenv/lib/python3.9/site-packages/marker.py" };

/** Answers with the memory that the container may use, in bytes. */
const READ_LIMIT = `import os

def init():
    pass

def run(data):
    files = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"]
    return open(next(file for file in files if os.path.exists(file))).read().strip()
`;

const deploymentFor = (image: string, type: string) => `name: blue
endpoint_name: demo
code_configuration: { code: scoring, scoring_script: score.py }
environment: { image: "${image}" }
instance_type: ${type}
instance_count: 1
`;

/** Types Ctrl-C in a terminal when the program says so; prints what the program printed, and ends with its exit code. */
const TERMINAL = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
seen, is_stopped = b"", False
while True:
    try:
        more = os.read(terminal, 4096)
    except OSError:
        more = b""
    if not more:
        break
    seen += more
    if b"Press Ctrl-C" in b" ".join(seen.split()) and not is_stopped:
        is_stopped = True
        os.write(terminal, b"\\x03")
sys.stdout.buffer.write(seen)
sys.exit(os.WEXITSTATUS(os.waitpid(pid, 0)[1]))
`;

/** The containers that the process of this id started. */
async function containersOf(engine: Engine, pid: number | undefined): Promise<string[]> {
  const label = "azureml-extra-packages.owner";
  const value = engine.name === "docker" ? `.Label "${label}"` : `index .Labels "${label}"`;
  const format = `{{.Names}} {{${value}}}`;
  const lines = await askEngine(engine, ["ps", "--all", "--format", format]);
  return lines.split("\n").filter((line) => line.includes(`/${pid}/`));
}

function optionsFor(t: Cleanup, engine: Engine, files: Record<string, string> = FILES): CliOptions {
  return { cwd: createWorkspace(t, files), env: engine.env };
}

for (const name of ["docker", "podman"] as const) {
  const engine = await findEngine(name);
  const { image, skip } = await standIn(engine, "documented");
  const words = ["try", "--code-directory", "scoring", "--image", image, "--engine", name];

  describe(`try in ${name}`, { skip }, () => {
    it("prints the answer to standard output, the log to standard error, and leaves no container", async (t) => {
      const limits = ["--instance-type", "Standard_DS2_v2"];
      let pid: number | undefined;
      const onStart = (child: ChildProcess) => {
        pid = child.pid;
      };
      const options = { ...optionsFor(t, engine), onStart };
      const ended = await runCli(t, [...words, ...limits, "--smoke-test", "request.json"], options);
      assert.equal(ended.exitCode, 0, ended.stderr);
      assert.deepEqual(JSON.parse(ended.stdout), ANSWER);
      assert.match(
        ended.stderr,
        /^Starting \S+ with AZUREML_EXTRA_PYTHON_LIB_PATH=myenv\/lib\/python3\.9\/site-packages$/m,
      );
      assert.match(ended.stderr, /init was called/);
      assert.match(ended.stderr, /^Ready after [\d.]+ s, responded after \d+ ms with status 200\.$/m);
      assert.deepEqual(await containersOf(engine, pid), []);
    });

    it("runs until Ctrl-C in a terminal", async (t) => {
      const { cwd } = optionsFor(t, engine);
      const cli = [process.execPath, join(repositoryRoot, "dist", "cli.js"), ...words, "--smoke-test", "request.json"];
      const env = childEnvironment({ home: join(cwd, "home"), env: engine.env });
      const ended = await runChild("python3", ["-c", TERMINAL, ...cli], { cwd, env });
      assert.equal(ended.exitCode, 130, ended.stdout);
      // A terminal breaks lines between words.
      const text = ended.stdout.replace(/\s+/g, " ");
      const [, container = ""] = /runs in the container (\S+)\. Press Ctrl-C to stop it\./.exec(text) ?? [];
      assert.match(container, /^azureml-extra-packages-/, ended.stdout);
      const isThere = async () => (await runEngine(engine, ["inspect", container])).exitCode === 0;
      for (let tries = 0; tries < 50 && (await isThere()); tries += 1);
      assert.ok(!(await isThere()), "the container is left");
    });
  });
}

const docker = await findEngine("docker");
const documented = await standIn(docker, "documented");

describe("try", { skip: documented.skip }, () => {
  const words = ["try", "--code-directory", "scoring", "--image", documented.image];

  it("without a sample request, waits until the server is ready", async (t) => {
    const { exitCode, stdout, stderr } = await runCli(t, words, optionsFor(t, docker));
    assert.equal(exitCode, 0, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, /^Ready after [\d.]+ s\.$/m);
  });

  it("limits the container to the instance type of the deployment file, if it is known", async (t) => {
    const path = "scoring/score.py";
    const files = { ...FILES, [path]: READ_LIMIT };
    for (const [type, bytes] of [
      ["Standard_DS2_v2", 7 * 2 ** 30],
      ["Standard_ND96_v9", undefined],
    ] as const) {
      const options = optionsFor(t, docker, { ...files, "blue.yml": deploymentFor(documented.image, type) });
      const flags = ["--deployment-file", "blue.yml", "--smoke-test", "request.json"];
      const { exitCode, stdout, stderr } = await runCli(t, ["try", ...flags], options);
      assert.equal(exitCode, 0, stderr);
      const limit = Number(JSON.parse(stdout));
      if (bytes !== undefined) assert.equal(limit, bytes);
      else assert.ok(!(limit < 2 ** 50), `${limit} bytes`); // "max" with version 2 of control groups
    }
  });

  it("fails with the answer of a request that fails", async (t) => {
    const ended = await runCli(t, [...words, "--smoke-test", "failing.json"], optionsFor(t, docker));
    assert.equal(ended.exitCode, 1);
    assert.match(ended.stderr, /^error: The server responded with status 500, /m);
    assert.match(ended.stderr, /ValueError: this request fails/);
  });

  it("says why the server does not start", async (t) => {
    const files = { ...FILES, "scoring/score.py": "import missing_module\n" };
    const { exitCode, stdout, stderr } = await runCli(t, words, optionsFor(t, docker, files));
    assert.equal(exitCode, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /^error: The container ended .*missing_module/m);
  });

  it("names the missing mount", async (t) => {
    const { exitCode, stderr } = await runCli(t, words, optionsFor(t, docker, { "scoring/score.py": "" }));
    assert.equal(exitCode, 2);
    assert.match(stderr, /^error: There is no mount at \S+\/scoring\/myenv\/lib\/python3\.9\/site-packages\.$/m);
    assert.match(stderr, /Build or restore the mount first\.$/m);
  });
});
