import assert from "node:assert/strict";
import { test } from "node:test";
import { collectEvidence } from "../../../src/evidence/collect.ts";
import { modulesOf } from "../../../src/evidence/imports/try-imports.ts";
import { NOTHING_READ } from "../../../src/evidence/scoring-script.ts";
import { now } from "../../../src/util/schedule.ts";
import type { WheelOptions } from "../../support/packages/wheels.ts";
import { ask, evidenceOf, interpreter, silentHost, withContainer } from "../../support/scenario/evidence.ts";

const wheel = (name: string, source: string, more: Partial<WheelOptions> = {}): WheelOptions => {
  return { name, version: "1.0", files: { [`${name}/__init__.py`]: source }, ...more };
};

test("I11 finds imports that raise, exit, crash or never end", async (t) => {
  const wheels = [
    wheel("raises", "raise RuntimeError('no\\nmore')\n"),
    wheel("exits", "import sys; sys.exit(3)\n"),
    wheel("quits", "import os; os._exit(0)\n"),
    wheel("crashes", "import ctypes; ctypes.string_at(0)\n"),
    wheel("hangs", "import time; time.sleep(600)\n"),
  ];
  const found = ask("I11", await withContainer(evidenceOf(t, { wheels }), 10_000));
  assert.deepEqual(
    found.map(({ distribution, severity, message }) => [distribution, severity, message]),
    [
      ["crashes", "error", "import crashes fails in the container: the interpreter crashes."],
      ["exits", "error", "import exits fails in the container: SystemExit: 3."],
      ["hangs", "error", "import hangs fails in the container: it does not finish within 10 s."],
      ["quits", "error", "import quits fails in the container: it exits the process with code 0."],
      ["raises", "error", "import raises fails in the container: RuntimeError: more."],
    ],
  );
  assert.equal(found[0]?.requirement?.text, "crashes==1.0");
});

test("I11 finds an import that fails in the image, and says to repeat it there", async (t) => {
  const evidence = await withContainer(evidenceOf(t, { wheels: [wheel("raises", "raise RuntimeError('no')\n")] }));
  const { container } = evidence;
  const source = { kind: "image", reference: "registry.example/scoring:1", digest: "", engine: "docker 28" } as const;
  const [found] = ask("I11", { ...evidence, container: container && { ...container, source } });
  assert.match(found?.hint ?? "", /^Run `import raises` in a container of registry\.example\/scoring:1 with /);
});

test("I11 finds that Python does not start with the mount, and says so once", async (t) => {
  const scenario = evidenceOf(t, { wheels: [wheel("demo", ""), wheel("enum", "")] });
  const host = silentHost(scenario.options.workspace);
  const subject = { options: scenario.options, target: scenario.target, mount: scenario };
  const sources = { cached: undefined, python: await interpreter("3.8"), turn: now };
  const evidence = await collectEvidence(subject, sources, host);
  await host.dispose();
  const found = ask("I11", evidence);
  assert.equal(found.length, 1);
  assert.match(found[0]?.message ?? "", /Python does not start .* module 'enum'/);
  assert.deepEqual(ask("F2", evidence), []);
});

test("I11 finds a module that nobody provides, and names who would", async (t) => {
  const wheels = [wheel("demo", "import sklearn\n"), wheel("other", "from demo_two import x\n")];
  assert.deepEqual(
    ask("I11", await withContainer(evidenceOf(t, { wheels }))).map(({ severity, hint }) => [severity, hint]),
    [
      ["error", "Add scikit-learn to the requirements: nothing in the mount provides sklearn."],
      ["error", "Add the distribution that provides demo_two to the requirements."],
    ],
  );
});

test("I11 finds what the image provides as a warning, and as a notice when the image is listed", async (t) => {
  const scenario = await withContainer(evidenceOf(t, { wheels: [wheel("demo", "import flask\n")] }));
  assert.deepEqual(
    ask("I11", scenario).map(({ severity, hint }) => [severity, hint]),
    [["warning", "Add flask to the requirements, so that the mount does not depend on the image."]],
  );
  const imagePackages = [{ name: "flask", version: "2.3.2", requires: undefined }];
  const listed = { ...scenario, options: { ...scenario.options, imagePackages } };
  assert.deepEqual(
    ask("I11", listed).map(({ severity }) => severity),
    ["notice"],
  );
});

test("I11 finds an extra that nobody asked for as a notice where the script's imports are known", async (t) => {
  const files = { "tool/__init__.py": "", "tool_cli.py": "import rich\n" };
  const wheels = [{ name: "tool", version: "1.0", requires: ['rich ; extra == "cli"'], files }];
  const evidence = await withContainer(evidenceOf(t, { wheels }));
  assert.deepEqual(
    ask("I11", { ...evidence, scoring: NOTHING_READ }).map(({ severity }) => severity),
    ["notice"],
  );
});

test("I11 finds a missing driver and an extra that nobody asked for as warnings", async (t) => {
  const driver = "raise OSError('libcuda.so.1: cannot open shared object file: No such file or directory')\n";
  const wheels = [
    wheel("gpu", driver),
    {
      name: "tool",
      version: "1.0",
      requires: ['rich ; extra == "cli"'],
      files: { "tool/__init__.py": "", "tool_cli.py": "import rich\n" },
    },
    wheel("strict", "import rich\n", { requires: ["rich"] }),
  ];
  assert.deepEqual(
    ask("I11", await withContainer(evidenceOf(t, { wheels }))).map(({ distribution, severity }) => [
      distribution,
      severity,
    ]),
    [
      ["gpu", "warning"],
      ["strict", "error"],
      ["tool", "warning"],
    ],
  );
});

test("I11 leaves alone modules that print, start threads or read their input", async (t) => {
  const wheels = [
    wheel("prints", "import os, sys; print('{'); os.write(1, b'}\\n'); sys.stdin.read()\n"),
    wheel("threads", "import threading, time; threading.Thread(target=time.sleep, args=(60,)).start()\n"),
    wheel("beside", "import my_module\n"),
  ];
  const scenario = evidenceOf(t, { wheels, code: { "my_module.py": "" } });
  assert.deepEqual(ask("I11", await withContainer(scenario, 30_000)), []);
});

test("I11 leaves alone tests and scripts at the top, private modules, and what lies in a namespace without being asked for", async (t) => {
  const files = {
    "google/cloud/demo/__init__.py": "",
    "tests/__init__.py": "raise SystemExit\n",
    "setup.py": "raise SystemExit\n",
    "_private.py": "raise SystemExit\n",
    "google/cloud/demo/broken.py": "raise SystemExit\n",
  };
  const scenario = evidenceOf(t, { wheels: [{ name: "google-cloud-demo", version: "1.0", files }] });
  assert.deepEqual(modulesOf(scenario.inventory.distributions[0] as never, scenario.inventory), ["google.cloud.demo"]);
  assert.deepEqual(ask("I11", await withContainer(scenario)), []);
});
