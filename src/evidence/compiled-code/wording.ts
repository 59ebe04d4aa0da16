import { adviceFor } from "../../images/abi/library-advice.ts";
import type { Target } from "../../images/target.ts";
import type { CompiledCodeProblem, MissingLibrary, NewerSymbols } from "../loader/problems.ts";

const MOST_SYMBOLS = 3;

/** The message for a problem of compiled code. Names from a file are shown without control characters. */
export function describeProblem(problem: CompiledCodeProblem, distribution: string | undefined): string {
  const file = `${printable(problem.path)}${distribution === undefined ? "" : ` of ${distribution}`}`;
  switch (problem.kind) {
    case "foreign-machine":
      return `${file} is for another machine: ${printable(problem.found)}.`;
    case "newer-symbols":
      return `${file} needs ${symbolsOf(problem)}.`;
    case "missing-library":
      return `${file} needs ${printable(problem.library)}, ${whereabouts(problem)}.`;
    case "search-path":
      return `${file} looks for libraries in ${problem.entries.map(printable).join(", ")}.`;
    case "other-interpreter":
      return `${file} is for ${printable(problem.tag)}${problem.instead ? `; Python uses ${problem.instead} instead` : ""}.`;
    case "instruction-set":
      return `${file} needs a processor of level x86-64-v${problem.level} or newer.`;
    case "executable-stack":
      return `${file} requires an executable stack.`;
    case "unstated-stack":
      return `${file} does not declare that its stack is not executable.`;
    case "text-relocations":
      return `${file} has text relocations: its code is changed when it is loaded.`;
    case "musl":
      return `${file} was built for musl, not for glibc.`;
    case "damaged":
      return `${file} is damaged: ${problem.reason}.`;
  }
}

function symbolsOf({ versions, library, reason, newestAllowed, symbols = [], severity }: NewerSymbols): string {
  const newest = printable(versions.at(-1) ?? "");
  if (reason === "private") {
    const lacking =
      symbols.length === 0 ? "" : `${symbols.slice(0, MOST_SYMBOLS).map(printable).join(", ")} at the version `;
    return `${lacking}${newest} of ${printable(library)}, which the image's glibc ${severity === "error" ? "does" : "may"} not have`;
  }
  if (reason === "bundled") return `${newest} of ${printable(library)}, but the mount's own copy does not have it`;
  return `${newest} of ${printable(library)}; the image has ${newestAllowed === undefined ? "only older versions" : `at most ${newestAllowed}`}`;
}

function whereabouts({ where, copies }: MissingLibrary): string {
  switch (where) {
    case "nowhere":
      return "which neither the mount nor the image has";
    case "elsewhere":
      return `which is in the mount (${copies.map(printable).join(", ")}), but not where the loader looks: Python code must load it first`;
    case "driver":
      return "which comes with the host's graphics driver";
    case "python":
      return "Python's own shared library, which many builds do not have";
    case "likely":
      return "which the image or its conda environment usually has";
  }
}

/** Whether the code needs a newer system, so that a build for an older system would fit. */
export function isTooNew(problem: CompiledCodeProblem): problem is NewerSymbols {
  return problem.kind === "newer-symbols" && problem.reason === "image";
}

/**
 * How to fix a problem, if there is a fix.
 *
 * @param newest the newest release of the distribution that has a wheel for the target, if the index shows one
 */
export function advise(
  problem: CompiledCodeProblem,
  target: Target,
  distribution: string | undefined,
  newest: string | undefined,
): string | undefined {
  switch (problem.kind) {
    case "missing-library":
      return problem.where === "nowhere" ? sentence(adviceFor(problem.library, distribution)) : undefined;
    case "newer-symbols":
      if (problem.reason === "private")
        return `Use another release${distribution === undefined ? "" : ` of ${distribution}`}, or a wheel that needs no private symbols of glibc.`;
      return older(problem, target, distribution, newest);
    case "foreign-machine":
      if (problem.severity === "notice") return notForThisMachine(distribution);
      return `Build the mount on Linux ${target.architecture} with CPython ${target.python}.`;
    case "other-interpreter":
    case "musl":
      return `Build the mount on Linux ${target.architecture} with CPython ${target.python}.`;
    default:
      return undefined;
  }
}

/** Some wheels bring the programs of every machine. */
function notForThisMachine(distribution: string | undefined): string {
  const rule = distribution === undefined ? "P2" : `P2:${distribution}`;
  return `No import opens it. If nothing runs it, write ${rule}=off with a reason in the input checks.`;
}

function older(problem: NewerSymbols, target: Target, distribution = "", newest: string | undefined): string {
  const glibc = target.glibc.join(".");
  const needed = /^GLIBC_([0-9.]+)$/.exec(problem.versions.at(-1) ?? "")?.[1];
  const image = needed === undefined ? "a newer image" : `an image with glibc ${needed} or newer`;
  if (newest !== undefined) {
    return `Add ${distribution}==${newest} to the requirements and build the mount with this tool: that is the newest release with a wheel for Python ${target.python} and glibc ${glibc}. Or deploy on ${image}.`;
  }
  const build = distribution === "" ? "Build" : `Add ${distribution} to the requirements and build`;
  return `${build} the mount with this tool, which uses only wheels for glibc ${glibc} or older; a package that was compiled on this machine needs a release that has such a wheel. Or deploy on ${image}.`;
}

/** A clause as a sentence. */
export function sentence(text: string | undefined): string | undefined {
  return text && `${capital(text)}.`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Strings from a file may contain any characters. */
function printable(text: string): string {
  return [...text]
    .map((character) => (character < " " || character === "\x7f" ? "?" : character))
    .join("")
    .slice(0, 300);
}
