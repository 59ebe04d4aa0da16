import assert from "node:assert/strict";
import { test } from "node:test";
import { packagesOfPrograms } from "../../../src/evidence/programs/missing-programs.ts";
import { targetOf } from "../../../src/images/target.ts";
import { makeElf } from "../../support/packages/elf/elf.ts";
import { ask, evidenceOf, withContext } from "../../support/scenario/evidence.ts";
import { imageFacts } from "../../support/scenario/image-facts.ts";

const wheel = (name: string, module = name.replaceAll("-", "_")) => ({
  name,
  version: "1.0",
  files: { [`${module}/__init__.py`]: "" },
});
type Evidence = Parameters<typeof ask>[1];
const brief = (evidence: Evidence) =>
  ask("S7", evidence).map(({ severity, distribution, requirement }) => [severity, distribution, requirement?.line]);

test("S7 finds front ends of programs: those that the script imports as warnings, with the Dockerfile's line", async (t) => {
  const wheels = [
    wheel("pytesseract"),
    wheel("pydub"),
    wheel("tabula-py", "tabula"),
    wheel("pyspark"),
    wheel("pyodbc"),
  ];
  const code = { "score.py": "import pytesseract\ndef init():\n    import pyodbc\n" };
  const evidence = await withContext(evidenceOf(t, { wheels, code }));
  assert.deepEqual(brief(evidence), [
    ["warning", "pytesseract", 1],
    ["notice", "pydub", 2],
    ["notice", "tabula-py", 3],
    ["warning", "pyodbc", 5],
  ]);
  const [tesseract, , java, odbc] = ask("S7", evidence);
  assert.equal(
    tesseract?.message,
    "pytesseract starts tesseract, which the mount does not contain; whether the image has it is not known.",
  );
  assert.equal(
    tesseract?.hint,
    "Deploy on an image of your own whose Dockerfile has the line `RUN apt-get update && apt-get install --yes --no-install-recommends tesseract-ocr`.",
  );
  assert.match(java?.message ?? "", / pyspark also starts it\.$/);
  assert.match(odbc?.hint ?? "", /^Install msodbcsql18 from packages\.microsoft\.com /);
  assert.deepEqual(packagesOfPrograms(evidence), ["tesseract-ocr"]);
});

test("S7 leaves alone programs that the mount or the image has", async (t) => {
  const wheels = [
    wheel("moviepy"),
    wheel("imageio-ffmpeg"),
    wheel("pypandoc-binary", "pypandoc"),
    wheel("pyspark"),
    wheel("pandas"),
  ];
  const bundled = await withContext(evidenceOf(t, { wheels, code: { "score.py": "import moviepy, pypandoc\n" } }));
  assert.deepEqual(brief(bundled), [["notice", "pyspark", 4]]);
  const facts = { ...imageFacts(), environment: { JAVA_HOME: "/usr/lib/jvm/default-java" } };
  assert.deepEqual(brief({ ...bundled, target: targetOf({ python: "3.8", facts }) }), []);
});

/** A wheel in which all these files have execute bits. */
const executable = (name: string, files: Record<string, string | Uint8Array>) => {
  const module = name.replaceAll("-", "_");
  const all = Object.fromEntries(Object.entries(files).map(([path, content]) => [`${module}/${path}`, content]));
  return {
    name,
    version: "1.0",
    files: { [`${module}/__init__.py`]: "", ...all },
    executables: Object.keys(all),
  };
};
const onPosix = { skip: process.platform === "win32" && "Windows has no execute bits" };

test(
  "S8 finds programs: a warning for what the script imports and its modules name, else one notice",
  onPosix,
  async (t) => {
    const wheels = [
      executable("film", { "binaries/ffmpeg": makeElf({ type: 2 }), "start.py": "NAME = 'ffmpeg'\n" }),
      executable("terminal", { "film-cli": makeElf({ type: 2 }) }),
      executable("solver", { "linux/cbc": makeElf({}), "linux/glpk": makeElf({}), "run-solver": "#!/bin/sh\n" }),
    ];
    const evidence = await withContext(evidenceOf(t, { wheels, code: { "score.py": "import film, terminal\n" } }));
    assert.deepEqual(
      ask("S8", evidence).map(({ severity, distribution, file }) => [severity, distribution, file]),
      [
        ["warning", "film", "film/binaries/ffmpeg"],
        ["notice", "solver", "solver/linux/cbc"],
        ["notice", "terminal", "terminal/film-cli"],
      ],
    );
    const [film, solver] = ask("S8", evidence);
    assert.match(
      film?.message ?? "",
      /^film contains a program that needs its execute bit, .*: film\/binaries\/ffmpeg\.$/,
    );
    assert.match(film?.hint ?? "", /copy ffmpeg to .*tempfile.*`RUN pip install film==1\.0`/);
    assert.match(solver?.message ?? "", /^solver contains 3 programs that need their execute bit/);
  },
);

test("S8 leaves alone libraries, modules, tests, other machines, and programs without the bit", onPosix, async (t) => {
  const wheels = [
    executable("plain", {
      "fast.cpython-38-x86_64-linux-gnu.so": makeElf({}),
      "libs/libfast.so.1.2": makeElf({}),
      "libs/libfast-1a2b.so.1": makeElf({}),
      "cli.py": "#!/usr/bin/env python\n",
      "completion.sh": "#!/bin/sh\n",
      "index.js": "#!/usr/bin/env node\n",
      "data.bin": "\0\0",
      "tests/helper": "#!/bin/sh\n",
      "arm/cbc": makeElf({ machine: 183 }),
    }),
    { name: "quiet", version: "1.0", files: { "quiet/__init__.py": "", "quiet/tool": makeElf({}) } },
  ];
  const files = { "bin/tool": "#!/usr/bin/python\n" };
  const evidence = await withContext(evidenceOf(t, { wheels, files, code: { "score.py": "import plain, quiet\n" } }));
  assert.deepEqual(ask("S8", evidence), []);
});
