// Known failures of real packages installed by plain pip: the mount made by hand does not pass, the real server in the
// simulated image fails the same way, and following the hint literally gives a build with which the server responds.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { before, describe, type TestContext, test } from "node:test";
import type { Finding } from "../../src/findings/check.ts";
import { hiding } from "../support/container/hidden-library.ts";
import { installByHand } from "../support/container/manual-mount.ts";
import { refusalsWithGlibc } from "../support/container/older-glibc.ts";
import { createSimulatedImage, runScript, type SimulatedImage } from "../support/container/simulated-image.ts";
import { runCli } from "../support/machine/cli.ts";
import { childEnvironment } from "../support/machine/environment.ts";
import { createWorkspace, writeFiles } from "../support/machine/workspace.ts";
import { glibcOfMachine, withoutCompiler } from "../support/packages/compiler.ts";
import { skipWithoutIndex } from "../support/packages/real-index.ts";
import { findPython } from "../support/python/interpreters.ts";

interface Target {
  readonly python: string;
  readonly image: string;
  readonly server: string;
}

const PY38 = { python: "3.8", image: "minimal-ubuntu20.04-py38-cpu-inference", server: "1.3.4" };
const PY39 = { python: "3.9", image: "curated/minimal-py39-inference", server: "1.4.0" };
/** Of both images, with 2 before it. */
const IMAGE_GLIBC = 31;

const [, machineGlibc = 0] = glibcOfMachine() ?? [];
const noIndex = await skipWithoutIndex();

/** What a breaker's test needs: the code directory with the mount that plain pip made, and what can be done with it. */
class Case {
  readonly codeDirectory: string;
  readonly #t: TestContext;
  readonly #target: Target;
  readonly #image: SimulatedImage;
  readonly #home: string;

  constructor(t: TestContext, target: Target, image: SimulatedImage, score: string) {
    this.#t = t;
    this.#target = target;
    this.#image = image;
    this.#home = createWorkspace(t);
    this.codeDirectory = join(createWorkspace(t), "scoring");
    writeFiles(this.codeDirectory, { "score.py": score });
  }

  get libraryPath(): string {
    return `myenv/lib/python${this.#target.python}/site-packages`;
  }

  inMount(file: string): string {
    return join(this.codeDirectory, this.libraryPath, file);
  }

  async install(...packages: string[]): Promise<void> {
    const env = childEnvironment({ home: this.#home, inheritIndex: true });
    await installByHand(findPython(this.#target.python) ?? "", this.codeDirectory, packages, env);
  }

  /** The errors of a run. */
  async find(verb: "verify" | "build"): Promise<Finding[]> {
    const words = [verb, "--image", this.#target.image, "--json"];
    const options = { cwd: this.codeDirectory, home: this.#home, inheritIndex: true, timeout: 600_000 };
    const { json, exitCode, stderr } = await runCli(this.#t, words, options);
    const { findings, distributions } = JSON.parse(readFileSync(json?.["report-file"] ?? "", "utf8"));
    const errors = (findings as Finding[]).filter(({ severity }) => severity === "error");
    assert.equal(exitCode, errors.length > 0 ? 1 : 0, stderr);
    this.#t.diagnostic(
      `${verb}: ${JSON.stringify(distributions?.map(({ name, version }: never) => `${name} ${version}`))}`,
    );
    return errors;
  }

  /** What the server's log says when it ends; nothing when it comes up. */
  async failure(more: Record<string, string> = {}): Promise<string | undefined> {
    const variables = { AZUREML_EXTRA_PYTHON_LIB_PATH: this.libraryPath, ...more };
    const { codeDirectory } = this;
    const result = await runScript({ codeDirectory, image: this.#image, environmentVariables: variables });
    if ("exitCode" in result) return result.log();
    await result.stop();
    return undefined;
  }

  /** Removes what was made by hand, builds from these lines, and starts the server. */
  async fix(...requirements: string[]): Promise<void> {
    rmSync(join(this.codeDirectory, "myenv"), { recursive: true });
    writeFiles(this.codeDirectory, { "requirements.txt": requirements.map((line) => `${line}\n`).join("") });
    assert.deepEqual(await this.find("build"), []);
    assert.equal(await this.failure(), undefined);
  }
}

describe("breakers of plain pip for Python 3.8", { skip: noIndex, timeout: 900_000 }, () => {
  let image: SimulatedImage;
  before(async () => {
    const python = findPython("3.8") ?? assert.fail("the breakers are for Python 3.8: install it");
    image = await createSimulatedImage({ python, server: PY38.server });
  });

  test("cryptography with a wheel for this machine's glibc", {
    skip: machineGlibc < 34 && `pip takes a wheel for glibc 2.${machineGlibc} here, which fits the image`,
  }, async (t) => {
    const score =
      "from cryptography.fernet import Fernet\n\ndef init(): Fernet.generate_key()\ndef run(data): return data\n";
    const broken = new Case(t, PY38, image, score);
    await broken.install("cryptography");
    const errors = await broken.find("verify");
    const found = errors.find(({ check }) => check === "P3") ?? assert.fail(JSON.stringify(errors));
    assert.equal(found.distribution, "cryptography");
    assert.match(found.message, /needs GLIBC_2\.3[3-9] of libc\.so\.6; the image has at most GLIBC_2\.31\./);
    const sharedObject = found.file ?? "";
    // Not shown here: the server that ends. This machine's glibc is new enough for the wheel, or pip had not taken it.
    if (withoutCompiler) t.diagnostic(`what the loader says is not shown: ${withoutCompiler}`);
    else
      assert.match(
        refusalsWithGlibc(t, IMAGE_GLIBC, broken.inMount(sharedObject)).join(),
        /GLIBC_2\.3[3-9]' not found/,
      );

    // Nothing is asked of an index without the requirements; the build itself takes the wheel that fits.
    const [, line = ""] = /^Add (\S+) to the requirements and build/.exec(found.hint ?? "") ?? [];
    assert.equal(line, "cryptography");
    await broken.fix(line);
    if (!withoutCompiler) assert.deepEqual(refusalsWithGlibc(t, IMAGE_GLIBC, broken.inMount(sharedObject)), []);
  });

  test("opencv-python", async (t) => {
    const score = "import cv2\n\ndef init(): cv2.getVersionString()\ndef run(data): return data\n";
    const broken = new Case(t, PY38, image, score);
    await broken.install("opencv-python");
    const [found = assert.fail("no finding"), ...others] = (await broken.find("verify")).filter(
      ({ check }) => check === "P4",
    );
    assert.deepEqual(others, []);
    const errors = found.members ?? [];
    assert.match(found.message, /^opencv-python needs \d+ libraries .*libGL\.so\.1/);
    assert.equal(found.distribution, "opencv-python");
    const hidden = isOfMachine("libGL.so.1") ? withoutLibGL(t) : {};
    if (hidden === undefined)
      t.diagnostic(`the failure is not shown: libGL.so.1 is on this machine, and ${withoutCompiler}`);
    else {
      const log = (await broken.failure(hidden)) ?? "the server came up";
      const [, library = log] = /ImportError: (lib\S+): cannot open shared object file/.exec(log) ?? [];
      assert.ok(
        errors.some(({ message }) => message.includes(`needs ${library},`)),
        library,
      );
    }

    const [, instead = ""] = /^Use (\S+):/.exec(found.hint ?? "") ?? [];
    assert.equal(instead, "opencv-python-headless");
    await broken.fix(instead);
    assert.equal(await broken.failure(hidden), undefined);
  });
});

const python39 = findPython("3.9");
describe("breakers of plain pip for Python 3.9", {
  skip: noIndex || (!python39 && "no Python 3.9 here"),
  timeout: 900_000,
}, () => {
  test("numpy 2 beside a pandas that was compiled for numpy 1", async (t) => {
    const image = await createSimulatedImage({ python: python39 ?? "", server: PY39.server });
    const broken = new Case(
      t,
      PY39,
      image,
      "import pandas\n\ndef init(): pandas.Series([1])\ndef run(data): return data\n",
    );
    // Its metadata has no upper bound for numpy, so pip takes numpy 2, and pip check is content.
    await broken.install("pandas==1.5.3");
    const errors = await broken.find("verify");
    const found = errors.find(({ distribution }) => distribution === "pandas") ?? assert.fail(JSON.stringify(errors));
    assert.equal(found.check, "I11");
    assert.match(found.message, /numpy\.dtype size changed, may indicate binary incompatibility/);
    assert.match((await broken.failure()) ?? "", /ValueError: numpy\.dtype size changed/);

    const [, line = ""] =
      /^Add (\S+) to the requirements: pandas was compiled for numpy 1/.exec(found.hint ?? "") ?? [];
    assert.equal(line, "numpy<2");
    await broken.fix("pandas==1.5.3", line);
  });
});

/** A variable that hides the library, as the image does not have it; undefined where it cannot be hidden. */
function withoutLibGL(t: TestContext): Record<string, string> | undefined {
  return withoutCompiler ? undefined : hiding(t, "libGL.so.1");
}

/** Whether the loader finds a library on this machine; then what needs it works here, and not in the image. */
function isOfMachine(library: string): boolean {
  try {
    const code = "import ctypes, sys; ctypes.CDLL(sys.argv[1])";
    execFileSync(findPython("3.8") ?? "", ["-c", code, library], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
