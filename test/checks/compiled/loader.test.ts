import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { extensionName, isImportable, tagOf } from "../../../src/evidence/loader/extension-name.ts";
import type { BinaryFile, CompiledCodeProblem, PlatformTarget } from "../../../src/evidence/loader/problems.ts";
import { loaderProblems } from "../../../src/evidence/loader/resolve.ts";
import { expandEntry } from "../../../src/evidence/loader/search-path.ts";
import { readElf } from "../../../src/mount/elf/read.ts";
import type { Elf } from "../../../src/mount/elf/types.ts";
import { elfRecord, makeElf } from "../../support/packages/elf/elf.ts";

const TARGET: PlatformTarget = { python: "3.8", glibc: [2, 31], architecture: "x86_64" };
const TAG = "cpython-38-x86_64-linux-gnu";

type Parts = Partial<Omit<Elf, "kind">>;

/** A mount given as path → what its file says. */
function mount(files: Readonly<Record<string, Parts>>): BinaryFile[] {
  return Object.entries(files).map(([path, parts]) => ({ path, elf: elfRecord(parts) }));
}

function needs(library: string, ...names: string[]): Parts {
  const versions = names.map((name) => ({ name: name.replace("!", ""), weak: name.endsWith("!") }));
  return { needed: [library], versionNeeds: [{ library, versions }] };
}

function problems(files: Readonly<Record<string, Parts>>, target = TARGET, others: readonly string[] = []) {
  return loaderProblems(mount(files), target, (path) => others.includes(path));
}

/** What a test asks of a problem: its kind, severity and the fields named. */
function brief(found: readonly CompiledCodeProblem[], ...fields: string[]): unknown[][] {
  return found.map((problem) => [
    problem.kind,
    problem.severity,
    ...fields.map((field) => (problem as unknown as Record<string, unknown>)[field]),
  ]);
}

describe("names of extension modules", () => {
  test("what the importer asks for", () => {
    assert.equal(tagOf(TARGET), TAG);
    assert.equal(tagOf({ ...TARGET, python: "3.7" }), "cpython-37m-x86_64-linux-gnu");
    assert.equal(tagOf({ ...TARGET, python: "3.12", architecture: "aarch64" }), "cpython-312-aarch64-linux-gnu");
    assert.deepEqual(extensionName(`a/b.${TAG}.so`), { directory: "a/", module: "b", tag: TAG });
    assert.deepEqual(extensionName("b.abi3.so")?.tag, "abi3");
    assert.deepEqual(extensionName("a/b.so")?.tag, "");
    for (const path of [
      "a/libfoo.so.1",
      "a/libfoo-2f3a.so.3.0",
      "a/foo.1.2.so",
      "a/.so",
      "a/foo.py",
      "foo.so.6.so/x",
    ]) {
      assert.equal(extensionName(path), undefined, path);
    }
  });

  test("a plain name is a module only with the hook of its own name", () => {
    const importable = (path: string, parts: Parts) => isImportable({ path, elf: elfRecord(parts) }, TARGET);
    assert.ok(importable("a.so", { pythonModules: ["a"] }));
    assert.ok(!importable("libfoo.so", {}));
    assert.ok(!importable("libfoo.so", { pythonModules: ["foo"] }));
    assert.ok(importable("a.abi3.so", {}));
  });
});

describe("P2 foreign machine", () => {
  const foreign = { machine: "aarch64" };

  test("a module that Python would open is an error", () => {
    assert.deepEqual(brief(problems({ [`p/a.${TAG}.so`]: foreign }), "found"), [
      ["foreign-machine", "error", "aarch64"],
    ]);
    assert.deepEqual(brief(problems({ "p/a.abi3.so": foreign })), [["foreign-machine", "error"]]);
    assert.deepEqual(brief(problems({ "p/a.so": { ...foreign, pythonModules: ["a"] } })), [
      ["foreign-machine", "error"],
    ]);
  });

  test("code for 32 bits or the other byte order is foreign too", () => {
    assert.deepEqual(brief(problems({ "a.abi3.so": { machine: "x32", bits: 32 } })), [["foreign-machine", "error"]]);
    assert.deepEqual(brief(problems({ "a.abi3.so": { byteOrder: "big" } })), [["foreign-machine", "error"]]);
  });

  test("what packages carry for other systems is none (debuggers, launchers)", () => {
    assert.deepEqual(brief(problems({ "pydevd/attach_linux_x86.so": { machine: "i386", bits: 32 } })), [
      ["foreign-machine", "notice"],
    ]);
    const files = [
      { path: "distlib/t64.exe", elf: readElf(Buffer.from("MZ\0\0")) },
      { path: "pydevd/attach.dylib", elf: readElf(Uint8Array.of(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 2)) },
      { path: "own/library.so", elf: readElf(Buffer.from("library.so.1")) },
    ];
    assert.deepEqual(
      brief(
        loaderProblems(files, TARGET, () => false),
        "found",
      ),
      [
        ["foreign-machine", "notice", "other"],
        ["foreign-machine", "notice", "mach-o"],
        ["foreign-machine", "warning", "text"],
      ],
    );
  });

  test("a module of another format under the target's own name is an error", () => {
    const file = { path: `a.${TAG}.so`, elf: readElf(Uint8Array.of(0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1)) };
    assert.deepEqual(
      brief(
        loaderProblems([file], TARGET, () => false),
        "found",
      ),
      [["foreign-machine", "error", "mach-o"]],
    );
  });

  test("a module that the importer finds under a better name first is not opened", () => {
    const found = problems({ [`a.${TAG}.so`]: {}, "a.so": { ...foreign, pythonModules: ["a"] } });
    assert.deepEqual(brief(found), [["foreign-machine", "notice"]]);
  });

  test("a module of another machine under a better name hides nothing: the importer fails at it or passes it", () => {
    const found = problems({ [`a.${TAG}.so`]: foreign, "a.so": { pythonModules: ["a"], needed: ["libGL.so.1"] } });
    assert.deepEqual(brief(found, "path"), [
      ["foreign-machine", "error", `a.${TAG}.so`],
      ["missing-library", "error", "a.so"],
    ]);
  });

  test("code for GPUs is ignored", () => {
    assert.deepEqual(problems({ "triton/kernel.so": { machine: "cuda" } }), []);
  });

  test("the loader passes a file of another processor and looks on", () => {
    const found = problems({
      "a.abi3.so": { needed: ["libx.so.1"], rpath: ["$ORIGIN/arm", "$ORIGIN/intel"] },
      "arm/libx.so.1": { machine: "aarch64" },
      "intel/libx.so.1": {},
    });
    assert.deepEqual(brief(found), [["foreign-machine", "notice"]]);
    const alone = problems({
      "a.abi3.so": { needed: ["libx.so.1"], rpath: ["$ORIGIN/arm"] },
      "arm/libx.so.1": { machine: "aarch64" },
    });
    assert.deepEqual(brief(alone), [
      ["missing-library", "error"],
      ["foreign-machine", "notice"],
    ]);
  });
});

describe("P3 newer symbols", () => {
  test("GLIBC of the image, named with the newest allowed and who has them", () => {
    const found = problems({ "a.abi3.so": needs("libc.so.6", "GLIBC_2.34", "GLIBC_2.2.5", "GLIBC_2.32") });
    assert.deepEqual(found, [
      {
        kind: "newer-symbols",
        path: "a.abi3.so",
        severity: "error",
        library: "libc.so.6",
        versions: ["GLIBC_2.32", "GLIBC_2.34"],
        reason: "image",
        weak: false,
        newestAllowed: "GLIBC_2.31",
        firstWith: "AlmaLinux 9",
        copy: undefined,
      },
    ]);
    assert.deepEqual(problems({ "a.abi3.so": needs("libc.so.6", "GLIBC_2.34") }, { ...TARGET, glibc: [2, 35] }), []);
  });

  test("families of libstdc++ are distinguished", () => {
    const found = problems({
      "a.abi3.so": needs("libstdc++.so.6", "CXXABI_1.3.13", "GLIBCXX_3.4.29", "GLIBCXX_3.4.21"),
    });
    assert.deepEqual(brief(found, "versions"), [
      ["newer-symbols", "error", ["CXXABI_1.3.13"]],
      ["newer-symbols", "error", ["GLIBCXX_3.4.29"]],
    ]);
  });

  test("private symbols: those that are not weak must be in the image's glibc", () => {
    const using = (symbols: string[], glibc: PlatformTarget["glibc"], library = "libc.so.6", files = {}) => {
      const file = { ...needs(library, "GLIBC_PRIVATE"), privateSymbols: symbols };
      return brief(problems({ "a.abi3.so": file, ...files }, { ...TARGET, glibc }), "reason", "symbols");
    };
    for (const glibc of [
      [2, 27],
      [2, 31],
      [2, 35],
      [2, 36],
      [2, 39],
      [2, 41],
    ] as const) {
      assert.deepEqual(using([], glibc), [], "all of them are weak");
      assert.deepEqual(using(["_dl_argv", "errno"], glibc), []);
    }
    // It is in 2.31 and not in 2.36; nobody has looked between them.
    assert.deepEqual(using(["_dl_sym"], [2, 31]), []);
    assert.deepEqual(using(["_dl_sym", "errno"], [2, 35]), [["newer-symbols", "warning", "private", ["_dl_sym"]]]);
    assert.deepEqual(using(["_dl_sym"], [2, 36]), [["newer-symbols", "error", "private", ["_dl_sym"]]]);
    assert.deepEqual(using(["nosuch"], [2, 31]), [["newer-symbols", "error", "private", ["nosuch"]]]);
    const copy = { "libx.so.1": { versionDefinitions: ["GLIBC_PRIVATE"] } };
    assert.deepEqual(using(["nosuch"], [2, 31], "libc.so.6", copy)[0]?.[1], "warning");
    // The libraries that glibc 2.34 merged into libc no longer have the version at all.
    assert.deepEqual(using([], [2, 31], "libpthread.so.0"), []);
    assert.deepEqual(using([], [2, 36], "libpthread.so.0"), [["newer-symbols", "error", "private", []]]);
    assert.deepEqual(using([], [2, 36], "libm.so.6"), [["newer-symbols", "error", "private", []]]);
    const weak = { ...needs("libm.so.6", "GLIBC_PRIVATE!") };
    assert.deepEqual(problems({ "a.abi3.so": weak }), []);
  });

  test("weak versions are a notice", () => {
    assert.deepEqual(brief(problems({ "a.abi3.so": needs("libc.so.6", "GLIBC_2.34!") }), "weak"), [
      ["newer-symbols", "notice", true],
    ]);
    const mixed = problems({ "a.abi3.so": needs("libc.so.6", "GLIBC_2.34!", "GLIBC_2.33") });
    assert.deepEqual(brief(mixed, "versions"), [
      ["newer-symbols", "error", ["GLIBC_2.33"]],
      ["newer-symbols", "notice", ["GLIBC_2.34"]],
    ]);
  });

  test("several weak versions are one notice; private symbols are separate from numbered versions", () => {
    assert.deepEqual(
      brief(problems({ "a.abi3.so": needs("libc.so.6", "GLIBC_2.34!", "GLIBC_2.33!") }), "weak", "versions"),
      [["newer-symbols", "notice", true, ["GLIBC_2.33", "GLIBC_2.34"]]],
    );
    const file = { ...needs("libc.so.6", "GLIBC_PRIVATE", "GLIBC_2.34"), privateSymbols: ["nosuch"] };
    const both = problems({ "a.abi3.so": file });
    assert.deepEqual(brief(both, "reason", "versions", "newestAllowed").sort(), [
      ["newer-symbols", "error", "image", ["GLIBC_2.34"], "GLIBC_2.31"],
      ["newer-symbols", "error", "private", ["GLIBC_PRIVATE"], undefined],
    ]);
  });

  test("versions of a library that another file brings in are the image's, where the image has the library", () => {
    const [libc, foo] = [needs("libc.so.6", "GLIBC_2.34"), needs("libfoo.so.1", "FOO_2")];
    assert.deepEqual(brief(problems({ "a.abi3.so": { ...libc, needed: [] } }), "library"), [
      ["newer-symbols", "error", "libc.so.6"],
    ]);
    assert.deepEqual(problems({ "a.abi3.so": { ...foo, needed: [] } }), []);
  });

  test("DT_RELR needs the loader of glibc 2.36", () => {
    const file = { "a.abi3.so": needs("libc.so.6", "GLIBC_ABI_DT_RELR") };
    assert.deepEqual(brief(problems(file), "firstWith"), [["newer-symbols", "error", "Debian 12"]]);
    assert.deepEqual(problems(file, { ...TARGET, glibc: [2, 36] }), []);
  });

  test("the mount's own copy satisfies, if the loader comes to it and it has the version", () => {
    const copy = { soname: "libstdc++.so.6", versionDefinitions: ["GLIBCXX_3.4.30"] };
    const module = { ...needs("libstdc++.so.6", "GLIBCXX_3.4.30"), rpath: ["$ORIGIN/lib"] };
    assert.deepEqual(problems({ "a.abi3.so": module, "lib/libstdc++.so.6": copy }), []);
    const old = { ...copy, versionDefinitions: ["GLIBCXX_3.4.9"] };
    assert.deepEqual(brief(problems({ "a.abi3.so": module, "lib/libstdc++.so.6": old }), "reason", "copy"), [
      ["newer-symbols", "error", "bundled", "lib/libstdc++.so.6"],
    ]);
    const elsewhere = problems({ "a.abi3.so": { ...module, rpath: [] }, "lib/libstdc++.so.6": copy });
    assert.deepEqual(brief(elsewhere, "reason", "copy"), [["newer-symbols", "warning", "image", "lib/libstdc++.so.6"]]);
  });

  test("a copy elsewhere helps only if it has every version", () => {
    const found = problems({
      "a.abi3.so": needs("libstdc++.so.6", "GLIBCXX_3.4.29", "GLIBCXX_3.4.30"),
      "lib/libstdc++.so.6": { versionDefinitions: ["GLIBCXX_3.4.29"] },
    });
    assert.deepEqual(brief(found, "copy"), [["newer-symbols", "error", undefined]]);
  });

  test("the versions of a truncated bundled library are not reported", () => {
    const found = problems({
      "a.abi3.so": { ...needs("libfoo.so.1", "FOO_2"), rpath: ["$ORIGIN"] },
      "libfoo.so.1": { versionDefinitions: ["FOO_1"], damaged: "cut off" },
    });
    assert.deepEqual(brief(found, "path"), [["damaged", "warning", "libfoo.so.1"]]);
  });

  test("a bundled library without any versions satisfies the loader", () => {
    const module = { ...needs("libfoo.so.1", "FOO_2"), rpath: ["$ORIGIN"] };
    assert.deepEqual(problems({ "a.abi3.so": module, "libfoo.so.1": {} }), []);
  });

  test("in a conda environment libstdc++ is doubtful, glibc is not", () => {
    const target = { ...TARGET, conda: true };
    const cxx = needs("libstdc++.so.6", "GLIBCXX_3.4.30");
    assert.deepEqual(brief(problems({ "a.abi3.so": cxx }, target)), [["newer-symbols", "warning"]]);
    assert.deepEqual(brief(problems({ "a.abi3.so": needs("libc.so.6", "GLIBC_2.34") }, target)), [
      ["newer-symbols", "error"],
    ]);
    // LD_LIBRARY_PATH comes before a RUNPATH and after an RPATH.
    const copy = { versionDefinitions: ["GLIBCXX_3.4.30"] };
    const by = (path: Parts) => problems({ "a.abi3.so": { ...cxx, ...path }, "lib/libstdc++.so.6": copy }, target);
    assert.deepEqual(brief(by({ runpath: ["$ORIGIN/lib"] })), [["newer-symbols", "warning"]]);
    assert.deepEqual(by({ rpath: ["$ORIGIN/lib"] }), []);
  });

  test("what no import opens is a warning: programs, plugins, a debugger's helpers", () => {
    const newer = needs("libc.so.6", "GLIBC_2.34");
    const severity = (path: string, parts: Parts = {}) => problems({ [path]: { ...newer, ...parts } })[0]?.severity;
    assert.equal(severity("lightgbm/lib/lib_lightgbm.so"), "error");
    assert.equal(severity("lightgbm/lib/lib_runs.so", { interpreter: "/lib64/ld.so", soname: "lib_runs.so" }), "error");
    assert.equal(severity("cmake/data/bin/cmake", { type: "executable" }), "warning");
    assert.equal(severity("cmake/data/bin/libexec", { type: "executable" }), "warning");
    assert.equal(severity("ruff/bin/librarian", { interpreter: "/lib64/ld-linux-x86-64.so.2" }), "warning");
    assert.equal(severity("ruff", { interpreter: "/lib64/ld-linux-x86-64.so.2" }), "warning");
    assert.equal(severity("debugpy/attach_linux_amd64.so"), "warning");
    assert.equal(severity("cv2/qt/plugins/platforms/libqxcb.so"), "warning");
  });
});

describe("P4 missing library", () => {
  test("nowhere, with advice", () => {
    const [problem] = problems({ "cv2/cv2.abi3.so": { needed: ["libGL.so.1", "libc.so.6"] } });
    assert.equal(problem?.kind, "missing-library");
    assert.deepEqual(brief([problem as CompiledCodeProblem], "library", "where", "loadedFrom"), [
      ["missing-library", "error", "libGL.so.1", "nowhere", []],
    ]);
    assert.equal(problem?.kind === "missing-library" && problem.advice?.apt["20.04"], "libgl1");
  });

  test("grafted libraries are found by $ORIGIN, by inheritance and by being loaded already", () => {
    const found = problems({
      [`scipy/linalg/a.${TAG}.so`]: { needed: ["libblas-1.so", "libfort-2.so.5"], rpath: ["$ORIGIN/../../scipy.libs"] },
      // No path of its own: the RPATH of the module that loads it counts for what it needs.
      "scipy.libs/libblas-1.so": { needed: ["libquad-3.so.0"] },
      "scipy.libs/libfort-2.so.5": { soname: "libfort-2.so.5" },
      "scipy.libs/libquad-3.so.0": { needed: ["libfort-2.so.5"] },
    });
    assert.deepEqual(found, []);
  });

  test("a RUNPATH is not inherited, and an RPATH beside it does not count", () => {
    const files = (path: Parts) => ({
      "a.abi3.so": { needed: ["libx.so"], ...path },
      "libs/libx.so": { needed: ["liby.so"] },
      "libs/liby.so": {},
    });
    assert.deepEqual(problems(files({ rpath: ["$ORIGIN/libs"] })), []);
    assert.deepEqual(brief(problems(files({ runpath: ["$ORIGIN/libs"] })), "path", "where", "copies", "loadedFrom"), [
      ["missing-library", "notice", "libs/libx.so", "elsewhere", ["libs/liby.so"], ["a.abi3.so"]],
    ]);
    const both = problems(files({ rpath: ["$ORIGIN/libs"], runpath: ["$ORIGIN/nothing"] }));
    assert.deepEqual(brief(both.slice(0, 1), "path", "library"), [
      ["missing-library", "notice", "a.abi3.so", "libx.so"],
    ]);
  });

  test("a library that several modules load is judged for each of them", () => {
    const found = problems({
      "b.abi3.so": { needed: ["libx.so"], runpath: ["$ORIGIN/libs"] },
      "c.abi3.so": { needed: ["libx.so"], rpath: ["$ORIGIN/libs"] },
      "libs/libx.so": { needed: ["liby.so"] },
      "libs/liby.so": {},
      "more/liby.so": {},
    });
    assert.deepEqual(brief(found, "path", "loadedFrom", "copies"), [
      ["missing-library", "notice", "libs/libx.so", ["b.abi3.so"], ["libs/liby.so", "more/liby.so"]],
    ]);
  });

  test("the soname of a loaded library counts, whatever its file is called", () => {
    const found = problems({
      "a.abi3.so": { needed: ["liby.so", "libz-own.so.1"], rpath: ["$ORIGIN"] },
      "liby.so": { soname: "libz-own.so.1" },
    });
    assert.deepEqual(found, []);
  });

  test("the container's library, once loaded, serves also those that would find the mount's copy", () => {
    const found = problems({
      "a.abi3.so": { needed: ["libstdc++.so.6", "libx.so"], runpath: ["$ORIGIN/lib"] },
      "lib/libx.so": { ...needs("libstdc++.so.6", "GLIBCXX_3.4.30"), runpath: ["$ORIGIN/own"] },
      "lib/own/libstdc++.so.6": { versionDefinitions: ["GLIBCXX_3.4.30"] },
    });
    assert.deepEqual(brief(found, "path", "copy"), [
      ["newer-symbols", "warning", "lib/libx.so", "lib/own/libstdc++.so.6"],
    ]);
  });

  test("a library with two names waits for what needs it under one of them", () => {
    const found = problems({
      "libs/libx.so": { soname: "libx.so.1", needed: ["liby.so"] },
      "libs/liby.so": {},
      // Opened with ctypes: its RPATH counts for what libx.so needs.
      "pkg/libmain.so": { needed: ["libx.so"], rpath: ["$ORIGIN/../libs"] },
    });
    assert.deepEqual(found, []);
  });

  test("a path among the needed libraries is followed from the file, and nowhere else", () => {
    const files = (library: string) => ({
      "p/a.abi3.so": { needed: [library], rpath: ["$ORIGIN"] },
      "p/q/libx.so": {},
    });
    assert.deepEqual(problems(files("$ORIGIN/q/libx.so")), []);
    assert.deepEqual(brief(problems(files("q/libx.so")), "library"), [["missing-library", "error", "q/libx.so"]]);
  });

  test("elsewhere in the mount: Python code may have loaded it before (torch and its nvidia wheels)", () => {
    const found = problems({
      "torch/_C.abi3.so": { needed: ["libcublas.so.12"], runpath: ["$ORIGIN/lib"] },
      "nvidia/cublas/lib/libcublas.so.12": {},
    });
    assert.deepEqual(brief(found, "where", "copies"), [
      ["missing-library", "notice", "elsewhere", ["nvidia/cublas/lib/libcublas.so.12"]],
    ]);
  });

  test("across distributions by $ORIGIN", () => {
    const found = problems({
      "torch/lib/libtorch.so": { needed: ["libcublas.so.12"], rpath: ["$ORIGIN/../../nvidia/cublas/lib"] },
      "nvidia/cublas/lib/libcublas.so.12": {},
    });
    assert.deepEqual(found, []);
  });

  test("driver, interpreter, base image, conda", () => {
    const where = (library: string, target = TARGET) =>
      brief(problems({ "a.abi3.so": { needed: [library] } }, target), "where").map((each) => each.slice(1).join(" "));
    assert.deepEqual(where("libcuda.so.1"), ["notice driver"]);
    assert.deepEqual(where("libpython3.8.so.1.0"), ["warning python"]);
    assert.deepEqual(where("libncursesw.so.6"), ["warning likely"]);
    assert.deepEqual(where("liblzma.so.5"), []);
    assert.deepEqual(where("liblzma.so.5", { ...TARGET, glibc: [2, 36] }), ["warning likely"]);
    assert.deepEqual(where("libtinfo.so.5"), ["error nowhere"]);
    assert.deepEqual(where("libgomp.so.1"), ["error nowhere"]);
    assert.deepEqual(where("libgomp.so.1", { ...TARGET, conda: true }), ["warning likely"]);
    assert.deepEqual(where("libcudart.so.12"), ["error nowhere"]);
    assert.deepEqual(where("libcudart.so.12", { ...TARGET, supplied: new Set(["libcudart.so.12"]) }), []);
    assert.deepEqual(where("ld-linux-x86-64.so.2"), []);
    assert.deepEqual(where("/opt/build/libx.so"), ["error nowhere"]);
  });

  test("code for graphics cards counts only when an import loads it", () => {
    const provider = { needed: ["libnvinfer.so.8"] };
    assert.deepEqual(brief(problems({ "onnxruntime/capi/libonnxruntime_providers_tensorrt.so": provider })), [
      ["missing-library", "warning"],
    ]);
    const loaded = problems({
      "torch/_C.abi3.so": { needed: ["libtorch_cuda.so"], rpath: ["$ORIGIN/lib"] },
      "torch/lib/libtorch_cuda.so": { needed: ["libcusparse.so.12"] },
    });
    assert.deepEqual(brief(loaded, "loadedFrom"), [["missing-library", "error", ["torch/_C.abi3.so"]]]);
  });

  test("numba tries its pools one after the other", () => {
    const path = "numba/np/ufunc/tbbpool.cpython-38-x86_64-linux-gnu.so";
    assert.deepEqual(brief(problems({ [path]: { needed: ["libtbb.so.12"] } })), [["missing-library", "warning"]]);
  });

  test("libraries that need each other are judged once and end", () => {
    const found = problems({
      "liba.so": { needed: ["libb.so"], rpath: ["$ORIGIN"] },
      "libb.so": { needed: ["liba.so", "libgone.so"], rpath: ["$ORIGIN"] },
    });
    assert.deepEqual(brief(found, "path", "library"), [["missing-library", "error", "libb.so", "libgone.so"]]);
  });

  test("many modules and libraries are no matter", () => {
    const files: Record<string, Parts> = {};
    for (let index = 0; index < 400; index++) {
      files[`p/m${index}.${TAG}.so`] = { needed: ["lib0.so"], rpath: ["$ORIGIN/../libs"] };
      files[`libs/lib${index}.so`] = { needed: [`lib${(index + 1) % 400}.so`, "libc.so.6"], rpath: ["$ORIGIN"] };
    }
    // The processor's time, which other programs on the machine do not use up.
    const start = process.cpuUsage();
    assert.deepEqual(problems(files), []);
    assert.ok(process.cpuUsage(start).user < 5_000_000);
  });
});

describe("P5 search paths", () => {
  test("expansion within the mount", () => {
    const expand = (entry: string) => expandEntry(entry, "p/q/a.so", TARGET);
    assert.deepEqual(expand("$ORIGIN"), { kind: "mount", directory: "p/q" });
    assert.deepEqual(expand("$" + "{ORIGIN}/../../x.libs/"), { kind: "mount", directory: "x.libs" });
    assert.deepEqual(expand("$ORIGIN/../.."), { kind: "mount", directory: "" });
    assert.deepEqual(expand("$ORIGIN/../../.."), { kind: "outside" });
    assert.deepEqual(expand("$ORIGIN/$LIB"), { kind: "mount", directory: "p/q/lib/x86_64-linux-gnu" });
    assert.deepEqual(expand("$ORIGINAL"), { kind: "relative" });
    assert.deepEqual(expand(""), { kind: "relative" });
    assert.deepEqual(expandEntry("$ORIGIN", "a.so", TARGET), { kind: "mount", directory: "" });
  });

  test("absolute ones are a notice, those of a home, workspace or /tmp a warning", () => {
    const rpath = ["$ORIGIN", "/opt/_internal/cpython-3.11.13/lib", "/home/runner/work/x/lib", "/tmp/b", "lib"];
    assert.deepEqual(brief(problems({ "a.abi3.so": { rpath } }), "reason", "entries"), [
      ["search-path", "notice", "build", ["/home/runner/work/x/lib", "/tmp/b"]],
      ["search-path", "notice", "relative", ["lib"]],
      ["search-path", "notice", "absolute", ["/opt/_internal/cpython-3.11.13/lib"]],
    ]);
  });
});

describe("P6 and P10 other interpreters", () => {
  const differences = (path: string, others: Readonly<Record<string, Parts>> = {}, sources: readonly string[] = []) =>
    brief(
      problems({ [path]: {}, ...others }, TARGET, sources).filter((problem) => problem.path === path),
      "differs",
      "instead",
    );

  test("in a directory without any that fits", () => {
    assert.deepEqual(differences("p/a.cpython-39-x86_64-linux-gnu.so"), [
      ["other-interpreter", "error", "version", undefined],
    ]);
    assert.deepEqual(differences("p/a.cpython-38-aarch64-linux-gnu.so"), [
      ["other-interpreter", "error", "platform", undefined],
    ]);
    assert.deepEqual(differences("p/a.cpython-38-x86_64-linux-musl.so"), [
      ["other-interpreter", "error", "platform", undefined],
    ]);
    assert.deepEqual(differences("p/a.cpython-38d-x86_64-linux-gnu.so"), [
      ["other-interpreter", "error", "build", undefined],
    ]);
    assert.deepEqual(differences("p/a.cpython-313t-x86_64-linux-gnu.so")[0]?.slice(0, 3), [
      "other-interpreter",
      "error",
      "version",
    ]);
    assert.deepEqual(differences("p/a.abi3t.so"), [["other-interpreter", "error", "build", undefined]]);
    assert.deepEqual(differences("p/a.cp39-linux.so"), [["other-interpreter", "error", "version", undefined]]);
    assert.deepEqual(differences("p/a.pyd"), [["other-interpreter", "warning", "platform", undefined]]);
    assert.deepEqual(differences("p/a.pypy38-pp73-x86_64-linux-gnu.so"), [
      ["other-interpreter", "error", "implementation", undefined],
    ]);
    assert.deepEqual(differences("p/a.graalpy240-311-native-x86_64-linux.so")[0]?.slice(0, 3), [
      "other-interpreter",
      "error",
      "implementation",
    ]);
  });

  test("another file serves: a fitting one, the stable ABI, a plain one, Python source", () => {
    const path = "p/a.cpython-39-x86_64-linux-gnu.so";
    for (const fitting of [`p/a.${TAG}.so`, "p/a.abi3.so"]) {
      assert.deepEqual(differences(path, { [fitting]: {} }), [["other-interpreter", "notice", "version", fitting]]);
    }
    assert.deepEqual(differences(path, { "p/a.so": { pythonModules: ["a"] } })[0]?.[1], "notice");
    assert.deepEqual(differences(path, {}, ["p/a.py"]), [["other-interpreter", "notice", "version", "p/a.py"]]);
    assert.deepEqual(differences(path, { [`p/a.${TAG}.so`]: { machine: "aarch64" } })[0]?.[1], "error");
  });

  test("beside modules that fit (debugpy ships several) it is a warning, for another system a notice", () => {
    const beside = { [`p/b.${TAG}.so`]: {} };
    assert.deepEqual(differences("p/a.cpython-39-x86_64-linux-gnu.so", beside)[0]?.[1], "warning");
    assert.deepEqual(differences("p/a.cpython-38-aarch64-linux-gnu.so", beside)[0]?.slice(1, 3), [
      "notice",
      "platform",
    ]);
    assert.deepEqual(differences("p/a_darwin.cpython-38-darwin.so", beside)[0]?.slice(1, 3), ["notice", "platform"]);
    assert.deepEqual(differences("p/a.cp39-win_amd64.pyd", beside)[0]?.slice(1, 3), ["notice", "platform"]);
    assert.deepEqual(differences("p/a.cp39-win_amd64.pyd")[0]?.slice(1, 3), ["warning", "platform"]);
  });

  test("Python 3.7 asks for the letter m", () => {
    const target = { ...TARGET, python: "3.7" };
    assert.deepEqual(problems({ "a.cpython-37m-x86_64-linux-gnu.so": {} }, target), []);
    assert.deepEqual(brief(problems({ "a.cpython-37-x86_64-linux-gnu.so": {} }, target), "differs"), [
      ["other-interpreter", "error", "build"],
    ]);
  });

  test("nothing else is asked of a module that this Python never opens", () => {
    const found = problems({
      "a.cpython-39-x86_64-linux-gnu.so": { ...needs("libGL.so.1", "X"), stack: "executable" },
    });
    assert.deepEqual(brief(found), [["other-interpreter", "error"]]);
  });
});

describe("P7, P8, P9 and damage", () => {
  test("x86-64 levels", () => {
    const levels = ([1, 2, 3, 4] as const).map((isaLevel) => brief(problems({ "a.abi3.so": { isaLevel } }), "level"));
    assert.deepEqual(levels, [
      [],
      [["instruction-set", "notice", 2]],
      [["instruction-set", "warning", 3]],
      [["instruction-set", "warning", 4]],
    ]);
  });

  test("stack and text relocations; object files take no part", () => {
    assert.deepEqual(brief(problems({ "a.abi3.so": { stack: "executable", textRelocations: true } })), [
      ["executable-stack", "notice"],
      ["text-relocations", "notice"],
    ]);
    const refusing = { ...TARGET, glibc: [2, 41] } as const;
    assert.deepEqual(brief(problems({ "a.abi3.so": { stack: "executable", textRelocations: true } }, refusing)), [
      ["executable-stack", "error"],
      ["text-relocations", "notice"],
    ]);
    const program = { stack: "executable", interpreter: "/lib64/ld-linux-x86-64.so.2" } as const;
    assert.deepEqual(brief(problems({ "bin/a": program, "tools/x.so": { stack: "unstated" } }, refusing)), [
      ["executable-stack", "notice"],
      ["unstated-stack", "warning"],
    ]);
    assert.deepEqual(brief(problems({ "a.abi3.so": { stack: "unstated" } })), [["unstated-stack", "notice"]]);
    assert.deepEqual(problems({ "bin/tool": { stack: "unstated", type: "executable" } }), []);
    const odd = { stack: "executable", textRelocations: true, isaLevel: 3, needed: ["libGL.so.1"] } as const;
    assert.deepEqual(problems({ "a.o": { type: "relocatable", ...odd } }), []);
  });

  test("musl, and none of its libraries called missing", () => {
    const musl = needs("libc.musl-x86_64.so.1");
    assert.deepEqual(brief(problems({ "a.abi3.so": musl })), [["musl", "error"]]);
    const bundled = { ...needs("libc.musl-x86_64.so.1", "NEW"), rpath: ["$ORIGIN"] };
    const old = { versionDefinitions: ["OLD"] };
    assert.deepEqual(brief(problems({ "a.abi3.so": bundled, "libc.musl-x86_64.so.1": old })), [["musl", "error"]]);
    const besides = { ...musl, needed: ["libx.so", "libc.musl-x86_64.so.1"], rpath: ["$ORIGIN"] };
    assert.deepEqual(brief(problems({ "a.abi3.so": besides, "libx.so": {} })), [["musl", "error"]]);
    assert.deepEqual(brief(problems({ "a.abi3.so": needs("libc.so") })), [["musl", "error"]]);
    assert.deepEqual(brief(problems({ tool: { interpreter: "/lib/ld-musl-x86_64.so.1" } })), [["musl", "warning"]]);
  });

  test("a file that is cut off", () => {
    const bytes = makeElf({ needed: ["libc.so.6"], stack: 6 });
    const found = loaderProblems([{ path: "a.abi3.so", elf: readElf(bytes.subarray(0, 500)) }], TARGET, () => false);
    assert.deepEqual(brief(found), [["damaged", "warning"]]);
  });

  test("bytes to problems, as the product does it", () => {
    const bytes = makeElf({
      needed: ["libGL.so.1", "libc.so.6"],
      versionNeeds: { "libc.so.6": ["GLIBC_2.34"] },
      exports: ["PyInit_cv2"],
      rpath: "/home/runner/work/lib",
      isa: 0b0111,
      stack: 7,
    });
    const found = loaderProblems([{ path: "cv2/cv2.so", elf: readElf(bytes) }], TARGET, () => false);
    assert.deepEqual(
      found.map(({ kind }) => kind),
      ["newer-symbols", "missing-library", "search-path", "executable-stack", "instruction-set"],
    );
  });
});
