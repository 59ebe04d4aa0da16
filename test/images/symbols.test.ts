import assert from "node:assert/strict";
import { describe, test } from "node:test";
import advice from "../../src/images/abi/library-advice.json" with { type: "json" };
import {
  isContainerLibrary,
  isDriverLibrary,
  isLikelyInConda,
  isMuslLibrary,
  isPythonLibrary,
  libraryAdvice,
  replacementFor,
} from "../../src/images/abi/library-advice.ts";
import { hasPrivateSymbol, hasPrivateVersion } from "../../src/images/abi/private-symbols.ts";
import {
  compareSymbolVersions,
  exceeds,
  firstSystemWith,
  newestAllowed,
  parseSymbolVersion,
} from "../../src/images/abi/symbol-versions.ts";
import { isInBase, SYSTEM_LIBRARIES, systemLibraries } from "../../src/images/abi/system-libraries.ts";
import { IMAGES } from "../../src/images/catalogue/image-catalogue.ts";

const BIONIC = { glibc: [2, 27] } as const;
const FOCAL = { glibc: [2, 31] } as const;
const JAMMY = { glibc: [2, 35] } as const;
const NOBLE = { glibc: [2, 39] } as const;

describe("what a generation of images defines", () => {
  test("Ubuntu's releases", () => {
    const expected = [
      [[2, 27], "Ubuntu 18.04", "3.4.25", "1.3.11", "7.0.0", "1.2.9"],
      [[2, 31], "Ubuntu 20.04", "3.4.28", "1.3.12", "7.0.0", "1.2.9"],
      [[2, 35], "Ubuntu 22.04", "3.4.30", "1.3.13", "12.0.0", "1.2.9"],
      [[2, 39], "Ubuntu 24.04", "3.4.33", "1.3.15", "14.0.0", "1.2.12"],
    ] as const;
    for (const [glibc, distribution, GLIBCXX, CXXABI, GCC, ZLIB] of expected) {
      const newest = { GLIBC: glibc.join("."), GLIBCXX, CXXABI, GCC, ZLIB };
      assert.deepEqual(systemLibraries(glibc), { glibc, distribution, newest });
    }
    for (const { name, os } of IMAGES) if (os) assert.equal(systemLibraries(os.glibc).distribution, os.name, name);
  });

  test("nothing ever gets older with a newer glibc", () => {
    for (const [index, { glibc, newest }] of SYSTEM_LIBRARIES.entries()) {
      for (const [family, version] of Object.entries(newest)) {
        const name = `${family}_${version}`;
        assert.equal(exceeds(name, { glibc }), false, `${name} on ${glibc}`);
        for (const newer of SYSTEM_LIBRARIES.slice(index)) assert.equal(exceeds(name, newer), false, name);
      }
    }
  });

  test("a glibc between two generations, before the first and after the last", () => {
    assert.equal(newestAllowed({ glibc: [2, 33] }, "GLIBC"), "GLIBC_2.33");
    assert.equal(newestAllowed({ glibc: [2, 33] }, "GLIBCXX"), "GLIBCXX_3.4.28");
    assert.equal(newestAllowed({ glibc: [2, 12] }, "GLIBC"), "GLIBC_2.12");
    assert.equal(newestAllowed({ glibc: [2, 99] }, "CXXABI"), "CXXABI_1.3.15");
    assert.equal(newestAllowed(FOCAL, "GCC"), "GCC_7.0.0");
    assert.equal(newestAllowed(FOCAL, "ZLIB"), "ZLIB_1.2.9");
  });
});

describe("whether a symbol version exceeds a target", () => {
  const cases: readonly [string, { readonly glibc: readonly [number, number] }, boolean][] = [
    ["GLIBC_2.31", FOCAL, false],
    ["GLIBC_2.32", FOCAL, true],
    ["GLIBC_2.4", FOCAL, false],
    ["GLIBC_2.2.5", BIONIC, false],
    ["GLIBC_2.28", BIONIC, true],
    ["GLIBC_2.34", FOCAL, true],
    ["GLIBC_2.34", JAMMY, false],
    ["GLIBC_3.0", NOBLE, true],
    ["GLIBCXX_3.4", FOCAL, false],
    ["GLIBCXX_3.4.9", FOCAL, false],
    ["GLIBCXX_3.4.28", FOCAL, false],
    ["GLIBCXX_3.4.29", FOCAL, true],
    ["GLIBCXX_3.4.26", BIONIC, true],
    ["GLIBCXX_3.4.30", JAMMY, false],
    ["GLIBCXX_3.4.31", JAMMY, true],
    ["CXXABI_1.3.13", FOCAL, true],
    ["CXXABI_1.3.13", JAMMY, false],
    ["CXXABI_TM_1", BIONIC, false],
    ["CXXABI_FLOAT128", FOCAL, false],
    ["CXXABI_FLOAT128", { glibc: [2, 17] }, true],
    ["CXXABI_LDBL_1.3", FOCAL, false],
    ["GLIBCXX_LDBL_3.4.29", FOCAL, true],
    ["GCC_12.0.0", FOCAL, true],
    ["GCC_12.0.0", JAMMY, false],
    ["GCC_3.0", BIONIC, false],
    ["ZLIB_1.2.12", JAMMY, true],
    ["ZLIB_1.2.12", NOBLE, false],
    ["GLIBC_PRIVATE", NOBLE, true],
    ["GLIBC_ABI_DT_RELR", JAMMY, true],
    ["GLIBC_ABI_DT_RELR", { glibc: [2, 36] }, false],
    ["GLIBC_ABI_DT_RELR", NOBLE, false],
    ["GLIBC_ABI_GNU2_TLS", NOBLE, true],
    ["GLIBC_ABI_OF_THE_FUTURE", NOBLE, true],
    ["GLIBC_constructor", NOBLE, true],
    ["OPENSSL_1_1_0", BIONIC, false],
    ["GOMP_4.0", BIONIC, false],
    ["", BIONIC, false],
  ];
  for (const [name, target, expected] of cases) {
    test(`${name || "(empty)"} ${expected ? "exceeds" : "is within"} glibc ${target.glibc.join(".")}`, () => {
      assert.equal(exceeds(name, target), expected);
    });
  }

  test("who has it first", () => {
    assert.equal(firstSystemWith("GLIBC_2.34")?.distribution, "AlmaLinux 9");
    assert.equal(firstSystemWith("GLIBCXX_3.4.26")?.distribution, "Ubuntu 20.04");
    assert.equal(firstSystemWith("GLIBC_ABI_DT_RELR")?.distribution, "Debian 12");
    assert.equal(firstSystemWith("GLIBC_PRIVATE"), undefined);
  });

  test("order is by number, markers come last", () => {
    const names = ["GLIBC_2.10", "GLIBC_PRIVATE", "GLIBC_2.9", "GLIBC_2.2.5", "GLIBC_2.2"];
    assert.deepEqual(names.sort(compareSymbolVersions), [
      "GLIBC_2.2",
      "GLIBC_2.2.5",
      "GLIBC_2.9",
      "GLIBC_2.10",
      "GLIBC_PRIVATE",
    ]);
    assert.deepEqual(parseSymbolVersion("GLIBCXX_3.4.29"), { family: "GLIBCXX", numbers: [3, 4, 29] });
    assert.equal(parseSymbolVersion("PGSQL_9.0"), undefined);
  });
});

describe("what glibc has at the version GLIBC_PRIVATE", () => {
  test("symbols, by the releases that were read; between two that differ nobody knows", () => {
    const presences = (symbol: string) =>
      (
        [
          [2, 17],
          [2, 31],
          [2, 35],
          [2, 36],
          [2, 39],
          [2, 41],
          [2, 50],
        ] as const
      ).map((glibc) => hasPrivateSymbol(symbol, glibc));
    assert.deepEqual(presences("_dl_argv"), ["yes", "yes", "yes", "yes", "yes", "yes", "yes"]);
    assert.deepEqual(presences("_dl_sym"), ["yes", "yes", "maybe", "no", "no", "no", "no"]);
    assert.deepEqual(presences("__snprintf"), ["yes", "yes", "yes", "yes", "maybe", "no", "no"]);
    assert.deepEqual(presences("puts"), ["no", "no", "no", "no", "no", "no", "no"]);
  });

  test("libraries", () => {
    assert.equal(hasPrivateVersion("libc.so.6", [2, 31]), "yes");
    assert.equal(hasPrivateVersion("libpthread.so.0", [2, 31]), "yes");
    assert.equal(hasPrivateVersion("libpthread.so.0", [2, 39]), "no");
    assert.equal(hasPrivateVersion("libm.so.6", [2, 31]), "no");
  });
});

describe("who supplies a library", () => {
  test("the container: glibc's family, libgcc_s, libstdc++, libz, and nothing of a desktop", () => {
    for (const name of ["libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6", "libz.so.1", "libcrypt.so.1"]) {
      assert.ok(isContainerLibrary(name), name);
    }
    for (const name of ["libGL.so.1", "libX11.so.6", "libglib-2.0.so.0", "libexpat.so.1", "libc.so", "libnsl.so.2"]) {
      assert.ok(!isContainerLibrary(name), name);
    }
  });

  test("the base system of Ubuntu, by release: in the version that it has", () => {
    const answers = (soname: string) =>
      (
        [
          [2, 27],
          [2, 31],
          [2, 35],
          [2, 36],
        ] as const
      ).map((glibc) => isInBase(soname, glibc));
    for (const name of [
      ...["libpam.so.0", "libaudit.so.1", "libselinux.so.1", "libacl.so.1", "libidn2.so.0", "libunistring.so.2"],
      ...["libgcrypt.so.20", "libgpg-error.so.0", "libdb-5.3.so", "libgnutls.so.30", "libsystemd.so.0"],
    ])
      assert.deepEqual(answers(name), ["yes", "yes", "yes", "maybe"], name);
    assert.deepEqual(answers("libpcre2-8.so.0"), [undefined, "yes", "yes", "maybe"]);
    assert.deepEqual(answers("libnettle.so.7"), ["no", "yes", "no", "maybe"]);
    assert.deepEqual(answers("libtinfo.so.5"), ["yes", "no", "no", "maybe"]);
    assert.deepEqual(answers("libkrb5.so.3"), [undefined, undefined, "yes", "maybe"]);
    assert.deepEqual(answers("libunistring.so.5"), ["no", "no", "no", undefined]);
    assert.deepEqual(answers("libGL.so.1"), [undefined, undefined, undefined, undefined]);
  });

  test("musl, the driver, the interpreter", () => {
    assert.deepEqual(["libc.musl-x86_64.so.1", "libc.so", "libc.so.6", "libm.so.6"].map(isMuslLibrary), [
      true,
      true,
      false,
      false,
    ]);
    assert.deepEqual(
      ["libcuda.so.1", "libnvidia-ml.so.1", "libcudart.so.12", "libcuda_helper.so"].map(isDriverLibrary),
      [true, true, false, false],
    );
    assert.deepEqual(
      ["libpython3.8.so.1.0", "libpython3.7m.so.1.0", "libpython3.so", "libpythonic.so"].map(isPythonLibrary),
      [true, true, true, false],
    );
  });

  test("conda has what its own Python needs, of the right OpenSSL", () => {
    assert.ok(isLikelyInConda("libgomp.so.1", "3.8"));
    assert.ok(isLikelyInConda("libssl.so.1.1", "3.8") && !isLikelyInConda("libssl.so.3", "3.8"));
    assert.ok(isLikelyInConda("libssl.so.3", "3.12") && !isLikelyInConda("libssl.so.1.1", "3.12"));
    assert.ok(!isLikelyInConda("libGL.so.1", "3.12"));
  });
});

describe("advice about a missing library", () => {
  test("package, wheel and one line for each", () => {
    const rows = Object.values(advice.libraries).flat();
    const names = rows.flatMap((row) => row.names);
    assert.ok(rows.length >= 50);
    assert.equal(new Set(names).size, names.length, "no name twice");
    for (const name of names) {
      const known = libraryAdvice(name.includes(".so") ? name : `${name}.so.1`);
      assert.ok(known && known.advice.length > 10 && !/[\n]/.test(known.advice), name);
      assert.ok(!isContainerLibrary(name), name);
    }
  });

  test("the exact version comes before any version", () => {
    assert.deepEqual(libraryAdvice("libssl.so.1.1")?.apt, { "20.04": "libssl1.1", "22.04": undefined });
    assert.deepEqual(libraryAdvice("libssl.so.3")?.apt, { "20.04": undefined, "22.04": "libssl3" });
    assert.deepEqual(libraryAdvice("libssl.so.10")?.apt, { "20.04": undefined, "22.04": undefined });
    assert.equal(libraryAdvice("libtbb.so.2")?.apt["20.04"], "libtbb2");
  });

  test("the ones everybody meets", () => {
    assert.equal(libraryAdvice("libGL.so.1")?.wheel, undefined);
    assert.match(replacementFor("opencv-contrib-python") ?? "", /opencv-contrib-python-headless/);
    assert.equal(replacementFor("vtk"), undefined);
    assert.equal(libraryAdvice("libGL.so.1")?.apt["22.04"], "libgl1");
    assert.equal(libraryAdvice("libgomp.so.1")?.apt["20.04"], "libgomp1");
    assert.equal(libraryAdvice("libcublas.so.12")?.role, "accelerator");
    assert.match(libraryAdvice("libhdf5.so.103")?.advice ?? "", /h5py/);
    assert.equal(libraryAdvice("libsomebody-own.so.7"), undefined);
    assert.equal(libraryAdvice("constructor"), undefined);
  });
});
