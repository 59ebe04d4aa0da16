// The smoke test with the real inference server: what it shows, what it finds, and what it leaves behind.
import assert from "node:assert/strict";
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { after, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type CliResult, runCli } from "../support/machine/cli.ts";
import { hasLandlock } from "../support/machine/landlock.ts";
import { type Cleanup, createWorkspace } from "../support/machine/workspace.ts";
import { skipWithoutIndex } from "../support/packages/real-index.ts";
import { findPython } from "../support/python/interpreters.ts";

const iris = fileURLToPath(new URL("../../examples/iris", import.meta.url));

/** Answers with what a container would see. */
const TELLTALE = `import json, os

def listening():
    with open("/proc/net/tcp") as table:
        rows = [line.split() for line in table][1:]
    own = {link(f"/proc/{os.getpid()}/fd/{fd}") for fd in os.listdir(f"/proc/{os.getpid()}/fd")}
    return [row[1].split(":")[0] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in own]

def link(path):
    try:
        return os.readlink(path)
    except FileNotFoundError:
        return ""

def init(): ...

def run(data):
    import six
    names = ["AML_APP_ROOT", "AZUREML_ENTRY_SCRIPT", "AZUREML_MODEL_DIR", "AZUREML_EXTRA_PYTHON_LIB_PATH", "LEVEL", "SECRET"]
    seen = {name: os.environ.get(name) for name in names}
    return {"listening": listening(), "request": json.loads(data), "six": six.__file__, "directory": os.getcwd(), **seen}
`;

describe("smoke-test", { skip: await skipWithoutIndex(), timeout: 1_200_000 }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });
  // Shared, so that uv, pip and the server are fetched once.
  const home = createWorkspace(whole);

  const run = (t: Cleanup, cwd: string, words: string[], more: object = {}) =>
    runCli(t, [...words, "--json"], { cwd, home, inheritIndex: true, timeout: 900_000, ...more });

  function repository(t: Cleanup, score: string, files: Record<string, string> = {}): string {
    return createWorkspace(t, {
      "score.py": score,
      "requirements.txt": "six==1.17.0\n",
      "request.json": '{"a": [1]}',
      ...files,
    });
  }
  const SMOKE = ["build", "--smoke-test", "request.json"];
  const reportOf = ({ json, stderr }: CliResult) => {
    assert.ok(json?.["report-file"], stderr);
    return JSON.parse(readFileSync(json["report-file"], "utf8"));
  };
  const messageOf = (ended: CliResult) => {
    assert.equal(ended.exitCode, 1, ended.stderr);
    const { findings } = reportOf(ended);
    return (
      findings.find(({ check }: { check: string }) => check === "X1")?.message ?? assert.fail(JSON.stringify(findings))
    );
  };

  test("examples/iris names three species, also from the cache, with the server of the first run", async (t) => {
    const workspace = createWorkspace(t);
    const filter = (path: string) => !/^(myenv|\.myenv\..*|__pycache__)$/.test(basename(path));
    cpSync(iris, join(workspace, "iris"), { recursive: true, filter });
    const words = ["build", "--deployment-file", "iris/deployment.yml", "--smoke-test", "iris/sample-request.json"];
    for (const outcome of ["miss", "hit"]) {
      const ended = await run(t, workspace, words);
      assert.equal(ended.exitCode, 0, ended.stderr);
      assert.equal(ended.json?.["cache-outcome"], outcome);
      assert.equal(/Installing the inference server/.test(ended.stderr), outcome === "miss", ended.stderr);
      assert.match(ended.stderr, /Smoke test, azureml-inference-server-http 1\.3\.4: ready after .*setosa/);
      const { smoke, times } = reportOf(ended);
      assert.deepEqual(JSON.parse(smoke.answer).predictions, ["setosa", "versicolor", "virginica"]);
      assert.equal(smoke.status, 200);
      assert.ok(smoke.answeredAfter > 0 && times.verify > smoke.readyAfter, JSON.stringify([smoke, times]));
    }
    const left = readdirSync(join(workspace, "iris")).filter((name) => !existsSync(join(iris, name)));
    assert.deepEqual(
      left.filter((name) => name !== "myenv" && name !== ".amlignore"),
      [],
    );
  });

  test("a worker that is killed ends the wait, and the signal is named", async (t) => {
    const score =
      "import os, signal, six\n\ndef init():\n    os.kill(os.getpid(), signal.SIGKILL)\n\ndef run(data): ...\n";
    const message = messageOf(await run(t, repository(t, score), SMOKE, { timeout: 300_000 }));
    assert.match(message, /a worker of the server was ended by SIGKILL, as happens when the memory is used up/);
  });

  test("the server is bound to loopback, and sees what a container sees, no more", async (t) => {
    const deployment = `name: blue\nendpoint_name: iris\ncode_configuration: {code: ., scoring_script: score.py}
environment_variables: {LEVEL: debug}\n`;
    const workspace = repository(t, TELLTALE, { "blue.yml": deployment, "model/weights.txt": "" });
    const words = [...SMOKE, "--deployment-file", "blue.yml", "--model-directory", "model"];
    const ended = await run(t, workspace, words, { env: { SECRET: "of the runner" } });
    assert.equal(ended.exitCode, 0, ended.stderr);
    const { six, AZUREML_EXTRA_PYTHON_LIB_PATH: library, ...seen } = JSON.parse(reportOf(ended).smoke.answer);
    assert.deepEqual(seen, {
      listening: ["0100007F"],
      request: { a: [1] },
      directory: workspace,
      AML_APP_ROOT: workspace,
      // The server itself makes it absolute.
      AZUREML_ENTRY_SCRIPT: join(workspace, "score.py"),
      AZUREML_MODEL_DIR: seen.AZUREML_MODEL_DIR,
      LEVEL: "debug",
      SECRET: null,
    });
    assert.equal(six, join(workspace, library, "six.py"));
    assert.match(seen.AZUREML_MODEL_DIR, /\/azureml-models\/model\/1$/);
  });

  test("the deployment file decides: model, variables, and how long Azure ML waits", async (t) => {
    const score = `import os, time
def init(): ...
def run(data):
    root = os.environ["AZUREML_MODEL_DIR"]
    with open(os.path.join(root, "weights", "a.txt")) as file:
        seen = [os.listdir(root), file.read(), os.environ["FLAG"], os.environ["PORT"]]
    time.sleep(1)
    return seen
`;
    const deployment = (more: string) => `name: blue\nendpoint_name: iris\nmodel:\n  path: weights
code_configuration: {code: ., scoring_script: score.py}\nenvironment_variables:\n  FLAG: yes\n  PORT: 0x1F\n${more}`;
    const workspace = repository(t, score, { "blue.yml": deployment(""), "weights/a.txt": "of the model" });
    const words = [...SMOKE, "--deployment-file", "blue.yml"];
    const ended = await run(t, workspace, words);
    assert.equal(ended.exitCode, 0, ended.stderr);
    assert.deepEqual(JSON.parse(reportOf(ended).smoke.answer), [["weights"], "of the model", "True", "31"]);
    writeFileSync(join(workspace, "blue.yml"), deployment("request_settings:\n  request_timeout_ms: 500\n"));
    assert.match(
      messageOf(await run(t, workspace, words)),
      /the response took \d\.\d s, but the deployment waits for at most 0\.5 s \(request_settings\.request_timeout_ms\)/,
    );
    writeFileSync(
      join(workspace, "blue.yml"),
      deployment("liveness_probe:\n  initial_delay: 1\n  failure_threshold: 0\n"),
    );
    writeFileSync(join(workspace, "score.py"), "import time\ndef init():\n    time.sleep(60)\ndef run(data): ...\n");
    assert.match(messageOf(await run(t, workspace, words)), /the server was not ready after 1\.0 s/);
  });

  test("a described request has another type, and an expected response", async (t) => {
    const score = `from azureml_inference_server_http.api.aml_request import AMLRequest, rawhttp
from azureml_inference_server_http.api.aml_response import AMLResponse

def init(): ...

@rawhttp
def run(request):
    if request.method == "GET":
        return AMLResponse({"color": request.args["color"]}, 202, json_str=True)
    return AMLResponse({"type": request.content_type, "rows": request.get_data().decode().split(), "secret": "\\x1b[31m"}, 200, json_str=True)
`;
    const describe = (text: string) => ({ "request.yml": text, "rows.csv": "1,2\n3,4\n" });
    const posted = "request: {content-type: text/csv, file: rows.csv}\nexpect: {status: 200}\n";
    const workspace = repository(t, score, describe(posted));
    const words = ["build", "--smoke-test", "request.yml"];
    const ended = await run(t, workspace, words);
    assert.equal(ended.exitCode, 0, ended.stderr);
    const { type, rows } = JSON.parse(reportOf(ended).smoke.answer);
    assert.deepEqual([type, rows], ["text/csv", ["1,2", "3,4"]]);
    writeFileSync(
      join(workspace, "request.yml"),
      'request: {method: GET, path: "/score?color=red"}\nexpect: {status: 202, answer: {color: red}}\n',
    );
    assert.equal((await run(t, workspace, words)).exitCode, 0);
    writeFileSync(
      join(workspace, "request.yml"),
      'request: {method: GET, path: "/score?color=red"}\nexpect: {status: 202, answer: {color: blue}}\n',
    );
    assert.match(messageOf(await run(t, workspace, words)), /the server responded .*red.*, but .*blue.* is expected/);
    writeFileSync(join(workspace, "request.yml"), "request: {body: {a: 1}}\nexpect: {status: 404}\n");
    assert.match(messageOf(await run(t, workspace, words)), /the server responded with status 200, not 404/);
  });

  test("a scoring script that cannot start fails the run with Python's message, and the earlier mount stays", async (t) => {
    const workspace = repository(t, "def init(): ...\ndef run(data): return 1\n");
    const first = await run(t, workspace, SMOKE);
    assert.equal(first.exitCode, 0, first.stderr);
    writeFileSync(
      join(workspace, "score.py"),
      "def init():\n    raise ValueError('no such model')\ndef run(data): ...\n",
    );
    writeFileSync(join(workspace, "requirements.txt"), "six==1.16.0\n");
    const ended = await run(t, workspace, SMOKE);
    assert.match(messageOf(ended), /the server exited with code 3 before it was ready: .*no such model/);
    assert.match(ended.stderr, /Log of the inference server\n(.*\n)*.*Traceback/);
    assert.equal(ended.json?.AZUREML_EXTRA_PYTHON_LIB_PATH, "");
    const manifest = JSON.parse(readFileSync(first.json?.["manifest-file"] ?? "", "utf8"));
    assert.equal(manifest.distributions[0].version, "1.17.0");
  });

  test("the server cannot change the mount, or not unnoticed", async (t) => {
    const touch = 'open(six.__file__, "a").write("#")';
    const quiet = `import six\ndef init():\n    try:\n        ${touch}\n    except OSError:\n        pass\ndef run(data): ...\n`;
    const workspace = repository(t, quiet);
    if (hasLandlock(findPython("3.8") ?? "")) {
      const ended = await run(t, workspace, SMOKE);
      assert.equal(ended.exitCode, 0, ended.stderr);
      assert.equal((await run(t, workspace, ["verify"])).exitCode, 0);
    }
    // What it is denied elsewhere first, gets it out of its confinement.
    const elsewhere = JSON.stringify(join(createWorkspace(t), "file"));
    const score = `import six\ndef init():\n    open(${elsewhere}, "w").close()\n    ${touch}\ndef run(data): ...\n`;
    writeFileSync(join(workspace, "score.py"), score);
    const ended = await run(t, workspace, SMOKE);
    assert.equal(ended.exitCode, 1, ended.stderr);
    const found = reportOf(ended).findings.find(({ check }: { check: string }) => check === "T7");
    assert.equal(found?.distribution, "six", ended.stderr);
  });

  test("an answer with an error status fails the run", async (t) => {
    const workspace = repository(t, "def init(): ...\ndef run(data):\n    raise KeyError('columns')\n");
    const ended = await run(t, workspace, SMOKE);
    assert.match(messageOf(ended), /the server responded with status 500, .*: KeyError: .columns./);
    assert.match(ended.stderr, /Log of the inference server\n(.*\n)*.*KeyError: 'columns'/);
  });

  test("the finding can be waived, with a reason, as any other", async (t) => {
    const workspace = repository(t, "def init():\n    raise OSError('no identity')\ndef run(data): ...\n");
    const ended = await run(t, workspace, [...SMOKE, "--checks", "X1=off # needs a managed identity"]);
    assert.equal(ended.exitCode, 0, ended.stderr);
    assert.equal(reportOf(ended).waived[0].check, "X1");
  });

  test("verify tests the mount that is in place", async (t) => {
    const workspace = repository(t, "import six\ndef init(): ...\ndef run(data): return six.__version__\n");
    assert.equal((await run(t, workspace, ["build"])).exitCode, 0);
    const ended = await run(t, workspace, ["verify", "--smoke-test", "request.json"]);
    assert.equal(ended.exitCode, 0, ended.stderr);
    assert.equal(reportOf(ended).smoke.answer, '"1.17.0"');
  });

  test("a prototype answers with what the image installs at its start", async (t) => {
    const score = "import six\ndef init(): ...\ndef run(data): return [six.__version__, six.__file__]\n";
    const workspace = repository(t, score);
    const ended = await run(t, workspace, [...SMOKE, "--mode", "dynamic"]);
    assert.equal(ended.exitCode, 0, ended.stderr);
    const [version, file] = JSON.parse(reportOf(ended).smoke.answer);
    assert.equal(version, "1.17.0");
    assert.match(file, /dynamic-install\/lib\/python3\.8\/site-packages\/six\.py$/);
    const broken = join(workspace, "score.py");
    writeFileSync(broken, "import six\ndef init():\n    raise ValueError('no such model')\ndef run(data): ...\n");
    assert.match(messageOf(await run(t, workspace, [...SMOKE, "--mode", "dynamic"])), /no such model/);
  });

  test("a signal ends the server with us", async (t) => {
    const score = "import os, time\ndef init():\n    open('pid', 'w').write(str(os.getpid()))\n    time.sleep(600)\n";
    const workspace = repository(t, `${score}def run(data): ...\n`);
    const file = join(workspace, "pid");
    const ended = await runCli(t, SMOKE, {
      cwd: workspace,
      home,
      inheritIndex: true,
      onStart: async (child) => {
        while (!existsSync(file) || readFileSync(file, "utf8") === "") await delay(50);
        child.kill("SIGINT");
      },
    });
    assert.equal(ended.exitCode, 130, ended.stderr);
    assert.equal(await isGone(Number(readFileSync(file, "utf8"))), true);
  });

  const python312 = findPython("3.12");
  test("the newest server leaves nothing in the code directory", {
    skip: !python312 && "no Python 3.12 here",
  }, async (t) => {
    const workspace = repository(t, "def init(): ...\ndef run(data): return 'fine'\n");
    const ended = await run(t, workspace, [...SMOKE, "--python-version", "3.12", "--python", python312 ?? ""]);
    assert.equal(ended.exitCode, 0, ended.stderr);
    assert.equal(reportOf(ended).smoke.server, "1.5.1");
    assert.deepEqual(readdirSync(workspace).sort(), [
      ".amlignore",
      "myenv",
      "request.json",
      "requirements.txt",
      "score.py",
    ]);
  });
});

async function isGone(pid: number): Promise<boolean> {
  for (let waited = 0; waited < 5_000; waited += 100) {
    try {
      process.kill(pid, 0);
    } catch {
      return true;
    }
    await delay(100);
  }
  return false;
}
