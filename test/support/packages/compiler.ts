// The machine's C compiler, for tests that compile code.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Cleanup, createWorkspace } from "../machine/workspace.ts";

/** For `skip`: false, or why nothing can be compiled here. */
export const withoutCompiler: string | false = whyNot();

function whyNot(): string | false {
  if (process.platform !== "linux" || process.arch !== "x64") return "not x86-64 Linux";
  try {
    execFileSync("gcc", ["--version"], { stdio: "ignore" });
    return false;
  } catch {
    return "no gcc here";
  }
}

/** Compiles and links one source to a shared object at `target`. */
export function compile(t: Cleanup, target: string, source: string, flags: readonly string[] = []): void {
  const file = join(createWorkspace(t), "source.c");
  writeFileSync(file, source);
  execFileSync("gcc", ["-shared", "-fPIC", "-O1", "-o", target, file, ...flags], { stdio: "pipe" });
}

/** glibc of this machine, [major, minor]; undefined on another C library. */
export function glibcOfMachine(): readonly [number, number] | undefined {
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  const [major, minor] = header.glibcVersionRuntime?.split(".").map(Number) ?? [];
  return major === undefined || minor === undefined ? undefined : [major, minor];
}
