import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "node:test";
import { elf } from "./elf.ts";
import { findAnyPython } from "./interpreters.ts";
import { createWorkspace } from "./workspace.ts";

const isX86Linux = process.platform === "linux" && process.arch === "x64";

describe("elf, read by the loader of this machine", { skip: !isX86Linux && "not x86-64 Linux" }, () => {
  const files = {
    "old.so": elf({ soname: "old.so", runpath: "$ORIGIN", versions: { "libc.so.6": ["GLIBC_2.2.5", "GLIBC_2.14"] } }),
    "new.so": elf({ versions: { "libm.so.6": ["GLIBC_2.2.5"], "libc.so.6": ["GLIBC_2.14", "GLIBC_2.99"] } }),
    "lost.so": elf({ needed: ["liblost.so.1"] }),
    "other.so": elf({ machine: 183 }),
  };
  const python = findAnyPython();
  const load = (path: string) =>
    execFileSync(python, ["-c", "import ctypes, sys; ctypes.CDLL(sys.argv[1])", path], { stdio: "pipe" });

  it("loads, or is refused for the reason it was given", (t) => {
    const directory = createWorkspace(t, files);
    load(join(directory, "old.so"));
    assert.throws(() => load(join(directory, "new.so")), /version `GLIBC_2\.99' not found/);
    assert.throws(() => load(join(directory, "lost.so")), /liblost\.so\.1: cannot open shared object file/);
    assert.throws(
      () => load(join(directory, "other.so")),
      /cannot open shared object file|wrong ELF class|invalid ELF/,
    );
  });
});
