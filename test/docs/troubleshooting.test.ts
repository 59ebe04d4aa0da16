// The messages, codes and settings of docs/troubleshooting.md, each against what says or reads it.
// test/packages/troubleshooting.test.ts has the messages of the server, which need a package index.
import assert from "node:assert/strict";
import { existsSync, globSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { CHECKS } from "../../src/checks/registry.ts";
import { RUN_SCRIPT_EXITS } from "../../src/images/run-script/run-script.ts";
import { DEFAULT_SERVING, servingOf } from "../../src/inputs/deployment-file/serving.ts";
import { readYaml } from "../../src/inputs/deployment-file/yaml-file.ts";
import { blockOf } from "../support/docs/blocks.ts";
import { messagesFrom, quotedMessages, requireIn, troubleshooting } from "../support/docs/messages.ts";
import { readAction } from "../support/github/runner/action-definition.ts";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { runChild } from "../support/machine/child.ts";
import { childEnvironment } from "../support/machine/environment.ts";
import { type Cleanup, createWorkspace, writeFiles } from "../support/machine/workspace.ts";
import { findAnyPython } from "../support/python/interpreters.ts";
import { ask, evidenceOf } from "../support/scenario/evidence.ts";

const LOADER = "/lib64/ld-linux-x86-64.so.2";
const text = troubleshooting.replace(/^```.*?^```$/gms, "");
const onLinux = { skip: process.platform !== "linux" && "the run script and the loader are those of Linux" };

const block = (name: string) => blockOf(troubleshooting, name);

/** The bundle is minified; the sources have the texts as they are written. */
const ourTexts = () =>
  globSync("src/**/*.ts", { cwd: repositoryRoot })
    .map((path) => readFileSync(join(repositoryRoot, path), "utf8"))
    .join("\n");

describe("docs/troubleshooting.md", () => {
  it("has a cause and a change in each section with a message", () => {
    const sections = troubleshooting.split(/^#{2,3} /m).filter((section) => section.includes("<!-- message:"));
    assert.equal(sections.length, quotedMessages().length);
    for (const section of sections) {
      const [heading = ""] = section.split("\n");
      assert.match(section, /\*\*Cause:\*\*|^\| cause/m, heading);
      assert.match(section, /\*\*Change\*\*|\| change/, heading);
    }
  });

  it("has a heading for each exit code of the run script", () => {
    const headings = [...troubleshooting.matchAll(/^### Exit codes? (.*)$/gm)].map(([, codes = ""]) => codes);
    const codes = headings.flatMap((line) => line.match(/\d+/g) ?? []);
    assert.deepEqual(codes.sort(), Object.keys(RUN_SCRIPT_EXITS).sort());
  });

  it("names checks that there are", () => {
    const named = new Set(text.match(/\b[BCDFHIMPRSTVX]\d{1,2}\b/g));
    const ids = CHECKS.map(({ id }) => id);
    assert.ok(named.size > 20, [...named].join());
    assert.deepEqual(
      [...named].filter((id) => !ids.includes(id)),
      [],
    );
  });

  it("sets inputs that there are", () => {
    const { inputs } = readAction(repositoryRoot);
    const blocks = [...troubleshooting.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, yaml = ""]) => parse(yaml));
    const named = blocks.flatMap((yaml) => Object.keys(yaml.with ?? {}));
    assert.ok(named.length > 1);
    for (const name of named) assert.ok(name in inputs, name);
  });

  it("quotes messages of this tool as they are written", () => {
    const source = ourTexts();
    const messages = messagesFrom("tool");
    assert.ok(messages.length >= 5);
    for (const message of messages) requireIn(source, message);
  });

  it("quotes Python as it says it", async (t) => {
    const cwd = createWorkspace(t, { "jinja2.py": "", "test.py": "" });
    const causes: Record<string, string> = {
      "No module named": "import joblib",
      "cannot import name": "from jinja2 import Markup",
      "Files cannot be written": "import os; raise OSError(13, os.strerror(13), 'x')",
    };
    const messages = messagesFrom("python");
    assert.deepEqual(messages.map(({ heading }) => heading).sort(), Object.keys(causes).sort());
    for (const message of messages) {
      const words = ["-S", "-c", causes[message.heading] ?? ""];
      const { stderr } = await runChild(findAnyPython(), words, { cwd, env: childEnvironment({ home: cwd }) });
      requireIn(stderr, message);
    }
  });

  it("quotes the dynamic loader as it says it", onLinux, async (t) => {
    const messages = messagesFrom("loader");
    assert.equal(messages.length, 3);
    for (const message of messages) {
      if (message.text.includes("cannot open shared object file")) {
        const cwd = createWorkspace(t);
        const load = message.text.replace(/^(\S+):.*/, "import ctypes; ctypes.CDLL('absent-$1')");
        const { stderr } = await runChild(findAnyPython(), ["-c", load], { cwd, env: childEnvironment({ home: cwd }) });
        requireIn(stderr, message);
      } else if (existsSync(LOADER)) {
        requireIn(readFileSync(LOADER, "latin1"), message, ["version `%s' not found (required by %s)"]);
        assert.match(message.text, /: version `GLIBC\w*[\d.]+' not found \(required by …\)$/);
      }
    }
  });

  it("shows probes and a time-out that a deployment file may set", (t) => {
    const serving = (yaml: string) => servingOf(readYaml(join(createWorkspace(t, { "blue.yml": yaml }), "blue.yml")));
    assert.equal(DEFAULT_SERVING.requestTimeout, 5000);
    assert.match(text, /waits for 5000 ms/);
    assert.equal(DEFAULT_SERVING.readyWithin, 310_000);
    assert.match(text, /310 seconds/);
    assert.equal(serving(block("probes")).readyWithin, 900_000);
    assert.equal(serving(block("request-timeout")).requestTimeout, 60_000);
  });

  it("shows the line that H12 asks for", (t) => {
    const mount = { "demo/__init__.py": "", "demo/fast.so": "" };
    const [finding] = ask("H12", evidenceOf(t, { files: mount, code: { ".amlignore": "*.so\n" } }));
    assert.equal(finding?.hint, `Add this last line to .amlignore: \`${block("amlignore").trim()}\`.`);
  });
});

/** The run script of the tests' own images, which ends as the documented one does. */
async function runScript(t: Cleanup, variables: Record<string, string>): Promise<number | null> {
  const script = join(repositoryRoot, "test", "support", "container", "stand-in", "run");
  const [home, code] = [createWorkspace(t), createWorkspace(t)];
  writeFiles(code, { "score.py": "", "requirements.txt": "no-such-distribution==1.0\n" });
  mkdirSync(join(code, "myenv"));
  const env = childEnvironment({
    home,
    env: {
      PATH: `${dirname(findAnyPython())}:/usr/bin:/bin`,
      AML_APP_ROOT: code,
      AZUREML_ENTRY_SCRIPT: "score.py",
      STAND_IN_SECONDS_FOR_LOGS: "0",
      PIP_NO_INDEX: "1",
      ...variables,
    },
  });
  return (await runChild("bash", [script], { cwd: code, env })).exitCode;
}

describe("the causes of the exit codes", onLinux, () => {
  const absolute = "/var/azureml-app/code/myenv";
  const causes: readonly (readonly [cause: string, code: keyof typeof RUN_SCRIPT_EXITS, Record<string, string>])[] = [
    ["a library path that is absolute", 97, { AZUREML_EXTRA_PYTHON_LIB_PATH: absolute }],
    ["a library path that is a list", 97, { AZUREML_EXTRA_PYTHON_LIB_PATH: "myenv:myenv" }],
    ["a library path that is a file", 97, { AZUREML_EXTRA_PYTHON_LIB_PATH: "requirements.txt" }],
    ["requirements that cannot be installed", 95, { AZUREML_EXTRA_REQUIREMENTS_TXT: "requirements.txt" }],
    ["a requirements file elsewhere", 99, { AZUREML_EXTRA_REQUIREMENTS_TXT: "code/requirements.txt" }],
    ["a conda file elsewhere", 98, { AZUREML_EXTRA_CONDA_YAML: "conda.yml" }],
    ["a Python without the server", 100, { AZUREML_EXTRA_PYTHON_LIB_PATH: "myenv" }],
  ];
  for (const [cause, code, variables] of causes) {
    it(`${cause}: ${code}`, async (t) => assert.equal(await runScript(t, variables), code));
  }
});
