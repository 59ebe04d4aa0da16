/** e_machine numbers (ELF registry) → the name as in `uname -m`, if it does not depend on word size and byte order. */
const NAMES: Readonly<Record<number, string>> = {
  2: "sparc",
  4: "m68k",
  8: "mips",
  18: "sparc32plus",
  20: "ppc",
  22: "s390x",
  40: "arm",
  42: "sh4",
  43: "sparc64",
  50: "ia64",
  62: "x86_64",
  183: "aarch64",
  190: "cuda",
  224: "amdgpu",
  247: "bpf",
  258: "loongarch64",
  36902: "alpha",
};

/** The architecture of a file; 32-bit code for a 64-bit processor has its own name. */
export function machineName(machine: number, bits: 32 | 64, byteOrder: "little" | "big"): string {
  if (machine === 3) return "i386";
  if (machine === 21) return byteOrder === "little" ? "ppc64le" : "ppc64";
  if (machine === 243) return `riscv${bits}`;
  if (machine === 22 && bits === 32) return "s390";
  if (machine === 62 && bits === 32) return "x32";
  if (machine === 183 && bits === 32) return "aarch64_ilp32";
  if (machine === 183 && byteOrder === "big") return "aarch64_be";
  return NAMES[machine] ?? `machine ${machine}`;
}
