// What auditwheel says of the packages of a mount.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runChild } from "../test/support/machine/child.ts";
import { childEnvironment } from "../test/support/machine/environment.ts";
import { findPython } from "../test/support/python/interpreters.ts";

/** Of one distribution, from `auditwheel.py`. */
interface Audit {
  readonly name: string;
  readonly version: string;
  /** `2.27`; `""` if no manylinux tag allows its symbols. */
  readonly glibc: string;
  /** Libraries outside it that no manylinux tag allows. */
  readonly libraries: readonly string[];
}

const VERSION = "6.8.2";
/** Runs auditwheel; it reads wheels for every Python. */
const PYTHON = "3.12";
const PROGRAM = fileURLToPath(new URL("auditwheel.py", import.meta.url));
/** auditwheel itself, and its answers: a run that ends early is continued by the next. */
const KEPT = join(homedir(), ".cache", "azureml-extra-packages-tests", `auditwheel-${VERSION}`);

/**
 * @param glibc minor version of the image's glibc
 * @returns `NAME needs libx.so.1`, `NAME needs glibc 2.34`: what auditwheel finds in the packages and the image may lack
 */
export async function auditPackages(sitePackages: string, glibc: number, home: string): Promise<string[]> {
  const python = auditwheelFor(home);
  const answers = join(KEPT, "answers");
  mkdirSync(answers, { recursive: true });
  const { exitCode, stdout, stderr } = await runChild(python, [PROGRAM, sitePackages, answers], {
    cwd: "/",
    env: childEnvironment({ home }),
    timeout: 1_200_000,
  });
  if (exitCode !== 0) throw new Error(stderr);
  const lines = stdout.split("\n").filter((text) => text !== "");
  return lines.flatMap((line) => objections(JSON.parse(line) as Audit, glibc));
}

function objections({ name, glibc, libraries }: Audit, most: number): string[] {
  const needs = [...libraries];
  if (glibc === "") needs.push("symbols of no manylinux tag");
  else if (Number(glibc.split(".")[1]) > most) needs.push(`glibc ${glibc}`);
  return needs.map((need) => `${name.toLowerCase().replaceAll("_", "-")} needs ${need}`);
}

/** @returns the interpreter of a virtual environment with auditwheel, made once */
function auditwheelFor(home: string): string {
  const python = join(KEPT, "bin", "python");
  if (existsSync(join(KEPT, "bin", "auditwheel"))) return python;
  const interpreter = findPython(PYTHON);
  if (interpreter === undefined) throw new Error(`auditwheel needs Python ${PYTHON}`);
  const env = childEnvironment({ home, inheritIndex: true });
  execFileSync(interpreter, ["-m", "venv", KEPT], { env });
  execFileSync(python, ["-m", "pip", "install", "--quiet", `auditwheel==${VERSION}`], { env });
  return python;
}
