// What people really deploy must be green without a single warning: each stack is locked by a first build and built
// again from its own lock. A rotating sample; `npm run test:packages -- --all` tries every stack on every Python.
import assert from "node:assert/strict";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Finding } from "../../src/checks/check.ts";
import { runCli } from "../support/cli.ts";
import { findPython } from "../support/interpreters.ts";
import { skipWithoutIndex } from "../support/real-index.ts";
import { createWorkspace, writeFiles } from "../support/workspace.ts";

interface Stack {
  readonly name: string;
  readonly requirements: readonly string[];
  /** What the scoring script imports. */
  readonly imports: readonly string[];
  /** Minor versions for which there are wheels. */
  readonly pythons: readonly string[];
}

const ALL = ["3.8", "3.9", "3.11", "3.12"];

const STACKS: readonly Stack[] = [
  {
    name: "scikit-learn and pandas",
    requirements: ["scikit-learn", "pandas"],
    imports: ["sklearn", "pandas"],
    pythons: ALL,
  },
  { name: "xgboost 1.7", requirements: ["xgboost==1.7.6"], imports: ["xgboost"], pythons: ALL },
  { name: "lightgbm", requirements: ["lightgbm"], imports: ["lightgbm"], pythons: ALL },
  { name: "onnxruntime", requirements: ["onnxruntime"], imports: ["onnxruntime"], pythons: ALL },
  { name: "opencv-python-headless", requirements: ["opencv-python-headless"], imports: ["cv2"], pythons: ALL },
  { name: "transformers without torch", requirements: ["transformers"], imports: ["transformers"], pythons: ALL },
  // The newest releases that it may take have no wheels for these any more; built from source, they are findings (M15, P3).
  {
    name: "spacy with wheels",
    requirements: ["spacy==3.7.5", "thinc==8.2.4", "cymem==2.0.8", "murmurhash==1.0.10", "preshed==3.0.9", "numpy<2"],
    imports: ["spacy"],
    pythons: ["3.8", "3.9"],
  },
  { name: "spacy", requirements: ["spacy"], imports: ["spacy"], pythons: ["3.11", "3.12"] },
  {
    name: "azure-storage-blob and azure-identity",
    requirements: ["azure-storage-blob", "azure-identity"],
    imports: ["azure.storage.blob", "azure.identity"],
    pythons: ALL,
  },
  // Compiles functions when it is imported, and keeps them beside its modules where it may.
  { name: "pynndescent", requirements: ["pynndescent"], imports: ["pynndescent"], pythons: ["3.8", "3.9", "3.11"] },
];

const everything = STACKS.flatMap((stack) => stack.pythons.map((python) => ({ ...stack, python })));
const SAMPLE = 3;

/** Another part of the list each day, so that a week or two see all of it. */
function chosen() {
  if (process.env.AEP_ALL_PACKAGES === "1") return everything;
  const start = (Math.floor(Date.now() / 86_400_000) * SAMPLE) % everything.length;
  return [...everything, ...everything].slice(start, start + SAMPLE);
}

const noIndex = await skipWithoutIndex();

for (const stack of chosen()) {
  const { name, python } = stack;
  const skip = noIndex || (findPython(python) === undefined && `no Python ${python} here`);
  test(`${name} on Python ${python} has neither errors nor warnings`, { skip }, async (t) => {
    const workspace = createWorkspace(t, {
      "score.py": `${stack.imports.map((module) => `import ${module}`).join("\n")}\n\n\ndef init():\n    pass\n\n\ndef run(data):\n    return data\n`,
    });
    writeFiles(workspace, { "requirements.txt": `${stack.requirements.join("\n")}\n` });
    const locked = await build(t, workspace, python);
    copyFileSync(locked["lock-file"] as string, join(workspace, "requirements.txt"));
    const outputs = await build(t, workspace, python);
    assert.equal(outputs.verified, "full");
    const { findings } = JSON.parse(readFileSync(outputs["report-file"] as string, "utf8")) as { findings: Finding[] };
    const loud = findings.filter(({ severity }) => severity !== "notice");
    assert.deepEqual(
      loud.map(({ check, severity, message }) => `${severity} ${check}: ${message}`),
      [],
    );
  });
}

async function build(
  t: Parameters<typeof runCli>[0],
  workspace: string,
  python: string,
): Promise<Record<string, string>> {
  const words = ["build", "--json", "--cache", "off", "--python-version", python];
  const {
    exitCode,
    json = {},
    stderr,
  } = await runCli(t, words, { cwd: workspace, inheritIndex: true, timeout: 900_000 });
  assert.equal(exitCode, 0, stderr.slice(-4000));
  return json;
}
