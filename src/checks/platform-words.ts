import type { Target } from "../target/target.ts";
import type { MissingLibrary, NewerSymbols, PlatformProblem } from "./loader/problems.ts";

/** What people read about a problem of compiled code. Names out of a file are shown without control characters. */
export function describeProblem(problem: PlatformProblem, distribution: string | undefined): string {
  const whose = `${printable(problem.path)}${distribution === undefined ? "" : ` of ${distribution}`}`;
  switch (problem.kind) {
    case "foreign-machine":
      return `${whose} is for another machine: ${printable(problem.found)}.`;
    case "newer-symbols":
      return `${whose} needs ${symbolsOf(problem)}.`;
    case "missing-library":
      return `${whose} needs ${printable(problem.library)}, ${whereabouts(problem)}.`;
    case "search-path":
      return `${whose} looks for libraries in ${problem.entries.map(printable).join(", ")}.`;
    case "other-interpreter":
      return `${whose} is for ${printable(problem.tag)}${problem.instead ? `; Python takes ${problem.instead} instead` : ""}.`;
    case "instruction-set":
      return `${whose} runs on processors of level x86-64-v${problem.level} only.`;
    case "executable-stack":
      return `${whose} wants an executable stack.`;
    case "unstated-stack":
      return `${whose} does not say that its stack need not be executable.`;
    case "text-relocations":
      return `${whose} rewrites its own code when it is loaded.`;
    case "musl":
      return `${whose} was built for musl, not for glibc.`;
    case "damaged":
      return `${whose} is damaged: ${problem.reason}.`;
  }
}

function symbolsOf({ versions, library, reason, newestAllowed }: NewerSymbols): string {
  const newest = printable(versions.at(-1) ?? "");
  if (reason === "private") return `${newest} of ${printable(library)}, which belongs to one build of glibc`;
  if (reason === "bundled") return `${newest} of ${printable(library)}, and the mount's own copy does not have it`;
  return `${newest} of ${printable(library)}; the newest it may need is ${newestAllowed ?? "an older one"}`;
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
      return "which the image's conda environment usually has";
  }
}

/** Whether the code needs a newer system, so that a build for an older one would do. */
export function isTooNew(problem: PlatformProblem): problem is NewerSymbols {
  return problem.kind === "newer-symbols" && problem.reason === "image";
}

/**
 * What to do about a problem, where there is something to do.
 *
 * @param newest the newest release of the distribution that has a wheel for the target, where the index told
 */
export function advise(
  problem: PlatformProblem,
  target: Target,
  distribution: string | undefined,
  newest: string | undefined,
): string | undefined {
  switch (problem.kind) {
    case "missing-library":
      return problem.where === "nowhere" && problem.advice ? `${capital(problem.advice.advice)}.` : undefined;
    case "newer-symbols":
      return older(problem, target, distribution, newest);
    case "foreign-machine":
    case "other-interpreter":
    case "musl":
      return `Build the mount on Linux ${target.architecture} with CPython ${target.python}.`;
    default:
      return undefined;
  }
}

function older(problem: NewerSymbols, target: Target, distribution = "", newest: string | undefined): string {
  const glibc = target.glibc.join(".");
  const needed = /^GLIBC_([0-9.]+)$/.exec(problem.versions.at(-1) ?? "")?.[1];
  const image = needed === undefined ? "a newer image" : `an image with glibc ${needed} or newer`;
  if (newest !== undefined) {
    return `Write ${distribution}==${newest} into the requirements and build the mount with this tool: that is the newest release with a wheel for Python ${target.python} and glibc ${glibc}. Or deploy on ${image}.`;
  }
  const build = distribution === "" ? "Build" : `Write ${distribution} into the requirements and build`;
  return `${build} the mount with this tool, which takes only wheels for glibc ${glibc} or older; what was compiled on this machine needs a release that has such a wheel. Or deploy on ${image}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Strings out of a file may hold anything. */
function printable(text: string): string {
  return [...text]
    .map((character) => (character < " " || character === "\x7f" ? "?" : character))
    .join("")
    .slice(0, 300);
}
