// Known failures with real packages: what `verify` finds, and that the real server in the simulated image fails the
// same way.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createSimulatedImage, runScript, type SimulatedImage } from "../support/container/simulated-image.ts";
import { runChild } from "../support/machine/child.ts";
import { childEnvironment } from "../support/machine/environment.ts";
import { createWorkspace, writeFiles } from "../support/machine/workspace.ts";
import { skipWithoutIndex } from "../support/packages/real-index.ts";
import type { Files } from "../support/packages/zip.ts";
import { findPython } from "../support/python/interpreters.ts";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const libraryPath = "myenv/lib/python3.8/site-packages";
const python = findPython("3.8") ?? assert.fail("the breakers are for Python 3.8: install it");
const server = "1.3.4";
const SCORE = "def init(): ...\ndef run(data): return data\n";

interface Breaker {
  readonly name: string;
  /** What pip installs into the mount, without dependencies where it would bring more. */
  readonly install: readonly string[];
  readonly files?: Files;
  /** Check and distribution that must be found as an error. */
  readonly finding: readonly [check: string, distribution: string | undefined];
  /** What the server's log says. */
  readonly log: RegExp;
}

const BREAKERS: readonly Breaker[] = [
  {
    name: "enum34",
    install: ["--no-deps", "enum34==1.1.10"],
    finding: ["I1", "enum34"],
    log: /module 'enum' has no attribute 'IntFlag'/,
  },
  {
    name: "the typing backport",
    install: ["--no-deps", "typing==3.6.6"],
    finding: ["I1", "typing"],
    log: /TypeError|AttributeError|ImportError/,
  },
  {
    name: "the dataclasses backport",
    install: ["--no-deps", "dataclasses==0.6"],
    finding: ["I1", "dataclasses"],
    log: /module 'typing' has no attribute '_ClassVar'/,
  },
  {
    name: "pydantic 1 beside server 1.3.4",
    install: ["pydantic==1.10.19"],
    finding: ["I2", "pydantic"],
    log: /ImportError|ModuleNotFoundError/,
  },
  {
    name: "azureml-ai-monitoring alone",
    install: ["azureml-ai-monitoring==1.0.0"],
    finding: ["I8", "azureml-ai-monitoring"],
    log: /No module named 'azureml\.contrib'/,
  },
  {
    name: "a regular azure package",
    install: [],
    files: { "azure/__init__.py": "" },
    finding: ["I8", undefined],
    log: /No module named 'azure\.core'/,
  },
  {
    name: "a regular azureml package",
    install: [],
    files: { "azureml/__init__.py": "" },
    finding: ["I8", undefined],
    log: /No module named 'azureml\.contrib'/,
  },
];

describe("breakers beside the real server", { skip: await skipWithoutIndex(), timeout: 900_000 }, () => {
  let image: SimulatedImage;
  before(async () => {
    image = await createSimulatedImage({ python, server });
  });

  for (const { name, install, files = {}, finding, log } of BREAKERS) {
    test(name, async (t) => {
      const codeDirectory = createWorkspace(t, { "score.py": SCORE });
      await makeMount(codeDirectory, install, files);
      const errors = await errorsOf(codeDirectory, image);
      assert.ok(
        errors.some(([check, distribution]) => check === finding[0] && distribution === finding[1]),
        `found ${JSON.stringify(errors)}`,
      );
      const result = await runScript({
        codeDirectory,
        image,
        environmentVariables: { AZUREML_EXTRA_PYTHON_LIB_PATH: libraryPath },
      });
      if (!("exitCode" in result)) await result.stop();
      assert.ok("exitCode" in result, result.log());
      assert.match(result.log(), log);
    });
  }

  const PASSING: Record<string, readonly string[]> = {
    "the same mount without the incompatible package": ["flask==2.3.2", "werkzeug==3.0.6", "pydantic==2.9.2"],
    "flask 3 beside server 1.3.4": ["flask==3.0.3", "werkzeug==3.0.6"],
    "a backport of configparser": ["configparser==3.7.4"],
    "azureml-ai-monitoring with azureml-contrib-services": [
      "azureml-ai-monitoring==1.0.0",
      "azureml-contrib-services==1.62.0",
      "numpy==1.24.4",
    ],
  };
  for (const [name, install] of Object.entries(PASSING)) {
    test(`${name} passes, and the server answers`, async (t) => {
      const codeDirectory = createWorkspace(t, { "score.py": SCORE });
      await makeMount(codeDirectory, install, {});
      assert.deepEqual(await errorsOf(codeDirectory, image), []);
      const variables = { AZUREML_EXTRA_PYTHON_LIB_PATH: libraryPath };
      const result = await runScript({ codeDirectory, image, environmentVariables: variables });
      if ("exitCode" in result) assert.fail(`exit ${result.exitCode}, ${result.reason}:\n${result.log()}`);
      await result.stop();
    });
  }
});

async function makeMount(codeDirectory: string, install: readonly string[], files: Files): Promise<void> {
  const mount = join(codeDirectory, libraryPath);
  mkdirSync(mount, { recursive: true });
  if (install.length > 0) {
    const env = childEnvironment({ home: join(codeDirectory, "..", "home"), inheritIndex: true });
    const command = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", mount, ...install];
    const installed = await runChild(python, command, { cwd: dirname(codeDirectory), env, timeout: 300_000 });
    assert.equal(installed.exitCode, 0, installed.stderr);
  }
  writeFiles(mount, files);
}

/** Check and distribution of each error that `verify` finds, the image being known by its `pip freeze`. */
async function errorsOf(codeDirectory: string, image: SimulatedImage): Promise<[string, string | undefined][]> {
  const listing = { "image.txt": `${image.packages.join("\n")}\n` };
  writeFiles(codeDirectory, listing);
  const env = childEnvironment({ home: join(codeDirectory, "..", "home") });
  const inputs = ["--image-packages", "image.txt", "--python", python, "--json"];
  const command = [join(repository, "dist", "cli.js"), "verify", ...inputs];
  const verified = await runChild(process.execPath, command, { cwd: codeDirectory, env, timeout: 300_000 });
  const report = JSON.parse(readFileSync(JSON.parse(verified.stdout)["report-file"], "utf8")) as {
    findings: { check: string; severity: string; distribution?: string }[];
  };
  return report.findings
    .filter(({ severity }) => severity === "error")
    .map(({ check, distribution }) => [check, distribution]);
}
