// What auditwheel says of the packages of a mount.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
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

/** One audit takes up to half a minute, and most rows have the same packages: by Python, then `NAME==VERSION`. */
const known = new Map<string, Map<string, Audit>>();

/**
 * @param glibc minor version of the image's glibc
 * @returns `NAME needs libx.so.1`, `NAME needs glibc 2.34`: what auditwheel finds in the mount and the image may lack
 */
export async function auditMount(sitePackages: string, python: string, glibc: number, home: string): Promise<string[]> {
  const audits = known.get(python) ?? new Map<string, Audit>();
  known.set(python, audits);
  const { exitCode, stdout, stderr } = await runChild(auditwheelIn(home), [PROGRAM, sitePackages, ...audits.keys()], {
    cwd: "/",
    env: childEnvironment({ home }),
    timeout: 600_000,
  });
  if (exitCode !== 0) throw new Error(stderr);
  for (const line of stdout.split("\n").filter((text) => text !== "")) {
    const audit = JSON.parse(line) as Audit;
    audits.set(`${audit.name}==${audit.version}`, audit);
  }
  return [...audits.values()].filter((audit) => isIn(audit, sitePackages)).flatMap((audit) => objections(audit, glibc));
}

function isIn({ name, version }: Audit, sitePackages: string): boolean {
  return existsSync(join(sitePackages, `${name}-${version}.dist-info`));
}

function objections({ name, glibc, libraries }: Audit, most: number): string[] {
  const needs = [...libraries];
  if (glibc === "") needs.push("symbols of no manylinux tag");
  else if (Number(glibc.split(".")[1]) > most) needs.push(`glibc ${glibc}`);
  return needs.map((need) => `${name.toLowerCase().replaceAll("_", "-")} needs ${need}`);
}

/** @returns the interpreter of a virtual environment with auditwheel, made once */
function auditwheelIn(home: string): string {
  const directory = join(home, "auditwheel");
  const python = join(directory, "bin", "python");
  if (existsSync(join(directory, "bin", "auditwheel"))) return python;
  const interpreter = findPython(PYTHON);
  if (interpreter === undefined) throw new Error(`auditwheel needs Python ${PYTHON}`);
  const env = childEnvironment({ home, inheritIndex: true });
  execFileSync(interpreter, ["-m", "venv", directory], { env });
  execFileSync(python, ["-m", "pip", "install", "--quiet", `auditwheel==${VERSION}`], { env });
  return python;
}
