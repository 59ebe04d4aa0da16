// A known breaker: an extension module that is compiled on a machine with a newer glibc than the image's.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { refusalsWithGlibc } from "../../support/container/older-glibc.ts";
import { type Cleanup, createWorkspace, writeFiles } from "../../support/machine/workspace.ts";
import { compile, glibcOfMachine, withoutCompiler } from "../../support/packages/compiler.ts";
import { makeSdist } from "../../support/packages/sdists.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import { byHand, find, fix, hintOf, SCORE } from "../../support/scenario/known-failures.ts";
import { createScenario, mountOf, onLinux, python } from "../../support/scenario/scenario.ts";

/** Of the image, with 2 before it. */
const IMAGE_GLIBC = 31;
const MODULE = "quick/_answer.cpython-38-x86_64-linux-gnu.so";

/** An extension module; glibc 2.34 moved the functions of threads into libc.so.6, under a new version. */
const extension = (withThreads: boolean) => `
#include <Python.h>
#include <pthread.h>
static void *work(void *value) { *(long *)value = 42; return NULL; }
static PyObject *answer(PyObject *self, PyObject *arguments) {
    long value = 0;
${
  withThreads
    ? `    pthread_t thread;
    if (pthread_create(&thread, NULL, work, &value) != 0 || pthread_join(thread, NULL) != 0)
        return PyErr_SetFromErrno(PyExc_OSError);`
    : "    work(&value);"
}
    return PyLong_FromLong(value);
}
static PyMethodDef methods[] = {{"answer", answer, METH_NOARGS, ""}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_answer", NULL, -1, methods};
PyMODINIT_FUNC PyInit__answer(void) { return PyModule_Create(&module); }
`;

const QUICK = { "quick/__init__.py": "from quick._answer import answer\n" };

/**
 * quick 2.0 must be compiled, 1.0 has a wheel for every glibc since 2.17. In between are a wheel for a newer glibc than
 * the image's and one that was yanked.
 */
async function quicks(t: Cleanup) {
  const code = 'import sysconfig; print(sysconfig.get_paths()["include"])';
  const headers = execFileSync(python, ["-c", code], { encoding: "utf8" }).trim();
  const target = join(createWorkspace(t), "module.so");
  compile(t, target, extension(false), [`-I${headers}`]);
  const [name, files] = ["quick", { ...QUICK, [MODULE]: readFileSync(target) }];
  const wheel = (version: string, glibc: string) =>
    makeWheel({ name, version, tag: `cp38-cp38-manylinux_${glibc}_x86_64`, files });
  return [
    wheel("1.0", "2_17"),
    { ...wheel("1.1", "2_17"), yanked: true },
    wheel("1.2", "2_34"),
    await makeSdist({
      name,
      version: "2.0",
      tag: "cp38-cp38-linux_x86_64",
      files: QUICK,
      compiled: { [MODULE]: extension(true) },
    }),
  ];
}

function tooOldToShow(): string | false {
  const [, minor = 0] = glibcOfMachine() ?? [];
  return minor < 34 && `the C library of this machine (2.${minor}) has no version that the image's lacks`;
}

describe("compiled here against a newer glibc than the image's", {
  ...onLinux,
  skip: onLinux.skip || withoutCompiler || tooOldToShow(),
  concurrency: 2,
}, () => {
  const files = { "score.py": SCORE("quick", "assert quick.answer() == 42") };

  it("is P3, the loader refuses it where glibc is the image's, and the release of the hint passes", async (t) => {
    const scenario = await createScenario(t, { packages: await quicks(t), requirements: "quick==2.0\n", files });
    await byHand(scenario, ["quick"]);
    const { exitCode, findings } = await find(t, scenario);
    assert.equal(exitCode, 1);
    const [found, ...others] = findings.filter(({ severity }) => severity === "error");
    assert.deepEqual(others, []);
    assert.deepEqual([found?.check, found?.distribution, found?.file], ["P3", "quick", MODULE]);
    assert.match(found?.message ?? "", /needs GLIBC_2\.34 of libc\.so\.6; the image has at most GLIBC_2\.31\./);
    // Not shown here: the import itself, which works, as this machine's glibc is newer than the image's.
    assert.deepEqual(refusalsWithGlibc(t, IMAGE_GLIBC, join(mountOf(scenario), MODULE)), [
      "version `GLIBC_2.34' not found",
    ]);
    assert.deepEqual(refusalsWithGlibc(t, 34, join(mountOf(scenario), MODULE)), []);

    // Which index to ask is known where requirements are read: in a build.
    rmSync(join(scenario.workspace, "myenv"), { recursive: true });
    const built = await find(t, scenario, "build");
    const [, line = ""] = /^Add (\S+) to the requirements and build/.exec(hintOf(built.findings, "P3")) ?? [];
    writeFiles(scenario.workspace, { "myenv/": "" });
    assert.equal(line, "quick==1.0");
    await fix(t, scenario, { "requirements.txt": `${line}\n` });
    assert.deepEqual(refusalsWithGlibc(t, IMAGE_GLIBC, join(mountOf(scenario), MODULE)), []);
  });

  it("is P3 of a build too, on the requirement's line, with the same hint", async (t) => {
    const scenario = await createScenario(t, { packages: await quicks(t), requirements: "# Fast.\nquick>=2\n", files });
    const { exitCode, findings, stderr } = await find(t, scenario, "build");
    assert.equal(exitCode, 1);
    assert.match(hintOf(findings, "P3"), /^Add quick==1\.0 to the requirements/);
    assert.match(stderr, /^error: requirements\.txt:2: P3: /m);
  });

  it("is P3 without a release if the index does not answer, and its password is not printed", async (t) => {
    const scenario = await createScenario(t, { packages: await quicks(t), files });
    await byHand(scenario, ["quick"]);
    const address = new URL(scenario.index.url);
    [address.username, address.password] = ["someone", "s3cret-word"];
    await scenario.index.close();
    const { exitCode, findings, stderr } = await find(t, {
      ...scenario,
      env: { ...scenario.env, PIP_INDEX_URL: address.href },
    });
    assert.equal(exitCode, 1);
    assert.match(hintOf(findings, "P3"), /^Add quick to the requirements and build the mount with this tool/);
    assert.doesNotMatch(stderr, /s3cret-word/);
  });

  it("asks the index that only a requirements file names, and asks none where nothing is too new", async (t) => {
    const scenario = await createScenario(t, { packages: await quicks(t), files });
    writeFiles(scenario.workspace, { "requirements.txt": `--index-url ${scenario.index.url}\nquick\n` });
    const elsewhere = await createScenario(t);
    const { findings } = await find(t, { ...scenario, env: elsewhere.env }, "build");
    assert.match(hintOf(findings, "P3"), /^Add quick==1\.0 to the requirements/);
    assert.equal(elsewhere.index.requests.filter(({ path }) => path.includes("quick")).length, 0);
    await byHand(elsewhere, ["greet==1.0"]);
    const before = elsewhere.index.requests.length;
    await find(t, elsewhere);
    assert.equal(elsewhere.index.requests.length, before);
  });
});
