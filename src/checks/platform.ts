import { ownerOf } from "../mount/inventory.ts";
import { own } from "../own.ts";
import { type Answer, about, type Check, type Evidence } from "./check.ts";
import type { PlatformProblem } from "./loader/problems.ts";
import { problemsOf } from "./platform-problems.ts";
import { advise, describeProblem } from "./platform-words.ts";
import { expandTag, fits } from "./wheel-tags.ts";

/** Will the target's loader and importer take the compiled code of the mount? */

/** The answers for the problems of some kinds that a condition picks. */
function answers(evidence: Evidence, picks: (problem: PlatformProblem) => boolean): Answer[] {
  return problemsOf(evidence)
    .filter(picks)
    .map((problem) => {
      const owner = ownerOf(problem.path, evidence.inventory);
      const words = {
        file: problem.path,
        message: `${describeProblem(problem, owner?.name)}${notLoaded(problem, owner?.name, evidence)}`,
        hint: advise(problem, evidence.target, owner?.name, own(evidence.newestWheels ?? {}, owner?.name ?? "")),
      };
      const answer = { ...words, severity: severityOf(problem) };
      return owner === undefined ? answer : about(owner, evidence, answer);
    });
}

/** Why a problem is a warning only, where imports told. */
function notLoaded({ kind, path, severity }: PlatformProblem, owner = "", evidence: Evidence): string {
  const isAsked = severity === "warning" && ["newer-symbols", "missing-library", "musl"].includes(kind);
  const files = own(evidence.container?.loaded ?? {}, owner);
  return isAsked && files !== undefined && !files.includes(path) ? ` Importing ${owner} does not load this file.` : "";
}

/** Conda's Python depends on these libraries, so every image has them, though no list of Microsoft's says so. */
function severityOf(problem: PlatformProblem): PlatformProblem["severity"] {
  return problem.kind === "missing-library" && problem.where === "likely" ? "notice" : problem.severity;
}

export const tagsDoNotFit: Check = {
  id: "P1",
  severity: "error",
  title: "a wheel was built for something else",
  explanation:
    "None of the compatibility tags in a distribution's WHEEL file is one that the target takes: another Python, another ABI, another processor, a newer manylinux. pip in the container would have refused it. Where its compiled code fits all the same, only the label is wrong, and it is a notice. Build with this tool, which installs for the target. Safe to turn off for a wheel that is known to be labelled wrongly.",
  *find(evidence) {
    for (const distribution of evidence.inventory.distributions) {
      const tags = (distribution.wheel.get("tag") ?? []).flatMap(expandTag);
      if (tags.length === 0 || tags.some((tag) => fits(tag, evidence.target))) continue;
      const binaries = [...evidence.inventory.binaries.keys()].filter(
        (path) => ownerOf(path, evidence.inventory) === distribution,
      );
      const broken = problemsOf(evidence).some(({ path, severity }) => severity === "error" && binaries.includes(path));
      const isOnlyLabel = binaries.length > 0 && !broken;
      yield about(distribution, evidence, {
        severity: isOnlyLabel ? "notice" : "error",
        file: `${distribution.directory}/WHEEL`,
        message: `${distribution.name} ${distribution.version} is a wheel for ${distribution.wheel.get("tag")?.join(", ")}.`,
        hint: "Build the mount with this tool, which takes only wheels that fit the target.",
      });
    }
  },
};

export const foreignMachine: Check = {
  id: "P2",
  severity: "error",
  title: "compiled code is for another machine",
  explanation:
    "An extension module that Python would open is not an ELF file of the target's processor and byte order: a Mac's, a Windows one, another architecture, or no program at all (a Git LFS pointer, a linker script). The import fails with `invalid ELF header` or `wrong ELF class`. Build on Linux of the target's architecture. Payloads for other machines that no import opens are notices at most. Safe to turn off for a payload; name its distribution. Safe to turn off for a file that nothing loads; name its distribution.",
  find: (evidence) => answers(evidence, ({ kind }) => kind === "foreign-machine" || kind === "damaged"),
};

export const newerSymbols: Check = {
  id: "P3",
  severity: "error",
  title: "compiled code needs a newer glibc than the image has",
  explanation:
    "A library needs symbol versions (GLIBC_2.34, GLIBCXX_3.4.30 …) that the image's system libraries do not define. The loader refuses it at import: `version GLIBC_2.34 not found`. Wheels are chosen by the machine that installs, and GitHub's runners are newer than the images; code compiled there needs what is there. Pin a release with a wheel for the target's glibc (the index is asked for the newest one, and the hint has it), build with this tool, which takes only such wheels, or deploy on an image with a newer Ubuntu. What the mount itself carries counts; weak needs are notices, and GLIBCXX and its like are warnings: the image's conda environment mostly has newer ones than its system. Never safe to turn off for a library that is imported.",
  find: (evidence) => answers(evidence, ({ kind }) => kind === "newer-symbols"),
};

export const missingLibrary: Check = {
  id: "P4",
  severity: "error",
  title: "a system library is missing in the image",
  explanation:
    "A library that compiled code needs (DT_NEEDED) is neither in the mount, where the loader would look, nor in the image: libGL, libodbc and their like come from the distribution's packages, and neither variable can bring them. The import fails with `cannot open shared object file`. Take the drop-in that does without (opencv-python-headless for opencv-python), or extend the image: the summary has a ready Dockerfile, which also lies beside the report. Then leave the base in `image`, and turn this off for the distribution, with the reason that the image has the library. A library that no module links to, such as a plug-in or what is opened with ctypes, is tried: where importing its distribution, the packages around it and what the scoring script names does not load it, it is a warning. Safe to turn off then, and when the code that needs it is never loaded; say which.",
  find: (evidence) => answers(evidence, ({ kind }) => kind === "missing-library"),
};

export const oddSearchPath: Check = {
  id: "P5",
  severity: "notice",
  title: "a library has a search path of the build machine",
  explanation:
    "An RPATH or RUNPATH is not relative to the library ($ORIGIN): absolute, in somebody's home, relative to the working directory, or out of the mount. It is harmless where P4 is silent; one that leads into a directory which others can write is a way in. Build the wheel without it. Safe to turn off where P4 is silent.",
  find: (evidence) => answers(evidence, ({ kind }) => kind === "search-path"),
};

export const otherInterpreter: Check = {
  id: "P6",
  severity: "error",
  title: "an extension module is for another Python version",
  explanation:
    "The file name says which interpreter opens it (`.cpython-39-x86_64-linux-gnu.so`); the target's Python passes over it, and no module that it would open stands beside it. The import fails with ModuleNotFoundError. Build for the target's Python. Packages that ship modules for several Pythons are fine when one fits. Safe to turn off for a module that nothing imports.",
  find: (evidence) =>
    answers(
      evidence,
      (one) => one.kind === "other-interpreter" && (one.differs === "version" || one.differs === "platform"),
    ),
};

export const instructionSet: Check = {
  id: "P7",
  severity: "warning",
  title: "compiled code needs a newer processor",
  explanation:
    "The GNU property note asks for x86-64-v2, v3 or v4. The loader refuses the library on an instance type without those instructions. Take a build for the baseline, or instance types that have them. Safe to turn off when the instance type is known to have them.",
  find: (evidence) => answers(evidence, ({ kind }) => kind === "instruction-set"),
};

export const unusualMemory: Check = {
  id: "P8",
  severity: "warning",
  title: "compiled code wants memory that is both written and run",
  explanation:
    "An executable stack (PT_GNU_STACK) or text relocations. Hardened kernels and newer glibc refuse to load such libraries. Take a newer build. Safe to turn off when the image is known to load it.",
  find: (evidence) =>
    answers(evidence, ({ kind }) => ["executable-stack", "unstated-stack", "text-relocations"].includes(kind)),
};

export const muslBuild: Check = {
  id: "P9",
  severity: "error",
  title: "compiled code is for musl",
  explanation:
    "The library was linked against musl (Alpine), and the images have glibc: the loader does not find libc.musl. Install manylinux wheels, not musllinux ones: build on a glibc system. Never safe to turn off.",
  find: (evidence) => answers(evidence, ({ kind }) => kind === "musl"),
};

export const otherBuild: Check = {
  id: "P10",
  severity: "error",
  title: "an extension module is for another kind of Python",
  explanation:
    "The module is for PyPy, a debug build or a free-threaded build; the images have plain CPython, which passes over it. Build with the plain CPython of the target's version. Never safe to turn off.",
  find: (evidence) =>
    answers(
      evidence,
      (one) => one.kind === "other-interpreter" && (one.differs === "build" || one.differs === "implementation"),
    ),
};
