import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, fstatSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { magicOf } from "../../src/mount/elf/magic.ts";
import { readElf } from "../../src/mount/elf/read.ts";
import { fileSource } from "../../src/mount/elf/source.ts";
import type { Elf } from "../../src/mount/elf/types.ts";
import { type ElfPlan, makeElf } from "../support/packages/elf/elf.ts";
import { findAnyPython } from "../support/python/interpreters.ts";

const PLAN: ElfPlan = {
  needed: ["libm.so.6", "libc.so.6"],
  soname: "libown.so.1",
  rpath: "$ORIGIN/../own.libs:/opt/build",
  versionNeeds: { "libm.so.6": ["GLIBC_2.29"], "libc.so.6": ["GLIBC_2.2.5", "GLIBC_2.34!"] },
  versionDefinitions: ["OWN_1.0", "OWN_1.1"],
  exports: ["helper", "PyInit_own", "PyInitU_xn--4dbcagdahymbxekheh6e0a7fei0b"],
  imports: ["PyInit_not_mine", "printf", "log@GLIBC_2.29", "soft@GLIBC_2.29!"],
  isa: 0b0111,
  stack: 6,
};

function read(bytes: Uint8Array): Elf {
  const elf = readElf(bytes);
  assert.equal(elf.kind, "elf");
  return elf as Elf;
}

describe("an ELF file of any word size and byte order", () => {
  for (const bits of [32, 64] as const) {
    for (const byteOrder of ["little", "big"] as const) {
      for (const headers of ["segments", "sections"] as const) {
        for (const hash of ["gnu", "sysv"] as const) {
          test(`${bits} bits, ${byteOrder}-endian, by ${headers}, ${hash} hash`, () => {
            const elf = read(makeElf({ ...PLAN, bits, byteOrder, headers, hash }));
            assert.equal(elf.damaged, undefined);
            assert.deepEqual([elf.bits, elf.byteOrder, elf.type], [bits, byteOrder, "shared"]);
            assert.deepEqual(elf.needed, ["libm.so.6", "libc.so.6"]);
            assert.equal(elf.soname, "libown.so.1");
            assert.deepEqual(elf.rpath, ["$ORIGIN/../own.libs", "/opt/build"]);
            assert.deepEqual(elf.runpath, []);
            assert.deepEqual(elf.versionNeeds, [
              { library: "libm.so.6", versions: [{ name: "GLIBC_2.29", weak: false }] },
              {
                library: "libc.so.6",
                versions: [
                  { name: "GLIBC_2.2.5", weak: false },
                  { name: "GLIBC_2.34", weak: true },
                ],
              },
            ]);
            assert.deepEqual(elf.versionDefinitions, ["OWN_1.0", "OWN_1.1"]);
            assert.deepEqual(elf.pythonModules, ["own", "xn--4dbcagdahymbxekheh6e0a7fei0b"]);
            if (headers === "segments") assert.deepEqual([elf.isaLevel, elf.stack], [3, "plain"]);
          });
        }
      }
    }
  }
});

test("private symbols that are required: not weak, of this version, and not defined in the file", () => {
  for (const bits of [32, 64] as const) {
    for (const hash of ["gnu", "sysv"] as const) {
      const versionNeeds = { "libm.so.6": ["GLIBC_2.29"], "libc.so.6": ["GLIBC_2.2.5", "GLIBC_PRIVATE"] };
      const imports = ["a@GLIBC_PRIVATE", "b@GLIBC_PRIVATE!", "c@GLIBC_2.2.5", "d", "e@GLIBC_2.29", "f@GLIBC_PRIVATE"];
      const plan = { bits, hash, versionNeeds, exports: ["PyInit_own"] };
      assert.deepEqual(read(makeElf({ ...plan, imports })).privateSymbols, ["a", "f"]);
      assert.deepEqual(read(makeElf({ ...plan, imports: ["b@GLIBC_PRIVATE!"] })).privateSymbols, []);
      const many = Array.from({ length: 700 }, (_, index) => `f${index}@GLIBC_PRIVATE`);
      assert.equal(read(makeElf({ ...plan, imports: many })).privateSymbols.length, 512);
    }
  }
  assert.deepEqual(read(makeElf(PLAN)).privateSymbols, []);
});

test("names of machines", () => {
  const name = (machine: number, bits: 32 | 64 = 64, byteOrder: "little" | "big" = "little") =>
    read(makeElf({ machine, bits, byteOrder })).machine;
  assert.equal(name(62), "x86_64");
  assert.equal(name(62, 32), "x32");
  assert.equal(name(3, 32), "i386");
  assert.equal(name(183), "aarch64");
  assert.equal(name(183, 64, "big"), "aarch64_be");
  assert.equal(name(21), "ppc64le");
  assert.equal(name(21, 64, "big"), "ppc64");
  assert.equal(name(22, 64, "big"), "s390x");
  assert.equal(name(243, 32), "riscv32");
  assert.equal(name(4711), "machine 4711");
});

test("search paths, stack, text relocations, loader, type", () => {
  assert.deepEqual(read(makeElf({ runpath: "" })).runpath, []);
  assert.deepEqual(read(makeElf({ runpath: "a::$ORIGIN" })).runpath, ["a", "", "$ORIGIN"]);
  assert.equal(read(makeElf()).stack, "unstated");
  assert.equal(read(makeElf({ stack: 7 })).stack, "executable");
  assert.equal(read(makeElf({ textRelocations: true })).textRelocations, true);
  assert.equal(read(makeElf({ interpreter: "/lib/ld-musl-x86_64.so.1" })).interpreter, "/lib/ld-musl-x86_64.so.1");
  assert.deepEqual(
    [1, 2, 3, 4, 99].map((type) => read(makeElf({ type })).type),
    ["relocatable", "executable", "shared", "core", "other"],
  );
});

test("the x86-64 level counts on x86 only", () => {
  assert.deepEqual(
    [0b0001, 0b0011, 0b0111, 0b1111, 0].map((isa) => read(makeElf({ isa })).isaLevel),
    [1, 2, 3, 4, 0],
  );
  assert.equal(read(makeElf({ isa: 0b0111, machine: 183 })).isaLevel, 0);
});

test("a function that is only used, and a string that only looks like one, make no module", () => {
  assert.deepEqual(read(makeElf({ imports: ["PyInit_other"], needed: ["PyInit_library"] })).pythonModules, []);
});

test("formats are detected by their first bytes", () => {
  const pe = new Uint8Array(256);
  pe.set(Buffer.from("MZ"));
  pe[0x3c] = 0x80;
  pe.set(Buffer.from("PE\0\0"), 0x80);
  assert.equal(magicOf(makeElf()), "elf");
  assert.equal(magicOf(pe), "pe");
  assert.equal(magicOf(pe.subarray(0, 0x70)), "pe");
  assert.equal(magicOf(Uint8Array.of(0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1)), "mach-o");
  assert.equal(magicOf(Uint8Array.of(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 2)), "mach-o");
  assert.equal(magicOf(Uint8Array.of(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52)), "other", "a Java class");
  assert.equal(magicOf(Buffer.from("/* GNU ld script */\nGROUP ( libc.so.6 )\n")), "linker-script");
  assert.equal(magicOf(Buffer.from("version https://git-lfs.github.com/spec/v1\n")), "text");
  assert.equal(
    magicOf(Buffer.from("MZ is how this sentence begins, and it goes on for more than sixty-four bytes.")),
    "text",
  );
  assert.equal(magicOf(Uint8Array.of()), "other");
  assert.equal(magicOf(Uint8Array.of(0, 1, 2)), "other");
});

test("what is no ELF file says why", () => {
  assert.deepEqual(readElf(Buffer.from("INPUT(libfoo.so.1)")), {
    kind: "not-elf",
    magic: "linker-script",
    reason: "it does not start with the ELF magic number",
  });
  const bytes = makeElf();
  assert.match((readElf(bytes.subarray(0, 40)) as { reason: string }).reason, /truncated within/);
  const [oddClass, oddOrder] = [bytes.slice(), bytes.slice()];
  oddClass[4] = 9;
  oddOrder[5] = 9;
  assert.match((readElf(oddClass) as { reason: string }).reason, /32-bit nor 64-bit/);
  assert.match((readElf(oddOrder) as { reason: string }).reason, /byte order/);
});

describe("a damaged file", () => {
  test("truncated anywhere: nothing throws, and whatever is missing is reported", () => {
    const bytes = makeElf(PLAN);
    for (let length = 0; length < bytes.length; length++) {
      const elf = readElf(bytes.subarray(0, length));
      if (length < 64) assert.equal(elf.kind, "not-elf");
      else assert.equal(typeof (elf as Elf).damaged, "string", `cut at ${length}`);
    }
  });

  test("keeps what was read before the damage", () => {
    const bytes = makeElf({ ...PLAN, machine: 183 });
    const elf = read(bytes.subarray(0, 400));
    assert.deepEqual([elf.machine, elf.stack, elf.type], ["aarch64", "plain", "shared"]);
  });

  test("counts and lengths beyond all reason cost nothing", () => {
    const bytes = Buffer.from(makeElf(PLAN));
    for (let at = 16; at + 8 <= bytes.length; at += 4) {
      for (const value of [0xffffffff, 0x7fffffff, 0x80000000, 0]) {
        const copy = Buffer.from(bytes);
        copy.writeUInt32LE(value, at);
        const start = performance.now();
        readElf(copy);
        assert.ok(performance.now() - start < 500, `slow with ${value} at ${at}`);
      }
    }
  });

  test("a chain of versions that never ends is cut", () => {
    // Each record steps one byte on: without a bound that is millions of overlapping records.
    const bytes = Buffer.alloc(4 * 1024 * 1024, 1);
    const small = makeElf({ ...PLAN, versionNeeds: { x: ["y"] } });
    bytes.set(small);
    const load = 64;
    bytes.writeBigUInt64LE(BigInt(bytes.length), load + 32);
    const start = performance.now();
    readElf(bytes);
    assert.ok(performance.now() - start < 2000);
  });
});

/** Marsaglia's xorshift: the same numbers in every run. */
function* randomNumbers(seed: number): Generator<number, never> {
  for (let state = seed >>> 0; ; ) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    yield state >>> 0;
  }
}

function mutate(bytes: Uint8Array, next: () => number): Buffer {
  const copy = Buffer.from(bytes);
  const dense = Math.min(copy.length, 4096);
  for (let left = 1 + (next() % 12); left > 0; left--) {
    // Half of the changes hit the headers and tables at the front, where they hurt most.
    const at = next() % (next() % 2 ? copy.length : dense);
    const extreme = [0, 0xff, 0x7f, 0x80, 1, next() & 0xff][next() % 6] as number;
    copy.fill(extreme, at, Math.min(copy.length, at + ([1, 2, 4, 8][next() % 4] as number)));
  }
  copy.set([0x7f, 0x45, 0x4c, 0x46]);
  return next() % 5 === 0 ? copy.subarray(0, next() % copy.length) : copy;
}

function assertSurvives(bytes: Uint8Array, variants: number): void {
  const numbers = randomNumbers(20210715);
  const next = () => numbers.next().value;
  const start = performance.now();
  for (let index = 0; index < variants; index++) {
    const variant = mutate(bytes, next);
    const began = performance.now();
    const elf = readElf(variant);
    assert.ok(performance.now() - began < 1000, `variant ${index} took too long`);
    if (elf.kind === "elf") assert.ok(elf.needed.length <= 4096 && elf.pythonModules.length <= 256);
  }
  assert.ok(performance.now() - start < 30_000);
}

describe("hostile files", () => {
  for (const bits of [32, 64] as const) {
    for (const byteOrder of ["little", "big"] as const) {
      test(`2,000 variants of a ${bits}-bit ${byteOrder}-endian file`, () => {
        assertSurvives(makeElf({ ...PLAN, bits, byteOrder }), 2000);
      });
    }
  }
});

const compiler = ["cc", "gcc", "clang"].find((name) => spawnSync(name, ["--version"]).status === 0);
const readelf = spawnSync("readelf", ["--version"]).status === 0;
const skipLoader = process.platform === "linux" && process.arch === "x64" ? false : "not x86-64 Linux";
const withoutCompiler = compiler ? false : "no C compiler on this machine";

describe("files of the machine's own compiler", { skip: withoutCompiler }, () => {
  let directory = "";
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "elf-"));
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  const compile = (name: string, source: string, ...options: string[]): string => {
    const [input, output] = [join(directory, `${name}.c`), join(directory, name)];
    writeFileSync(input, source);
    const done = spawnSync(compiler as string, ["-shared", "-fPIC", "-o", output, input, ...options]);
    assert.equal(done.status, 0, String(done.stderr));
    return output;
  };
  const module = '#include <stdio.h>\nvoid *PyInit_sample(void) { puts("x"); return 0; }\n';

  test("soname, needed libraries, module, versions", () => {
    const elf = read(
      readFileSync(compile("sample.so", module, "-Wl,-soname,libsample.so.3", "-Wl,--no-as-needed", "-lm")),
    );
    assert.equal(elf.soname, "libsample.so.3");
    assert.deepEqual(elf.needed, ["libm.so.6", "libc.so.6"]);
    assert.deepEqual(elf.pythonModules, ["sample"]);
    assert.ok(elf.versionNeeds.some(({ library, versions }) => library === "libc.so.6" && versions.length > 0));
    assert.deepEqual([elf.stack, elf.textRelocations, elf.damaged], ["plain", false, undefined]);
  });

  test("RPATH and RUNPATH, either hash table", () => {
    const options = ["-Wl,-rpath,$ORIGIN/../x.libs:/opt/y", "-Wl,--disable-new-dtags", "-Wl,--hash-style=sysv"];
    const old = read(readFileSync(compile("old.so", module, ...options)));
    assert.deepEqual([old.rpath, old.runpath], [["$ORIGIN/../x.libs", "/opt/y"], []]);
    assert.deepEqual(old.pythonModules, ["sample"]);
    const now = read(
      readFileSync(compile("now.so", module, "-Wl,-rpath,$ORIGIN", "-Wl,--enable-new-dtags", "-Wl,--hash-style=gnu")),
    );
    assert.deepEqual([now.rpath, now.runpath], [[], ["$ORIGIN"]]);
    assert.deepEqual(now.pythonModules, ["sample"]);
  });

  test("offered versions, executable stack, no section headers at all", () => {
    const script = join(directory, "versions");
    writeFileSync(script, "OWN_1.0 { global: one; local: *; };\nOWN_1.1 { global: two; } OWN_1.0;\n");
    const source = "int one(void) { return 1; }\nint two(void) { return 2; }\n";
    const path = compile("versioned.so", source, `-Wl,--version-script=${script}`, "-Wl,-z,execstack");
    const elf = read(readFileSync(path));
    assert.deepEqual(elf.versionDefinitions, ["OWN_1.0", "OWN_1.1"]);
    assert.equal(elf.stack, "executable");
    const bare = Buffer.from(readFileSync(path));
    bare.fill(0, 40, 48);
    bare.fill(0, 60, 64);
    assert.deepEqual(read(bare), elf);
  });

  test("required private symbols are those for which the loader rejects a file", { skip: skipLoader }, () => {
    const script = join(directory, "private");
    writeFileSync(script, "GLIBC_2.2.5 { global: puts; };\nGLIBC_PRIVATE { global: nosuch; } GLIBC_2.2.5;\n");
    const options = ["-w", "-fno-builtin", "-nostdlib"];
    const stub = compile(
      "libc.so.6",
      "void puts() {} void nosuch() {}",
      `-Wl,--version-script=${script}`,
      "-Wl,-soname,libc.so.6",
      ...options,
    );
    const uses = "extern void puts(); void *both(void) { return nosuch ? nosuch : puts; }\n";
    const weak = compile("weak.so", `extern void nosuch() __attribute__((weak)); ${uses}`, stub, ...options);
    const strong = compile("strong.so", `extern void nosuch(); ${uses}`, stub, ...options);
    rmSync(stub);
    const load = "import ctypes, sys; ctypes.CDLL(sys.argv[1])";
    const loads = (path: string) => spawnSync(findAnyPython(), ["-c", load, path]).status === 0;
    const answers = [weak, strong].map((path) => [read(readFileSync(path)).privateSymbols, loads(path)]);
    assert.deepEqual(answers, [
      [[], true],
      [["nosuch"], false],
    ]);
  });

  test("read piece by piece from an open file, the same comes out", () => {
    const path = compile("paged.so", module);
    const descriptor = openSync(path, "r");
    try {
      assert.deepEqual(readElf(fileSource(descriptor, fstatSync(descriptor).size)), readElf(readFileSync(path)));
    } finally {
      closeSync(descriptor);
    }
  });

  test("2,000 variants of a compiled file", () => assertSurvives(readFileSync(compile("target.so", module)), 2000));

  test("readelf says the same", { skip: readelf ? false : "no readelf on this machine" }, () => {
    const path = compile("compared.so", module, "-Wl,-rpath,$ORIGIN/lib", "-Wl,--no-as-needed", "-lm");
    const elf = read(readFileSync(path));
    const said = String(spawnSync("readelf", ["-dVW", path], { env: { ...process.env, LC_ALL: "C" } }).stdout);
    assert.deepEqual(
      elf.needed,
      [...said.matchAll(/\(NEEDED\).*\[(.*)\]/g)].map((match) => match[1]),
    );
    const names = [...said.matchAll(/Name: (\S+) {2}Flags/g)].map((match) => match[1]);
    assert.deepEqual(
      elf.versionNeeds.flatMap(({ versions }) => versions.map(({ name }) => name)),
      names,
    );
  });
});

test("a file larger than one page is read whole across page borders", () => {
  const directory = mkdtempSync(join(tmpdir(), "elf-"));
  try {
    const exports = Array.from({ length: 9000 }, (_, index) => `function_with_a_rather_long_name_${index}`);
    const bytes = makeElf({ ...PLAN, exports: [...exports, "PyInit_last"] });
    assert.ok(bytes.length > 4 * 65536);
    writeFileSync(join(directory, "large.so"), bytes);
    const descriptor = openSync(join(directory, "large.so"), "r");
    const elf = readElf(fileSource(descriptor, bytes.length));
    closeSync(descriptor);
    assert.deepEqual(elf, readElf(bytes));
    assert.deepEqual((elf as Elf).pythonModules, ["last"]);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
