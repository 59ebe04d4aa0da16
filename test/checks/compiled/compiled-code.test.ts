import assert from "node:assert/strict";
import { test } from "node:test";
import { compiledCodeProblems, systemPackages } from "../../../src/evidence/compiled-code/problems.ts";
import type { Evidence } from "../../../src/evidence/evidence.ts";
import { targetOf } from "../../../src/images/target.ts";
import { expandTag, fits } from "../../../src/python/packaging/wheel-tags.ts";
import { dockerfile } from "../../../src/report/dockerfile.ts";
import { type ElfPlan, makeElf } from "../../support/packages/elf/elf.ts";
import type { WheelOptions } from "../../support/packages/wheels.ts";
import type { Files } from "../../support/packages/zip.ts";
import { ask, evidenceOf, reported } from "../../support/scenario/evidence.ts";

const MODULE = "pkg/_fast.cpython-38-x86_64-linux-gnu.so";
type Cleaner = Parameters<typeof evidenceOf>[0];

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
  return ask(id, evidenceOf(t, { wheels })).map(({ severity, file }) => [severity, file]);
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
  assert.deepEqual(answersTo("P2", t, {}, { files }), [["notice", "pkg/tools/helper.dll"]]);
  const evidence = evidenceOf(t, { wheels: [{ name: "pkg", version: "1.0", files }] });
  assert.deepEqual(
    ask("P2", evidence).map(({ hint }) => hint),
    ["No import opens it. If nothing runs it, write P2:pkg=off with a reason in the input checks."],
  );
});

test("P2 leaves alone linker scripts, which beside the library serve only the linker", (t) => {
  const scripts = {
    "pkg/lib/libtbb.so": "INPUT (libtbb.so.2)\n",
    "pkg/lib/libc.so":
      "/* GNU ld script\n   Use the shared library */\nOUTPUT_FORMAT(elf64-x86-64)\nGROUP ( /lib/libc.so.6 )\n",
    "pkg/lib/libncurses.so": "INPUT(libncurses.so.6 -ltinfo)",
    "pkg/lib/liba.so": "/* one *//* two */ SEARCH_DIR(/opt)\nINPUT(-lb)\n",
  };
  assert.deepEqual(answersTo("P2", t, {}, { files: scripts }), []);
  const others = { "pkg/lib/libx.so": "libx.so.1", "pkg/lib/liby.so": `${"/**/".repeat(150)} INPUTS` };
  assert.deepEqual(answersTo("P2", t, {}, { files: others }), [
    ["warning", "pkg/lib/libx.so"],
    ["warning", "pkg/lib/liby.so"],
  ]);
  const opened = { "pkg/_other.cpython-38-x86_64-linux-gnu.so": "INPUT(libother.so.1)" };
  assert.deepEqual(answersTo("P2", t, {}, { files: opened }), [["error", "pkg/_other.cpython-38-x86_64-linux-gnu.so"]]);
});

test("P2 leaves alone a program's payload for Windows: however many files, they are one notice", (t) => {
  const names = Array.from({ length: 159 }, (_, index) => `pkg/bin/part${index}.dll`);
  const files = Object.fromEntries(names.map((name) => [name, "MZ\x90\0"]));
  const evidence = evidenceOf(t, { wheels: [{ name: "pkg", version: "1.0", files }] });
  assert.deepEqual(
    reported("P2", evidence).map(({ severity, members }) => [severity, members?.length]),
    [["notice", 159]],
  );
});

test("P3 finds symbols newer than the image's, and says how new they may be", (t) => {
  const module = makeElf({ exports: ["PyInit__fast"], versionNeeds: { "libc.so.6": ["GLIBC_2.17", "GLIBC_2.34"] } });
  const evidence = evidenceOf(t, { wheels: [{ name: "pkg", version: "1.0", files: { [MODULE]: module } }] });
  const [found] = ask("P3", evidence);
  assert.equal(found?.severity, "error");
  assert.equal(found?.distribution, "pkg");
  assert.equal(found?.requirement?.line, 1);
  assert.match(found?.message ?? "", /GLIBC_2\.34 of libc\.so\.6; the image has at most GLIBC_2\.31\./);
});

test("P3 finds private symbols that the image's glibc lacks, and names them", (t) => {
  const versionNeeds = { "libc.so.6": ["GLIBC_2.17", "GLIBC_PRIVATE"] };
  const imports = ["_dl_sym@GLIBC_PRIVATE", "__gone@GLIBC_PRIVATE", "__soft@GLIBC_PRIVATE!"];
  const module = makeElf({ exports: ["PyInit__fast"], versionNeeds, imports });
  const evidence = evidenceOf(t, { wheels: [{ name: "pkg", version: "1.0", files: { [MODULE]: module } }] });
  const [found] = ask("P3", evidence);
  assert.equal(found?.severity, "error");
  assert.match(
    found?.message ?? "",
    /needs __gone at the version GLIBC_PRIVATE of libc\.so\.6, which the image's glibc does not have\./,
  );
  assert.match(found?.hint ?? "", /Use another release of pkg/);
});

test("P3 leaves alone private symbols that are weak, or that the image's glibc has", (t) => {
  const versionNeeds = { "libc.so.6": ["GLIBC_2.17", "GLIBC_PRIVATE"] };
  for (const symbol of ["_dl_sym@GLIBC_PRIVATE!", "__gone@GLIBC_PRIVATE!", "_dl_sym@GLIBC_PRIVATE", "puts@GLIBC_2.17"])
    assert.deepEqual(answersTo("P3", t, { versionNeeds, imports: [symbol] }), [], symbol);
});

/** What P3 says of a module and of a helper for a newer glibc, where importing `pkg` loads some of its files. */
function ofNewerFiles(t: Cleaner, loaded: Record<string, readonly string[]>, libraries: readonly string[] = []) {
  const newer = { versionNeeds: { "libc.so.6": ["GLIBC_2.34"] } };
  const files = {
    "pkg/__init__.py": "",
    [MODULE]: makeElf({ exports: ["PyInit__fast"], ...newer }),
    "pkg/attach_linux_amd64.so": makeElf(newer),
  };
  const container = { source: { kind: "simulated" as const }, searchPath: [], distributions: [], importFailures: [] };
  const scoring = { imports: [], errors: [], pathAdditions: [], libraries };
  const evidence = { container: { ...container, loaded }, scoring } as unknown as Partial<Evidence>;
  const found = ask("P3", evidenceOf(t, { wheels: [{ name: "pkg", version: "1.0", files }], evidence }));
  return found.map(({ severity, message }) => [severity, message.includes("does not load this file")]);
}

test("P3 finds files for a newer glibc by what imports load: an error, a warning for a module that none loads", (t) => {
  const helper = "pkg/attach_linux_amd64.so";
  assert.deepEqual(ofNewerFiles(t, { pkg: [MODULE, helper] }), [
    ["error", false],
    ["error", false],
  ]);
  assert.deepEqual(ofNewerFiles(t, { pkg: [helper] })[0], ["warning", true]);
  assert.deepEqual(ofNewerFiles(t, {}), [
    ["error", false],
    ["warning", false],
  ]);
  assert.deepEqual(ofNewerFiles(t, { pkg: [MODULE] }, [`./${helper}`])[1], ["error", false]);
});

test("P3 leaves alone a helper that no import loads: a notice", (t) => {
  assert.deepEqual(ofNewerFiles(t, { pkg: [MODULE] }), [
    ["error", false],
    ["notice", true],
  ]);
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
  const evidence = evidenceOf(t, {
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

test("P4 leaves alone libraries of Ubuntu's base system", (t) => {
  const base = ["libpam.so.0", "libaudit.so.1", "libselinux.so.1", "libacl.so.1", "libattr.so.1", "libpcre2-8.so.0"];
  const apt = ["libidn2.so.0", "libunistring.so.2", "libgcrypt.so.20", "libnettle.so.7", "libhogweed.so.5"];
  const others = ["libgnutls.so.30", "libudev.so.1", "libmount.so.1", "libtasn1.so.6", "libp11-kit.so.0"];
  assert.deepEqual(answersTo("P4", t, { needed: [...base, ...apt, ...others] }), []);
});

test("P4 finds another version of a library of the base system", (t) => {
  for (const library of ["libnettle.so.8", "libtinfo.so.5", "libunistring.so.5", "libgnutls.so.28"])
    assert.deepEqual(answersTo("P4", t, { needed: [library] }), [["error", MODULE]], library);
});

test("P4 finds a library that nothing links to as an error or a warning, by what imports and the script load", (t) => {
  const path = "pkg/libplain.so";
  const files = { "pkg/__init__.py": "", [path]: makeElf({ soname: "libplain.so", needed: ["libGL.so.1"] }) };
  const severities = (evidence: object) => {
    const found = ask("P4", evidenceOf(t, { wheels: [{ name: "pkg", version: "1.0", files }], evidence }));
    return found.map(({ severity, message }) => [severity, / does not load this file\./.test(message)]);
  };
  const container = (loaded: object) => ({
    container: { searchPath: [], distributions: [], importFailures: [], loaded },
  });
  const scoring = (...libraries: string[]) => ({ scoring: { imports: [], errors: [], pathAdditions: [], libraries } });
  assert.deepEqual(severities({}), [["error", false]], "by its name");
  assert.deepEqual(severities(container({ pkg: [path] })), [["error", false]]);
  assert.deepEqual(severities(container({ pkg: [] })), [["warning", true]]);
  assert.deepEqual(severities(container({ other: [] })), [["error", false]], "importing it failed");
  assert.deepEqual(severities({ manifest: {} }), [["warning", false]], "the build has judged it");
  assert.deepEqual(severities({ manifest: {}, ...scoring("libm.so", "./libplain.so") }), [["error", false]]);
  assert.deepEqual(severities({ manifest: {}, ...scoring("libm.so") }), [["warning", false]]);
});

test("P5 finds a search path of somebody's home", (t) => {
  assert.deepEqual(
    answersTo("P5", t, { runpath: "/home/runner/work/lib" }).map(([, file]) => file),
    [MODULE],
  );
});

test("P5 leaves alone what the container's loader never finds: one notice for a distribution", (t) => {
  const module = (runpath: string) => makeElf({ exports: ["PyInit__fast"], runpath });
  const paths = ["psycopg2_binary.libs", ".", "/home/runner/work/lib", "/usr/local/lib", "/var/go/lib64:/tmp/b"];
  const named = paths.map((path, index) => [`pkg/_fast${index}.cpython-38-x86_64-linux-gnu.so`, module(path)]);
  const files = Object.fromEntries(named);
  const evidence = evidenceOf(t, { wheels: [{ name: "pkg", version: "1.0", files }] });
  assert.deepEqual(
    reported("P5", evidence).map(({ severity, members }) => [severity, members?.length]),
    [["notice", 6]],
  );
});

test("P5 leaves alone $ORIGIN", (t) => {
  assert.deepEqual(answersTo("P5", t, { runpath: "$ORIGIN/../pkg.libs" }), []);
});

test("P6 finds a module for another Python version", (t) => {
  const path = "pkg/_fast.cpython-39-x86_64-linux-gnu.so";
  assert.deepEqual(answersTo("P6", t, {}, { path }), [["error", path]]);
});

test("P6 leaves alone a helper for another Python or system that no import needs: one step milder", (t) => {
  const [other, windows] = ["pkg/attach/_x.cpython-39-x86_64-linux-gnu.so", "pkg/win/_y.cp38-win_amd64.pyd"];
  const files = { "pkg/__init__.py": "", [other]: makeElf({ exports: ["PyInit__x"] }), [windows]: "MZ\x90\0" };
  const severities = (loaded: object) => {
    const evidence = { container: { loaded, importFailures: [] } } as unknown as Partial<Evidence>;
    return ask("P6", evidenceOf(t, { wheels: [{ name: "pkg", version: "1.0", files }], evidence })).map(
      ({ severity }) => severity,
    );
  };
  assert.deepEqual(severities({}), ["error", "warning"]);
  assert.deepEqual(severities({ pkg: [] }), ["warning", "notice"]);
});

test("P6 leaves alone a module for another Python beside one that fits", (t) => {
  const files = { "pkg/_fast.cpython-39-x86_64-linux-gnu.so": makeElf({ exports: ["PyInit__fast"] }) };
  assert.deepEqual(answersTo("P6", t, {}, { files }), [["notice", "pkg/_fast.cpython-39-x86_64-linux-gnu.so"]]);
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

test("P8 finds a stack that glibc 2.41 refuses to make executable, also one that is not declared", (t) => {
  const module = makeElf({ exports: ["PyInit__fast"], stack: 7 });
  const files = { [MODULE]: module, "pkg/_other.abi3.so": makeElf({ exports: ["PyInit__other"] }) };
  const answers = (glibc: readonly [number, number]) => {
    const evidence = evidenceOf(t, { wheels: [{ name: "pkg", version: "1.0", files }] });
    return reported("P8", { ...evidence, target: { ...evidence.target, glibc } }).map(({ severity }) => severity);
  };
  assert.deepEqual(answers([2, 41]), ["error"]);
  assert.deepEqual(answers([2, 42]), ["error"]);
  assert.deepEqual(answers([2, 40]), ["notice"]);
});

test("P8 leaves alone what the glibc of the images loads: one notice", (t) => {
  const files = {
    "pkg/libold.so.1": makeElf({ soname: "libold.so.1", stack: 7 }),
    "pkg/libtext.so.1": makeElf({ soname: "libtext.so.1", stack: 6, textRelocations: true }),
    "pkg/libunstated.so.1": makeElf({ soname: "libunstated.so.1" }),
  };
  const evidence = evidenceOf(t, { wheels: [{ name: "pkg", version: "1.0", files }] });
  assert.deepEqual(
    reported("P8", evidence).map(({ severity, members }) => [severity, members?.length]),
    [["notice", 3]],
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
  const { inventory, target } = evidenceOf(t, {
    wheels: [{ name: "opencv-python", version: "4.0", files: { "cv2/cv2.abi3.so": module } }],
  });
  const text =
    dockerfile(
      systemPackages({ compiledCode: compiledCodeProblems(inventory, target), container: undefined, target }),
      target,
    ) ?? "";
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
