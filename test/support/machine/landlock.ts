import { spawnSync } from "node:child_process";

/** Whether this machine's kernel has Landlock, according to the kernel itself. */
export function hasLandlock(python: string): boolean {
  const version = "import ctypes; print(ctypes.CDLL(None).syscall(444, None, ctypes.c_size_t(0), 1))";
  return Number(spawnSync(python, ["-c", version], { encoding: "utf8" }).stdout) > 0;
}
