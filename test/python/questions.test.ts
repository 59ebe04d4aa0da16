// Questions that one Python process answers one after the other.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { probe } from "../../src/python/questions.ts";
import { orNothing } from "../../src/util/errors.ts";
import { createWorkspace, writeFiles } from "../support/machine/workspace.ts";
import { interpreter } from "../support/scenario/evidence.ts";

const python = await interpreter("3.8");
const pip = python.pip?.path;

/** Command lines of this process's children that answer questions. */
function answering(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^[0-9]+$/.test(name))
    .map(Number)
    .filter((pid) => {
      const stat = orNothing(() => readFileSync(`/proc/${pid}/stat`, "latin1")) ?? "";
      const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const words = orNothing(() => readFileSync(`/proc/${pid}/cmdline`, "utf8")) ?? "";
      return Number(parent) === process.pid && words.includes("probes/questions.py");
    });
}

async function settings(environment: Record<string, string>) {
  return await probe(python.path, "pip_settings", { pip, names: ["index-url"] }, { environment });
}

async function read(directory: string, name: string) {
  const question = { pip, files: [join(directory, name)], packages: [], markers: {} };
  const { requirements, errors } = await probe<{ requirements: { text: string }[]; errors: { message: string }[] }>(
    python.path,
    "requirements",
    question,
    { environment: { HOME: directory, COLOUR: "6.0" }, directory },
  );
  return [...requirements.map(({ text }) => text), ...errors.map(({ message }) => message)];
}

async function scoring(script: string) {
  const directory = join(script, "..");
  const places = { directory, codeDirectory: directory, skip: [], callsOf: [], modelDirectory: "" };
  const asked = { script, ...places };
  return await probe<{ imports: { module: string }[] }>(python.path, "scoring_imports", asked, { environment: {} });
}

test("one process answers them, with the environment of each", async (t) => {
  const directory = createWorkspace(t, { "a.txt": "colorama==$" + "{COLOUR}\n", "score.py": "import os, sys\n" });
  assert.deepEqual(await settings({ PIP_INDEX_URL: "http://127.0.0.1:1/a" }), { "index-url": "http://127.0.0.1:1/a" });
  const [first] = answering();
  assert.deepEqual(await read(directory, "a.txt"), ["colorama==6.0"]);
  assert.deepEqual(await settings({ PIP_INDEX_URL: "http://127.0.0.1:1/b" }), { "index-url": "http://127.0.0.1:1/b" });
  const { imports } = await scoring(join(directory, "score.py"));
  assert.deepEqual(
    imports.map(({ module }) => module),
    ["os", "sys"],
  );
  assert.deepEqual(answering(), [first]);
});

test("nothing of a question is left for the next one", async (t) => {
  const directory = createWorkspace(t, { "one/score.py": "import a\n", "two/score.py": "import b\n" });
  writeFiles(directory, { "one/a.py": "import json\n", "two/b.py": "import csv\n" });
  const modules = async (name: string) =>
    (await scoring(join(directory, name, "score.py"))).imports.map(({ module }) => module);
  assert.deepEqual(await modules("one"), ["a", "json"]);
  assert.deepEqual(await modules("two"), ["b", "csv"]);
});

test("questions that are asked at once wait for each other", async (t) => {
  const directory = createWorkspace(
    t,
    Object.fromEntries([1, 2, 3, 4].map((one) => [`${one}.txt`, `six==1.${one}\n`])),
  );
  const answers = await Promise.all([1, 2, 3, 4].map((one) => read(directory, `${one}.txt`)));
  assert.deepEqual(answers, [["six==1.1"], ["six==1.2"], ["six==1.3"], ["six==1.4"]]);
  assert.equal(answering().length, 1);
});

test("a question that ends Python fails alone, and the next ones are answered by another process", async (t) => {
  const script = join(createWorkspace(t, { "score.py": `a${".b".repeat(200_000)}\n` }), "score.py");
  const before = answering();
  const [crash, next] = await Promise.allSettled([scoring(script), settings({})]);
  assert.equal(crash.status, "rejected");
  assert.match(String(crash.status === "rejected" && crash.reason), /The probe "scoring_imports" failed under/);
  assert.equal(next.status, "fulfilled");
  assert.notDeepEqual(answering(), before);
  assert.equal(answering().length, 1);
});

test("an answer that takes too long ends its process, and is the only one that is lost", async (t) => {
  const directory = createWorkspace(t, { "score.py": "import os\n".repeat(20_000) });
  const asked = { script: join(directory, "score.py"), directory, codeDirectory: directory, skip: [], callsOf: [] };
  const late = probe(python.path, "scoring_imports", asked, { environment: {}, timeout: 1 });
  await assert.rejects(late, /it did not end in time/);
  assert.deepEqual(await settings({}), {});
});
