// The examples of docs/checks.md whose fix is in the requirements or the inputs: a build with the lines before has the
// findings, and one with the lines after has none of them.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { Finding } from "../../../src/findings/check.ts";
import { makeElf } from "../../support/packages/elf/elf.ts";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import { makeSdist } from "../../support/packages/sdists.ts";
import { makeWheel, type WheelOptions } from "../../support/packages/wheels.ts";
import { pickled } from "../../support/python/models.ts";
import { assertFixed, findingsOf, flagsOf, linesOf, type Side } from "../../support/scenario/examples.ts";
import { createScenario, onLinux } from "../../support/scenario/scenario.ts";

const IMAGE = ["--image", "minimal-ubuntu20.04-py38-cpu-inference"];
const MODULE = (name: string, code = "") => ({ [`${name}/__init__.py`]: code });
/** x86-64-v3 in the property of the file. */
const NEWER_PROCESSOR = 4;
const COMPILED = "cp38-abi3-manylinux_2_17_x86_64";

const wheel = (name: string, version: string, files: WheelOptions["files"], more: Partial<WheelOptions> = {}) =>
  makeWheel({ name, version, files: files ?? {}, ...more });

const native = (name: string, plan: Parameters<typeof makeElf>[0]) => ({
  [`${name}/${name}.abi3.so`]: makeElf({ exports: [`PyInit_${name}`], ...plan }),
});

const packages = async () => [
  ...fixturePackages(),
  wheel("six", "1.16.0", { "six.py": "" }),
  wheel("joblib", "1.3.2", MODULE("joblib")),
  wheel("tqdm", "4.66.1", MODULE("tqdm")),
  wheel("pandas", "2.0.3", {
    ...MODULE("pandas"),
    "pandas/tests/test_a.py": "",
    "pandas/data.bin": "x".repeat(1_200_000),
  }),
  wheel("plugin", "1.0", MODULE("plugin", "import helper\n")),
  wheel("helper", "1.0", MODULE("helper")),
  wheel("google-helpers", "1.0", MODULE("google_helpers", "import pkg_resources\n")),
  wheel("setuptools", "80.9.0", { ...MODULE("setuptools"), ...MODULE("pkg_resources") }),
  wheel("storage", "1.0", MODULE("storage"), { extras: { database: [] } }),
  await makeSdist({ name: "demo", version: "1.0", files: MODULE("demo") }),
  wheel("demo", "1.1", MODULE("demo")),
  wheel("ninja", "1.11.1", {}, { scripts: { ninja: "x".repeat(10_000) } }),
  wheel("onnxruntime-gpu", "1.17.0", MODULE("onnxruntime", "A = 1\n")),
  wheel("onnxruntime", "1.17.0", MODULE("onnxruntime")),
  wheel("polars", "1.8.2", { ...MODULE("polars"), ...native("polars", { isa: NEWER_PROCESSOR }) }, { tag: COMPILED }),
  wheel("polars-lts-cpu", "1.8.2", MODULE("polars")),
  wheel(
    "opencv-python",
    "4.8.0.74",
    { ...MODULE("cv2", "A = 1\n"), ...native("cv2", { needed: ["libGL.so.1"] }) },
    { tag: COMPILED },
  ),
  wheel("opencv-python-headless", "4.8.0.74", MODULE("cv2")),
  wheel("contextvars", "2.4", MODULE("contextvars")),
  wheel("scikit-learn", "1.0.2", { ...MODULE("sklearn"), "sklearn/tree.py": "" }),
  wheel("scikit-learn", "1.3.2", { ...MODULE("sklearn"), "sklearn/tree.py": "" }),
  wheel("pytesseract", "0.3.10", MODULE("pytesseract")),
];

const score = (...modules: string[]) =>
  `${modules.map((name) => `import ${name}\n`).join("")}def init(): ...\ndef run(data): ...\n`;

/** A build for each side. */
async function sides(make: (side: Side) => Promise<readonly Finding[]>) {
  return { before: await make("before"), after: await make("after") };
}

describe("examples of requirements", { ...onLinux, concurrency: 2 }, () => {
  it("are found before and not after, several in one build", async (t) => {
    const inFile = ["H30", "I9", "I11", "M2", "M14", "M15", "P4", "P7", "R6", "R10", "S1"];
    const inInputs = ["H16", "H17"];
    const modules = [
      "six",
      "joblib",
      "pandas",
      "plugin",
      "google_helpers",
      "storage",
      "demo",
      "onnxruntime",
      "polars",
      "cv2",
    ];
    const scenario = await createScenario(t, { packages: await packages(), files: { "score.py": score(...modules) } });
    const found = await sides(async (side) => {
      const lines = linesOf(inFile, side);
      writeFileSync(join(scenario.workspace, "requirements.txt"), lines);
      return await findingsOf(t, scenario, ["build", ...IMAGE, ...flagsOf(inInputs, side)]);
    });
    assertFixed([...inFile, ...inInputs], found);
  });

  for (const id of ["H19", "I1", "S2"]) {
    it(`${id} is found before and not after`, async (t) => {
      const scenario = await createScenario(t, { packages: await packages(), files: { "score.py": score("six") } });
      const found = await sides(async (side) => {
        const more = id === "I1" ? "six==1.16.0\n" : "";
        writeFileSync(join(scenario.workspace, "requirements.txt"), linesOf([id], side) + more);
        return await findingsOf(t, scenario, ["build", ...IMAGE]);
      });
      assertFixed([id], found);
    });
  }

  it("S3 and S4 are found in a saved model before and not after", async (t) => {
    const tree = pickled('dump(of("sklearn.tree.DecisionTreeClassifier", _sklearn_version="1.3.2"))');
    for (const id of ["S3", "S4"]) {
      const scenario = await createScenario(t, { packages: await packages(), files: { "model/model.pkl": tree } });
      const found = await sides(async (side) => {
        writeFileSync(join(scenario.workspace, "requirements.txt"), linesOf([id], side));
        return await findingsOf(t, scenario, ["build", ...IMAGE, "--model-directory", "model"]);
      });
      assertFixed([id], found);
    }
  });

  it("S7 is off after the line for an image of one's own", async (t) => {
    const files = { "score.py": score("pytesseract") };
    const scenario = await createScenario(t, {
      packages: await packages(),
      files,
      requirements: "pytesseract==0.3.10\n",
    });
    const found = await sides(async (side) => await findingsOf(t, scenario, ["build", ...flagsOf(["S7"], side)]));
    assertFixed(["S7"], found);
  });

  it("M16 is found in a conda file before and not after", async (t) => {
    const scenario = await createScenario(t, { packages: await packages() });
    const found = await sides(async (side) => {
      writeFileSync(join(scenario.workspace, "conda.yml"), linesOf(["M16"], side));
      return await findingsOf(t, scenario, ["build", ...IMAGE, "--requirements", "conda.yml"]);
    });
    assertFixed(["M16"], found);
  });
});
