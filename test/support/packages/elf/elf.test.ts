import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "node:test";
import { createWorkspace } from "../../machine/workspace.ts";
import { findAnyPython } from "../../python/interpreters.ts";
import { makeElf } from "./elf.ts";

const isX86Linux = process.platform === "linux" && process.arch === "x64";

describe("makeElf, read by the loader of this machine", { skip: !isX86Linux && "not x86-64 Linux" }, () => {
  const needing = (versionNeeds: Record<string, string[]>) => ({ needed: Object.keys(versionNeeds), versionNeeds });
  const files = {
    "old.so": makeElf({
      soname: "old.so",
      runpath: "$ORIGIN",
      ...needing({ "libc.so.6": ["GLIBC_2.2.5", "GLIBC_2.14"] }),
    }),
    "sysv.so": makeElf({ hash: "sysv", exports: ["PyInit_sysv"], ...needing({ "libc.so.6": ["GLIBC_2.14"] }) }),
    "new.so": makeElf(needing({ "libm.so.6": ["GLIBC_2.2.5"], "libc.so.6": ["GLIBC_2.14", "GLIBC_2.99"] })),
    "weak.so": makeElf(needing({ "libc.so.6": ["GLIBC_2.14", "GLIBC_2.99!"] })),
    "lost.so": makeElf({ needed: ["liblost.so.1"] }),
    "other.so": makeElf({ machine: 183 }),
  };
  const python = findAnyPython();
  const load = (path: string) =>
    execFileSync(python, ["-c", "import ctypes, sys; ctypes.CDLL(sys.argv[1])", path], { stdio: "pipe" });

  it("loads, or is refused for the reason it was given", (t) => {
    const directory = createWorkspace(t, files);
    for (const name of ["old.so", "sysv.so", "weak.so"]) load(join(directory, name));
    assert.throws(() => load(join(directory, "new.so")), /version `GLIBC_2\.99' not found/);
    assert.throws(() => load(join(directory, "lost.so")), /liblost\.so\.1: cannot open shared object file/);
    assert.throws(
      () => load(join(directory, "other.so")),
      /cannot open shared object file|wrong ELF class|invalid ELF/,
    );
  });
});
