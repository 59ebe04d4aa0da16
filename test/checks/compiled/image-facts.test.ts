import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { findImage } from "../../../src/images/catalogue/find-image.ts";
import { targetOf } from "../../../src/images/target.ts";
import type { ImageFacts } from "../../../src/inputs/image-facts.ts";
import { type ElfPlan, makeElf } from "../../support/packages/elf/elf.ts";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";
import { imageFacts } from "../../support/scenario/image-facts.ts";

type Cleaner = Parameters<typeof evidenceOf>[0];
const MODULE = "pkg/_fast.cpython-38-x86_64-linux-gnu.so";
const image = findImage("minimal-ubuntu20.04-py38-cpu-inference");

/** What a check says of one extension module, for the image of the catalogue and for the same image with facts. */
function severities(id: string, t: Cleaner, plan: ElfPlan, facts?: ImageFacts, path = MODULE) {
  const module = makeElf({ exports: [`PyInit_${path.split("/").at(-1)?.split(".")[0]}`], ...plan });
  const wheels = [{ name: "pkg", version: "1.0", files: { "pkg/__init__.py": "", [path]: module } }];
  const target = targetOf({ image, python: "3.8", facts });
  return ask(id, evidenceOf(t, { wheels, evidence: { target } })).map(({ severity }) => severity);
}

const withLibraries = (...more: string[]) => imageFacts({ libraries: [...imageFacts().libraries, ...more] });
const withSymbols = (versions: Record<string, string>, isConda = true) =>
  imageFacts({ symbolVersions: { ...imageFacts().symbolVersions, ...versions }, python: { isConda } });

describe("P4 with the facts of the image", () => {
  test("finds, as an error, a library that the image does not have", (t) => {
    assert.deepEqual(severities("P4", t, { needed: ["libGL.so.1"] }, imageFacts()), ["error"]);
  });

  test("finds, as an error, what an image only probably has", (t) => {
    // Without facts, it is likely that conda's Python has brought it.
    assert.deepEqual(severities("P4", t, { needed: ["libgomp.so.1"] }), ["notice"]);
    assert.deepEqual(severities("P4", t, { needed: ["libgomp.so.1"] }, imageFacts()), ["error"]);
    const conda = imageFacts({ python: { isConda: true } });
    assert.deepEqual(severities("P4", t, { needed: ["libgomp.so.1"] }, conda), ["error"]);
    assert.deepEqual(severities("P4", t, { needed: ["libexpat.so.1"] }, conda), ["error"]);
  });

  test("finds a library that every image is assumed to have, if this one does not", (t) => {
    const libraries = imageFacts().libraries.filter((name) => !["libz.so.1", "libstdc++.so.6"].includes(name));
    for (const isConda of [false, true]) {
      const facts = imageFacts({ libraries, python: { isConda } });
      assert.deepEqual(severities("P4", t, { needed: ["libz.so.1"] }, facts), ["error"]);
      assert.deepEqual(severities("P4", t, { needed: ["libstdc++.so.6"] }, facts), ["error"]);
    }
    assert.deepEqual(severities("P4", t, { needed: ["libz.so.1"] }), []);
  });

  test("leaves alone libraries that the image has", (t) => {
    const needed = ["libGL.so.1", "libmagic.so.1", "libgomp.so.1"];
    assert.deepEqual(severities("P4", t, { needed }, withLibraries(...needed)), []);
  });

  test("leaves alone the dynamic loader, which is in no list of libraries", (t) => {
    assert.deepEqual(severities("P4", t, { needed: ["libc.so.6", "ld-linux-x86-64.so.2"] }, imageFacts()), []);
  });

  test("keeps code for hardware a warning and drivers a notice", (t) => {
    const provider = "pkg/libprovider.so";
    assert.deepEqual(severities("P4", t, { exports: [], needed: ["libcublas.so.11"] }, imageFacts(), provider), [
      "warning",
    ]);
    assert.deepEqual(severities("P4", t, { needed: ["libcuda.so.1"] }, imageFacts()), ["notice"]);
  });
});

describe("P3 with the facts of the image", () => {
  const needs = (...names: string[]) => ({ versionNeeds: { "libstdc++.so.6": names } });

  test("finds, as an error, a version that the image's libstdc++ lacks", (t) => {
    // Without facts, a conda environment may have a newer libstdc++.
    assert.deepEqual(severities("P3", t, needs("GLIBCXX_3.4.29")), ["warning"]);
    assert.deepEqual(severities("P3", t, needs("GLIBCXX_3.4.29"), withSymbols({})), ["error"]);
    assert.deepEqual(severities("P3", t, needs("CXXABI_1.3.13"), withSymbols({}, false)), ["error"]);
  });

  test("finds a version that the images of this glibc have, if this one is older", (t) => {
    assert.deepEqual(severities("P3", t, needs("GLIBCXX_3.4.28")), []);
    assert.deepEqual(severities("P3", t, needs("GLIBCXX_3.4.28"), withSymbols({ GLIBCXX: "3.4.26" })), ["error"]);
  });

  test("leaves alone a version that the image's newer libstdc++ has", (t) => {
    const facts = withSymbols({ GLIBCXX: "3.4.32", CXXABI: "1.3.14" });
    assert.deepEqual(severities("P3", t, needs("GLIBCXX_3.4.29", "GLIBCXX_3.4.32", "CXXABI_1.3.13"), facts), []);
    assert.deepEqual(severities("P3", t, needs("GLIBCXX_3.4.33"), facts), ["error"]);
  });

  test("holds the image to its own glibc", (t) => {
    const plan = { versionNeeds: { "libc.so.6": ["GLIBC_2.34"] } };
    assert.deepEqual(severities("P3", t, plan, imageFacts()), ["error"]);
    const newer = { ...withSymbols({ GLIBC: "2.36" }), glibc: [2, 36] as const };
    assert.deepEqual(severities("P3", t, plan, newer), []);
  });

  test("uses what images of its glibc have for a family that the facts do not name", (t) => {
    const facts = imageFacts({ symbolVersions: { GLIBC: "2.31" } });
    assert.deepEqual(severities("P3", t, needs("GLIBCXX_3.4.28"), facts), []);
    assert.deepEqual(severities("P3", t, needs("GLIBCXX_3.4.29"), facts), ["error"]);
  });
});
