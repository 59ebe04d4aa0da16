// What the tool says of real packages is what a container of the image does: the imports and the server run in it.
import assert from "node:assert/strict";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import type { Finding } from "../../src/findings/check.ts";
import { findEngine } from "../support/container/engines.ts";
import { type StandInName, standIn } from "../support/container/images.ts";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { runCli } from "../support/machine/cli.ts";
import { createWorkspace, writeFiles } from "../support/machine/workspace.ts";
import { compile, withoutCompiler } from "../support/packages/compiler.ts";
import { skipWithoutIndex } from "../support/packages/real-index.ts";
import { makeWheel, type Wheel } from "../support/packages/wheels.ts";

const engine = await findEngine("docker");
const noIndex = engine.skip || (await skipWithoutIndex());
const IRIS_39 = ["joblib==1.4.2", "pandas==2.0.3", "scikit-learn==1.3.2", "numpy==1.24.4"];

interface Built {
  readonly exitCode: number | null;
  readonly outputs: Record<string, string>;
  readonly report: { findings: Finding[]; smoke?: { answer: string }; evidence?: Record<string, string> };
  readonly stderr: string;
  readonly summary?: string;
}

/** Builds in a code directory with these files, verified in a container of a stand-in image. */
async function build(
  t: TestContext,
  name: StandInName,
  files: Record<string, string>,
  ...flags: string[]
): Promise<Built> {
  const { image } = await standIn(engine, name);
  const workspace = createWorkspace(t);
  writeFiles(workspace, { "request.json": "{}", ...files });
  const words = ["build", "--json", "--cache", "off", "--image", image, "--evidence", "image", ...flags];
  const options = { cwd: workspace, home: createWorkspace(t), inheritIndex: true, env: engine.env, timeout: 600_000 };
  const { exitCode, json, stderr } = await runCli(t, words, options);
  const outputs = (json ?? {}) as Record<string, string>;
  const report = JSON.parse(readFileSync(outputs["report-file"] || assert.fail(stderr), "utf8"));
  return { exitCode, outputs, report, stderr };
}

/** A library that was compiled here, and claims to be for an older system. */
function newerWheel(t: TestContext): Wheel {
  const library = join(createWorkspace(t), "libnewer.so");
  const source =
    "#include <pthread.h>\nstatic void *w(void *v) { return v; }\nint start(void) { pthread_t t; return pthread_create(&t, 0, w, 0); }\n";
  compile(t, library, source);
  const code = "import ctypes, os\nctypes.CDLL(os.path.join(os.path.dirname(__file__), 'libnewer.so'))\n";
  const files = { "newer/__init__.py": code, "newer/libnewer.so": readFileSync(library) };
  return makeWheel({ name: "newer", version: "1.0", tag: "py3-none-manylinux_2_17_x86_64", files });
}

const score = (line: string, answer = "True") =>
  `${line}\n\ndef init():\n    pass\n\ndef run(data):\n    return {"answer": ${answer}}\n`;
const errorsOf = ({ report }: Built) => report.findings.filter(({ severity }) => severity === "error");

describe("a container of the documented image", { skip: noIndex, concurrency: 1 }, () => {
  it("proves examples/iris: prediction, place of the packages, digest of the image", async (t) => {
    const workspace = createWorkspace(t);
    cpSync(join(repositoryRoot, "examples/iris"), workspace, {
      recursive: true,
      filter: (path) => !path.includes("myenv"),
    });
    const files = Object.fromEntries(
      ["score.py", "sample-request.json"].map((name) => [name, readFileSync(join(workspace, name), "utf8")]),
    );
    const flags = ["--smoke-test", "sample-request.json", "--model-directory", join(workspace, "model")];
    const built = await build(t, "documented", { ...files, "requirements.txt": `${IRIS_39.join("\n")}\n` }, ...flags);
    assert.equal(built.exitCode, 0, built.stderr);
    assert.equal(built.outputs.verified, "image");
    const answer = JSON.parse(built.report.smoke?.answer ?? "");
    assert.deepEqual(answer.predictions, ["setosa", "versicolor", "virginica"]);
    assert.match(
      answer.sklearn.file,
      /^\/var\/azureml-app\/.*\/lib\/python3\.9\/site-packages\/sklearn\/__init__\.py$/,
    );
    const manifest = JSON.parse(readFileSync(built.outputs["manifest-file"] ?? "", "utf8"));
    assert.match(manifest.target.imageDigest, /^sha256:[0-9a-f]{64}$/);
    assert.equal(built.report.evidence?.digest, manifest.target.imageDigest);
  });

  const failing: Record<string, [requirements: string, script: string, check: string, message: RegExp]> = {
    "a library that ctypes opens": [
      "python-magic==0.4.27",
      "import magic",
      "P4",
      /libmagic.* Without libmagic\S*, import magic /,
    ],
    "libraries that cffi opens": [
      "weasyprint==61.2\npydyf==0.10.0",
      "import weasyprint",
      "P4",
      /, import weasyprint .*fails/,
    ],
    "a library that a submodule opens": ["pyzbar==0.1.9", "from pyzbar import pyzbar", "P4", /pyzbar opens libzbar/],
    "a release that the server does not accept": [
      "pydantic==1.10.21",
      "import pydantic",
      "I2",
      /does not answer .* pydantic 1\.10\.21\.$/,
    ],
    "a namespace package with an __init__.py": ["azure==0.11.1", "import azure", "I8", /hides the image's part/],
  };
  for (const [what, [requirements, script, check, message]] of Object.entries(failing)) {
    it(`refuses ${what}`, async (t) => {
      const files = { "score.py": score(script), "requirements.txt": `${requirements}\n` };
      const built = await build(t, "documented", files, "--smoke-test", "request.json");
      assert.equal(built.exitCode, 1, built.stderr);
      const found = errorsOf(built).filter((one) => one.check === check);
      assert.match(found.map((one) => one.message).join("\n"), message, built.stderr);
    });
  }

  it("accepts the library that an image has", async (t) => {
    const files = {
      "score.py": score("import magic", "bool(magic.from_buffer(b'text'))"),
      "requirements.txt": "python-magic==0.4.27\n",
    };
    const built = await build(t, "documented-with-libraries", files, "--smoke-test", "request.json");
    assert.deepEqual([built.exitCode, built.outputs.verified], [0, "image"], built.stderr);
  });

  it("has a verdict on a package that sends signals to process 1", async (t) => {
    const wheels = createWorkspace(t);
    const code =
      "import os, signal\nfor name in ('SIGTERM', 'SIGINT', 'SIGHUP', 'SIGKILL'):\n    os.kill(1, getattr(signal, name))\n";
    const { filename, bytes } = makeWheel({ name: "ending", version: "1.0", files: { "ending.py": code } });
    writeFiles(wheels, { [filename]: bytes });
    const requirements = `--no-index\n--find-links ${wheels}\nending\n`;
    const files = { "score.py": score("import ending"), "requirements.txt": requirements };
    const built = await build(t, "documented", files, "--installer", "pip");
    assert.deepEqual([built.exitCode, built.outputs.verified], [0, "image"], built.stderr);
    assert.deepEqual(
      built.report.findings.filter(({ check }) => check === "I11"),
      [],
    );
  });

  it("accepts a release that the server does not ask for, and answers with", async (t) => {
    const files = { "score.py": score("import wrapt"), "requirements.txt": "wrapt==1.17.3\n" };
    const built = await build(t, "documented", files);
    assert.equal(built.exitCode, 0, built.stderr);
    const found = built.report.findings.filter(({ check }) => check === "I2");
    assert.deepEqual([...new Set(found.map(({ severity }) => severity))], ["notice"], built.stderr);
    assert.match(found[0]?.message ?? "", /answers with the mount\.$/);
  });

  it("asks the server again without the execute bits of a package's program", async (t) => {
    const wheels = createWorkspace(t);
    const code =
      "import os, subprocess\n\ndef answer():\n    program = os.path.join(os.path.dirname(__file__), 'answer')\n    return subprocess.check_output([program]).decode()\n";
    const files = { "program/__init__.py": code, "program/answer": "#!/bin/sh\nprintf 42\n" };
    const wheel = makeWheel({ name: "program", version: "1.0", files, executables: ["program/answer"] });
    writeFiles(wheels, { [wheel.filename]: wheel.bytes });
    const own = {
      "score.py": score("import program", "program.answer()"),
      "requirements.txt": `--no-index\n--find-links ${wheels}\nprogram\n`,
    };
    const built = await build(t, "documented", own, "--installer", "pip", "--smoke-test", "request.json");
    assert.deepEqual([built.exitCode, built.outputs.verified], [0, "image"], built.stderr);
    assert.equal(built.report.smoke?.answer, '{"answer": "42"}');
    const found = built.report.findings.filter(({ check }) => check === "X2" || check === "S8");
    assert.deepEqual(found.map(({ check, severity }) => `${check} ${severity}`).sort(), ["S8 warning", "X2 warning"]);
  });

  it("refuses compiled code that needs a newer glibc, as its loader does", { skip: withoutCompiler }, async (t) => {
    const wheels = createWorkspace(t);
    const { filename, bytes } = newerWheel(t);
    writeFiles(wheels, { [filename]: bytes });
    const requirements = `--no-index\n--find-links ${wheels}\nnewer\n`;
    const files = { "score.py": score("import newer"), "requirements.txt": requirements };
    const built = await build(t, "documented", files, "--installer", "pip");
    assert.equal(built.exitCode, 1, built.stderr);
    const checks = errorsOf(built).map(({ check }) => check);
    assert.ok(checks.includes("P3") && checks.includes("I11"), checks.join());
  });
});

describe("a container of an image whose run script ignores the variable", { skip: noIndex }, () => {
  it("makes V1 certain, and serves the packages of PYTHONPATH", async (t) => {
    const files = {
      "score.py": score("import tabulate", "tabulate.__file__"),
      "requirements.txt": "tabulate==0.9.0\n",
    };
    const built = await build(t, "cut", files, "--smoke-test", "request.json");
    assert.deepEqual([built.exitCode, built.outputs.verified], [0, "image"], built.stderr);
    const found = built.report.findings.find(({ check }) => check === "V1");
    assert.equal(found?.severity, "warning");
    assert.match(found?.message ?? "", /does not read AZUREML_EXTRA_PYTHON_LIB_PATH/);
    assert.match(built.report.smoke?.answer ?? "", /site-packages\/tabulate/);
    assert.match(built.outputs["environment-variables"] ?? "", /PYTHONPATH/);
  });
});
