// The key that is told without Python, beside the one of the plan that Python made of the same files.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { requireCheck } from "../../../src/checks/registry.ts";
import { readOptions } from "../../../src/inputs/read-options.ts";
import type { RawOptions } from "../../../src/inputs/table.ts";
import { expectedPlan } from "../../../src/plan/expected-key/expected-plan.ts";
import { makePlan } from "../../../src/plan/plan.ts";
import { createWorkspace } from "../../support/machine/workspace.ts";
import { silentHost } from "../../support/scenario/evidence.ts";
import { onLinux, python } from "../../support/scenario/scenario.ts";

const HASH = `sha256:${"0a".repeat(32)}`;

interface Case {
  readonly files: Readonly<Record<string, string>>;
  readonly inputs?: RawOptions;
  readonly variables?: Readonly<Record<string, string | undefined>>;
}

/** Of a repository with these files: both keys, with pip's settings. */
async function keysOf(t: TestContext, { files, inputs = {}, variables = {} }: Case) {
  const workspace = createWorkspace(t);
  for (const [path, content] of Object.entries({ "score.py": "import requests.tests\n", ...files })) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), content);
  }
  const given = { PIP_CONFIG_FILE: "/dev/null", PIP_INDEX_URL: "http://user:word@127.0.0.1:9/simple", ...variables };
  const host = silentHost(workspace);
  const environment = { ...host.environment, ...given, PATH: dirname(python), HOME: createWorkspace(t) };
  const asked = { ...host, environment };
  const options = readOptions({ mode: "preinstalled", python, ...inputs }, asked, requireCheck);
  const expected = await expectedPlan(options, undefined, asked);
  const planned = async () => {
    const { key, settings } = await makePlan(options, undefined, asked);
    return { key: key.text, settings };
  };
  return { expected, planned };
}

describe("the key that is expected before Python was asked", onLinux, () => {
  const same: Record<string, Case> = {
    "a file of pins": { files: { "requirements.txt": "numpy==1.24.4 # why\n\nPandas == 2.0.3\n" } },
    "something unpinned, with the week": { files: { "requirements.txt": "numpy>=1.20,<2\n" } },
    "files that include others": {
      files: {
        "requirements.txt": "-r more/base.txt\nlast==1.0\n",
        "more/base.txt": "first==1.0\n-c pins.txt\nsecond\n",
        "more/pins.txt": "second==2.0\n",
      },
    },
    hashes: { files: { "requirements.txt": `numpy==1.24.4 \\\n    --hash=${HASH} \\\n    --hash=${HASH}\n` } },
    markers: {
      files: { "requirements.txt": 'tomli==2.0.1 ; python_version < "3.11"\nold==1.0; sys_platform=="win32"\n' },
    },
    "line ends of Windows": { files: { "requirements.txt": "numpy==1.24.4\r\nscipy==1.10.1\r\n" } },
    "the input packages": { files: {}, inputs: { packages: "tool[x]==1.0\nother >= 2\n" } },
    "a conda file": {
      files: { "conda.yaml": "dependencies:\n  - python=3.8\n  - numpy=1.24.4\n  - pip:\n      - joblib==1.4.2\n" },
      inputs: { requirements: "conda.yaml" },
    },
    "a conda file that includes another": {
      files: {
        "env/conda.yaml": "dependencies:\n  - python=3.8\n  - pip:\n      - -r more.txt\n",
        "env/more.txt": "joblib==1.4.2\n",
      },
      inputs: { requirements: "env/conda.yaml" },
    },
    "an image": {
      files: { "requirements.txt": "numpy==1.24.4\n" },
      inputs: { image: "minimal-ubuntu20.04-py38-cpu-inference" },
    },
    slim: { files: { "requirements.txt": "requests==2.31.0\n" }, inputs: { slim: "on" } },
    "settings in variables": {
      files: { "requirements.txt": "numpy==1.24.4\n" },
      variables: { PIP_NO_BINARY: "numpy", PIP_EXTRA_INDEX_URL: "http://127.0.0.1:9/more?key=1", PIP_TIMEOUT: "3" },
    },
    "an interpreter that is found": { files: { "requirements.txt": "numpy==1.24.4\n" }, inputs: { python: "auto" } },
  };
  for (const [what, one] of Object.entries(same)) {
    it(`is that of the plan, with ${what}`, async (t) => {
      const { expected, planned } = await keysOf(t, one);
      assert.match(expected?.key ?? "", /^azureml-extra-packages-py3\.8-x86_64-[0-9a-f-]+-[0-9a-f]{64}$/);
      assert.deepEqual(expected, await planned());
    });
  }

  const simple = { "requirements.txt": "numpy==1.24.4\n" };
  const unknown: Record<string, Case> = {
    "an option in a file": { files: { "requirements.txt": "--pre\nnumpy==1.24.4\n" } },
    "a file that does not exist": { files: { "requirements.txt": "-r gone.txt\n" } },
    "a file that is included twice": {
      files: { "requirements.txt": "-r a.txt\n-r a.txt\n", "a.txt": "numpy==1.24.4\n" },
    },
    "a file that includes itself": { files: { "requirements.txt": "-r requirements.txt\n" } },
    "a configuration file of pip": { files: simple, variables: { PIP_CONFIG_FILE: "pip.conf" } },
    "an interpreter with a relative path": { files: simple, inputs: { python: "venv/bin/python" } },
    "an interpreter whose path has no version": { files: simple, inputs: { python: process.execPath } },
    "an interpreter of another version": { files: simple, inputs: { "python-version": "3.9" } },
  };
  for (const [what, one] of Object.entries(unknown)) {
    it(`is not told, with ${what}`, async (t) => assert.equal((await keysOf(t, one)).expected, undefined));
  }
});
