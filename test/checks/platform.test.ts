import assert from "node:assert/strict";
import { test } from "node:test";
import { systemPackages } from "../../src/checks/platform-problems.ts";
import { expandTag, fits } from "../../src/checks/wheel-tags.ts";
import { dockerfile } from "../../src/delivery/dockerfile.ts";
import { targetOf } from "../../src/target/target.ts";
import { type ElfPlan, makeElf } from "../support/elf-files.ts";
import { ask, stageScene } from "../support/evidence.ts";
import type { WheelOptions } from "../support/wheels.ts";
import type { Files } from "../support/zip.ts";

const MODULE = "pkg/_fast.cpython-38-x86_64-linux-gnu.so";
type Cleaner = Parameters<typeof stageScene>[0];

/** A wheel with one extension module, and what a check says of it, as severity and file. */
function answersTo(
  id: string,
  t: Cleaner,
  plan: ElfPlan,
  more: { path?: string; files?: Files } & Partial<WheelOptions> = {},
) {
  const { path = MODULE, files = {}, ...wheel } = more;
  const module = makeElf({ exports: [`PyInit_${path.split("/").at(-1)?.split(".")[0]}`], ...plan });
  const wheels = [
    {
      name: "pkg",
      version: "1.0",
      tag: "cp38-cp38-manylinux_2_17_x86_64",
      files: { "pkg/__init__.py": "", [path]: module, ...files },
      ...wheel,
    },
  ];
  return ask(id, stageScene(t, { wheels })).map(({ severity, file }) => [severity, file]);
}

test("P1 finds a wheel for another Python, another processor, a newer glibc", (t) => {
  const broken = { versionNeeds: { "libc.so.6": ["GLIBC_2.34"] } };
  for (const tag of [
    "cp39-cp39-manylinux_2_17_x86_64",
    "cp38-cp38-manylinux_2_17_aarch64",
    "cp38-cp38-manylinux_2_34_x86_64",
  ]) {
    assert.deepEqual(answersTo("P1", t, broken, { tag }), [["error", "pkg-1.0.dist-info/WHEEL"]], tag);
  }
});

test("P1 finds a wrong label, as a notice, where the compiled code fits", (t) => {
  assert.deepEqual(answersTo("P1", t, {}, { tag: "cp38-cp38-manylinux_2_34_x86_64" }), [
    ["notice", "pkg-1.0.dist-info/WHEEL"],
  ]);
});

test("P1 leaves alone what pip would take", (t) => {
  for (const tag of [
    "cp38-cp38-manylinux_2_31_x86_64",
    "cp36-abi3-manylinux2014_x86_64",
    "cp38-cp38-linux_x86_64",
    "py2.py3-none-any",
  ]) {
    assert.deepEqual(answersTo("P1", t, {}, { tag }), [], tag);
  }
});

test("tags are expanded and compared as PEP 425 and PEP 600 say", () => {
  const target = targetOf({ python: "3.11" });
  const taken = (text: string) => expandTag(text).some((tag) => fits(tag, target));
  assert.equal(expandTag("cp37.cp38-abi3-manylinux1_x86_64.manylinux_2_5_x86_64").length, 4);
  assert.deepEqual(expandTag("py3-none"), []);
  for (const text of [
    "py3-none-any",
    "py311-none-any",
    "cp39-abi3-any",
    "cp311-cp311-manylinux1_x86_64",
    "cp3-none-any",
  ])
    assert.ok(taken(text), text);
  for (const text of [
    "py2-none-any",
    "py312-none-any",
    "cp312-abi3-any",
    "cp311-cp311t-any",
    "cp311-cp311-musllinux_1_1_x86_64",
    "pp39-pypy39_pp73-any",
    "cp311-cp311-macosx_11_0_arm64",
  ]) {
    assert.ok(!taken(text), text);
  }
});

test("P2 finds an extension module for another processor", (t) => {
  assert.deepEqual(answersTo("P2", t, { machine: 183 }), [["error", MODULE]]);
});

test("P2 finds an extension module that is a text file", (t) => {
  const files = { "pkg/_other.cpython-38-x86_64-linux-gnu.so": "version https://git-lfs.github.com/spec/v1\n" };
  assert.deepEqual(answersTo("P2", t, {}, { files }), [["error", "pkg/_other.cpython-38-x86_64-linux-gnu.so"]]);
});

test("P2 leaves alone payloads for other machines that no import opens", (t) => {
  const files = { "pkg/tools/helper.dll": "MZ\x90\0", "pkg/_fast.cp38-win_amd64.pyd": "MZ\x90\0" };
  assert.ok(answersTo("P2", t, {}, { files }).every(([severity]) => severity !== "error"));
});

test("P3 finds symbols newer than the image's, and says how new they may be", (t) => {
  const module = makeElf({ exports: ["PyInit__fast"], versionNeeds: { "libc.so.6": ["GLIBC_2.17", "GLIBC_2.34"] } });
  const evidence = stageScene(t, { wheels: [{ name: "pkg", version: "1.0", files: { [MODULE]: module } }] });
  const [found] = ask("P3", evidence);
  assert.equal(found?.severity, "error");
  assert.equal(found?.distribution, "pkg");
  assert.equal(found?.requirement?.line, 1);
  assert.match(found?.message ?? "", /GLIBC_2\.34 of libc\.so\.6; the newest it may need is GLIBC_2\.31\./);
});

test("P3 leaves alone weak needs and libraries that the mount brings", (t) => {
  assert.deepEqual(answersTo("P3", t, { versionNeeds: { "libc.so.6": ["GLIBC_2.31"] } }), []);
  const files = { "pkg.libs/libq.so.1": makeElf({ soname: "libq.so.1", versionDefinitions: ["Q_9"] }) };
  assert.deepEqual(
    answersTo("P3", t, { versionNeeds: { "libq.so.1": ["Q_9"] }, runpath: "$ORIGIN/../pkg.libs" }, { files }),
    [],
  );
});

test("P4 finds a system library that no package brings, and names package and drop-in", (t) => {
  const module = makeElf({ exports: ["PyInit_cv2"], needed: ["libGL.so.1", "libc.so.6"] });
  const evidence = stageScene(t, {
    wheels: [{ name: "opencv-python", version: "4.0", files: { "cv2/cv2.abi3.so": module } }],
  });
  const [found, ...others] = ask("P4", evidence);
  assert.deepEqual(others, []);
  assert.equal(found?.severity, "error");
  assert.match(found?.message ?? "", /libGL\.so\.1/);
  assert.match(found?.hint ?? "", /opencv-python-headless/);
});

test("P4 leaves alone the C library, a neighbour by $ORIGIN, and what conda's Python brings", (t) => {
  const files = { "pkg.libs/libq.so.1": makeElf({ soname: "libq.so.1" }) };
  const plan = {
    needed: ["libc.so.6", "libstdc++.so.6", "libz.so.1", "libq.so.1", "libgomp.so.1"],
    runpath: "$ORIGIN/../pkg.libs",
  };
  assert.deepEqual(answersTo("P4", t, plan, { files }), [["notice", MODULE]]);
});

test("P5 finds a search path of somebody's home", (t) => {
  assert.deepEqual(
    answersTo("P5", t, { runpath: "/home/runner/work/lib" }).map(([, file]) => file),
    [MODULE],
  );
});

test("P5 leaves alone $ORIGIN", (t) => {
  assert.deepEqual(answersTo("P5", t, { runpath: "$ORIGIN/../pkg.libs" }), []);
});

test("P6 finds a module for another Python version", (t) => {
  const path = "pkg/_fast.cpython-39-x86_64-linux-gnu.so";
  assert.deepEqual(answersTo("P6", t, {}, { path }), [["error", path]]);
});

test("P6 leaves alone a module for another Python beside one that fits", (t) => {
  const files = { "pkg/_fast.cpython-39-x86_64-linux-gnu.so": makeElf({ exports: ["PyInit__fast"] }) };
  assert.ok(answersTo("P6", t, {}, { files }).every(([severity]) => severity !== "error"));
});

test("P7 finds code for newer processors", (t) => {
  assert.deepEqual(answersTo("P7", t, { isa: 0b100 }), [["warning", MODULE]]);
});

test("P7 leaves alone code for every x86-64", (t) => {
  assert.deepEqual(answersTo("P7", t, { isa: 0b1 }), []);
});

test("P8 finds an executable stack", (t) => {
  assert.deepEqual(
    answersTo("P8", t, { stack: 7 }).map(([, file]) => file),
    [MODULE],
  );
});

test("P8 leaves alone a plain stack", (t) => {
  assert.deepEqual(answersTo("P8", t, { stack: 6 }), []);
});

test("P9 finds a build for musl", (t) => {
  assert.deepEqual(answersTo("P9", t, { needed: ["libc.musl-x86_64.so.1"] }), [["error", MODULE]]);
});

test("P9 leaves alone a build for glibc", (t) => {
  assert.deepEqual(answersTo("P9", t, { needed: ["libc.so.6"] }), []);
});

test("P10 finds a module for a debug build", (t) => {
  const path = "pkg/_fast.cpython-38d-x86_64-linux-gnu.so";
  assert.deepEqual(answersTo("P10", t, {}, { path }), [["error", path]]);
});

test("P10 leaves alone the stable ABI", (t) => {
  assert.deepEqual(answersTo("P10", t, {}, { path: "pkg/_fast.abi3.so" }), []);
});

test("system libraries that are missing make a Dockerfile that keeps the image's user", (t) => {
  const module = makeElf({ exports: ["PyInit_cv2"], needed: ["libGL.so.1", "libgthread-2.0.so.0"] });
  const { inventory, target } = stageScene(t, {
    wheels: [{ name: "opencv-python", version: "4.0", files: { "cv2/cv2.abi3.so": module } }],
  });
  const text = dockerfile(systemPackages(inventory, target), target) ?? "";
  assert.match(text, /^FROM .*\nUSER root\n/);
  assert.match(text, /libgl1 libglib2\.0-0/);
  assert.match(text, /USER dockeruser\n$/);
  assert.equal(dockerfile([], target), undefined);
});

test("P2 leaves alone a library that is larger than what is read at once", (t) => {
  const files = { "pkg/lib/libbig.so": padded(makeElf({ soname: "libbig.so", headers: "sections" }), 40 * 2 ** 20) };
  assert.deepEqual(answersTo("P2", t, {}, { files }), []);
});

/** The same ELF file with its section headers moved behind a gap, as in libraries of hundreds of megabytes. */
function padded(elf: Uint8Array, gap: number): Uint8Array {
  const moved = Buffer.concat([elf, Buffer.alloc(gap), elf.subarray(Number(Buffer.from(elf).readBigUInt64LE(40)))]);
  moved.writeBigUInt64LE(BigInt(elf.length + gap), 40);
  return moved;
}
