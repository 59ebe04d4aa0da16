// Hints that say word by word what to write; that doing so helps is shown in the tests of the known breakers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newestWheels } from "../../src/python/newest-wheels.ts";
import { targetOf } from "../../src/target/target.ts";
import { makeElf } from "../support/elf-files.ts";
import { ask, interpreter, silentHost, stageScene, withContainer, withSurroundings } from "../support/evidence.ts";
import { startIndex } from "../support/package-index.ts";
import type { WheelOptions } from "../support/wheels.ts";

const tooNew = (versions: readonly string[]) =>
  makeElf({ exports: ["PyInit__fast"], versionNeeds: { "libc.so.6": versions } });
const FILE = "pkg/_fast.cpython-38-x86_64-linux-gnu.so";
const hintOf = (found: readonly { hint?: string | undefined }[]) => found[0]?.hint ?? "";

test("P3's hint is the newest release with a wheel that fits, where the index told", (t) => {
  const wheels = [{ name: "pkg", version: "2.0", files: { [FILE]: tooNew(["GLIBC_2.34"]) } }];
  const told = stageScene(t, { wheels, evidence: { newestWheels: { pkg: "1.9", other: "3.0" } } });
  assert.equal(
    hintOf(ask("P3", told)),
    "Write pkg==1.9 into the requirements and build the mount with this tool: that is the newest release with a wheel for Python 3.8 and glibc 2.31. Or deploy on an image with glibc 2.34 or newer.",
  );
  for (const newestWheels of [undefined, {}]) {
    const hint = hintOf(ask("P3", stageScene(t, { wheels, evidence: { newestWheels } })));
    assert.match(
      hint,
      /^Write pkg into the requirements and build the mount with this tool, which takes only wheels for/,
    );
  }
});

test("P3's hint names no distribution for a file of nobody, and no glibc where another library is too old", (t) => {
  const file = makeElf({ exports: ["PyInit__fast"], versionNeeds: { "libz.so.1": ["ZLIB_9.9"] } });
  const hint = hintOf(ask("P3", stageScene(t, { files: { "_fast.cpython-38-x86_64-linux-gnu.so": file } })));
  assert.match(hint, /^Build the mount with this tool/);
  assert.match(hint, /Or deploy on a newer image\.$/);
});

test("the index is not asked for what needs no newer system", async (t) => {
  const wheels = [{ name: "pkg", version: "2.0", files: { [FILE]: tooNew(["GLIBC_2.31"]) } }];
  assert.equal((await withSurroundings(stageScene(t, { wheels }))).newestWheels, undefined);
});

test("the index is not asked for what is no name: pip would take it for an option", async (t) => {
  const asked = await startIndex();
  t.after(() => asked.close());
  const host = { ...silentHost(process.cwd()), environment: { ...process.env, ...asked.env() } };
  const names = [`-index-url=${asked.url}`, "-i", "../pkg", ""];
  assert.equal(await newestWheels(names, targetOf({ python: "3.8" }), [], await interpreter("3.8"), host), undefined);
  assert.deepEqual(asked.requests, []);
});

const compiledForNumpy1: WheelOptions = {
  name: "frames",
  version: "1.0",
  files: {
    "frames.py":
      "raise ValueError('numpy.dtype size changed, may indicate binary incompatibility. Expected 96 from C header, got 88 from PyObject')\n",
  },
};
const numpy = (version: string): WheelOptions => ({ name: "numpy", version, files: { "numpy/__init__.py": "" } });

test("I11's hint is numpy<2 for what was compiled for numpy 1", async (t) => {
  const scene = await withContainer(stageScene(t, { wheels: [compiledForNumpy1, numpy("2.0.2")] }));
  assert.equal(
    hintOf(ask("I11", scene)),
    "Write numpy<2 into the requirements: frames was compiled for numpy 1, and the mount has numpy 2.0.2.",
  );
});

test("I11's hint is not numpy<2 where numpy is older", async (t) => {
  const scene = await withContainer(stageScene(t, { wheels: [compiledForNumpy1, numpy("1.26.4")] }));
  assert.doesNotMatch(hintOf(ask("I11", scene)), /numpy<2/);
});

const winlike: WheelOptions = {
  name: "winlike",
  version: "306",
  files: { "winlike.pth": "winlike\n", "winlike/winapi.py": "import wincon\n", "winlike/wincon.py": "" },
};
const MOUNT = "myenv/lib/python3.8/site-packages";

test("a directory that the scoring script puts on the path is a notice of I6 and I11, and fine for S1", async (t) => {
  for (const path of [
    `os.path.join(os.path.dirname(__file__), "${MOUNT}/winlike")`,
    `os.path.join(os.path.dirname(__file__), "myenv", "lib", "python3.8", "site-packages", "winlike")`,
    `os.getenv("AML_APP_ROOT") + "/${MOUNT}/winlike/"`,
  ]) {
    for (const call of [`append(${path})`, `insert(1, ${path})`]) {
      const code = { "score.py": `import os, sys\nsys.path.${call}\nimport winapi\n` };
      const scene = await withContainer(await withSurroundings(stageScene(t, { wheels: [winlike], code })));
      for (const check of ["I6", "I11"]) {
        assert.deepEqual(
          ask(check, scene).map(({ severity }) => severity),
          ["notice"],
          `${check}: ${call}`,
        );
      }
      assert.deepEqual(ask("S1", scene), []);
    }
  }
});

test("a directory that something else is done with is an error of I6, I11 and S1", async (t) => {
  for (const line of [
    `sys.path.append("${MOUNT}")`,
    `sys.path.append("other/winlike")`,
    `places.append("${MOUNT}/winlike")`,
    `sys.path.remove("${MOUNT}/winlike")`,
    `def other():\n    sys.path.append("${MOUNT}/winlike")`,
  ]) {
    const code = { "score.py": `import sys\nplaces = []\n${line}\nimport winapi\n` };
    const scene = await withContainer(await withSurroundings(stageScene(t, { wheels: [winlike], code })));
    for (const check of ["I6", "I11", "S1"]) {
      assert.ok(
        ask(check, scene).every(({ severity = "error" }) => severity === "error"),
        `${check}: ${line}`,
      );
      assert.ok(ask(check, scene).length > 0, `${check}: ${line}`);
    }
    assert.match(
      hintOf(ask("I11", scene)),
      /^wincon is in winlike, which only a \.pth file puts on the path: see I6\.$/,
    );
  }
});
