import { ownerOf } from "../mount/inventory.ts";
import type { Evidence } from "./check.ts";
import { isLoaded } from "./loaded.ts";
import type { PlatformProblem } from "./loader/problems.ts";
import { platformProblems } from "./loader/resolve.ts";
import { isTooNew } from "./platform-words.ts";

type Subject = Pick<Evidence, "inventory" | "target">;

/** By names and links alone. Worked out once per mount: several ask. */
const known = new WeakMap<Subject["inventory"], { target: Subject["target"]; problems: PlatformProblem[] }>();

function problemsByName({ inventory, target }: Subject): readonly PlatformProblem[] {
  const before = known.get(inventory);
  if (before?.target === target) return before.problems;
  const problems = workOut({ inventory, target });
  known.set(inventory, { target, problems });
  return problems;
}

/** By what imports told, too. Worked out once per evidence; the ten checks each take their part. */
const judged = new WeakMap<Evidence, PlatformProblem[]>();

export function problemsOf(evidence: Evidence): readonly PlatformProblem[] {
  const before = judged.get(evidence);
  if (before !== undefined) return before;
  const problems = workOut(evidence, (path) => isLoaded(path, evidence));
  judged.set(evidence, problems);
  return problems;
}

function workOut({ inventory, target }: Subject, isOpened?: (path: string) => boolean | undefined): PlatformProblem[] {
  const files = [...inventory.binaries].map(([path, elf]) => ({ path, elf }));
  // The server of every catalogued image runs in a conda environment, whose libraries come first.
  return platformProblems(files, { ...target, conda: true }, (path) => inventory.files.has(path), isOpened);
}

/** Compiled files that have a problem in the image, which is one only if they are loaded. */
export function filesInDoubt(inventory: Evidence["inventory"], target: Evidence["target"]): string[] {
  const kinds = ["newer-symbols", "missing-library", "musl"];
  const found = problemsByName({ inventory, target }).filter(
    (one) => kinds.includes(one.kind) && one.severity !== "notice",
  );
  return [...new Set(found.map(({ path }) => path))];
}

/** Debian packages that hold the libraries which neither the mount nor the image has. */
export function systemPackages(inventory: Evidence["inventory"], target: Evidence["target"]): string[] {
  const release = target.glibc[1] >= 35 ? "22.04" : "20.04";
  const missing = problemsByName({ inventory, target }).filter((one) => one.kind === "missing-library");
  const packages = missing.filter(({ where }) => where === "nowhere").map(({ advice }) => advice?.apt[release]);
  return [...new Set(packages.filter((name) => name !== undefined))];
}

/** Normalised names of the distributions that need a newer system than the image's, so that another release may help. */
export function needingNewerSystem(inventory: Evidence["inventory"], target: Evidence["target"]): string[] {
  const tooNew = problemsByName({ inventory, target }).filter((one) => isTooNew(one) && one.severity !== "notice");
  const names = tooNew.map(({ path }) => ownerOf(path, inventory)?.name);
  return [...new Set(names.filter((name) => name !== undefined))];
}
