import { libraryAdvice } from "../../images/abi/library-advice.ts";
import type { Target } from "../../images/target.ts";
import { type Inventory, ownerOf } from "../../mount/inventory/inventory.ts";
import type { ContainerView } from "../imports/container.ts";
import type { CompiledCodeProblem, PlatformTarget } from "../loader/problems.ts";
import { loaderProblems } from "../loader/resolve.ts";
import { isTooNew } from "./wording.ts";

/**
 * Problems that the target's loader and importer have with the compiled code of a mount.
 * @param isLoaded whether a file was seen to be loaded; without it, this is inferred from names and links
 */
export function compiledCodeProblems(
  inventory: Inventory,
  target: Target,
  isLoaded?: (path: string) => boolean | undefined,
): CompiledCodeProblem[] {
  const files = [...inventory.binaries].map(([path, elf]) => ({ path, elf }));
  return loaderProblems(files, platformOf(target), (path) => inventory.files.has(path), isLoaded);
}

function platformOf({ facts, ...target }: Target): PlatformTarget {
  // The server of every catalogued image runs in a conda environment, whose libraries come first.
  if (facts === undefined) return { ...target, conda: true };
  const { libraries, symbolVersions, python } = facts;
  return { ...target, libraries: new Set(libraries), symbolVersions, conda: python.isConda };
}

/** Compiled files with a problem in the image that matters only if they are loaded. */
export function filesInDoubt(problems: readonly CompiledCodeProblem[]): string[] {
  const kinds = ["newer-symbols", "missing-library", "musl", "other-interpreter"];
  const found = problems.filter((one) => kinds.includes(one.kind) && one.severity !== "notice");
  return [...new Set(found.map(({ path }) => path))];
}

interface PackagesKnown {
  readonly compiledCode: readonly CompiledCodeProblem[];
  readonly container: ContainerView | undefined;
  readonly target: Target;
}

/** Debian packages that contain the libraries which neither the mount nor the image has, as far as an import needs them. */
export function systemPackages({ compiledCode, container, target: { glibc } }: PackagesKnown): string[] {
  const release = glibc[1] >= 35 ? "22.04" : "20.04";
  const missing = compiledCode.filter((one) => one.kind === "missing-library");
  const linked = missing.filter(
    ({ where, isDecided, severity }) => where === "nowhere" && !(isDecided && severity === "notice"),
  );
  const opened = container?.wanted?.filter(({ outcome, isHere }) => outcome !== "works" || isHere) ?? [];
  const advice = [...linked.map((one) => one.advice), ...opened.map(({ library }) => libraryAdvice(library))];
  const packages = advice.map((one) => one?.apt[release]);
  return [...new Set(packages.filter((name) => name !== undefined))];
}

/** Normalised names of the distributions that need a newer system than the image's: another release may fit. */
export function needingNewerSystem(problems: readonly CompiledCodeProblem[], inventory: Inventory): string[] {
  const tooNew = problems.filter((one) => isTooNew(one) && one.severity !== "notice");
  const names = tooNew.map(({ path }) => ownerOf(path, inventory)?.name);
  return [...new Set(names.filter((name) => name !== undefined))];
}
