import type { Elf } from "../../mount/elf/types.ts";
import { isMuslLibrary } from "../../target/libraries.ts";
import { extensionName, isImportable, isOpenedByPython } from "./extension-name.ts";
import { isOfTarget, isShadowed, otherInterpreters } from "./interpreters.ts";
import { Linkage } from "./linkage.ts";
import { missingLibraries } from "./missing-libraries.ts";
import { newerSymbols } from "./newer-symbols.ts";
import type { BinaryFile, ForeignMachine, PlatformProblem, PlatformTarget, Severity } from "./problems.ts";
import type { LoadableFile } from "./search-order.ts";
import { oddSearchPaths } from "./search-path.ts";

/** ELF files for processors that are not the computer's own: graphics cards and the kernel's virtual machine. */
const DEVICE_CODE = new Set(["cuda", "amdgpu", "bpf"]);

/**
 * What the target's loader and importer will make of the compiled code of a mount.
 *
 * @param files every ELF file of the mount, and every other file named `.so`, `.pyd`, `.dylib`, `.dll`
 * @param hasFile whether the mount has a file of this path, of any kind
 * @param isLoaded whether a file that no module links to was seen to be loaded; `undefined` where its name must tell
 * @returns problems in the order of the files, those of a file together
 */
export function platformProblems(
  files: readonly BinaryFile[],
  target: PlatformTarget,
  hasFile: (path: string) => boolean,
  isLoaded: (path: string) => boolean | undefined = () => undefined,
): PlatformProblem[] {
  const paths = new Set(files.filter((file) => isOfTarget(file, target)).map(({ path }) => path));
  const loadable = files.filter((file): file is LoadableFile => isLoadable(file, target));
  const linkage = new Linkage(loadable, target);
  const interpreters = new Map(otherInterpreters(files, target, hasFile).map((problem) => [problem.path, problem]));
  const linked = new Set(loadable);
  return files.flatMap((file): PlatformProblem[] => {
    const other = interpreters.get(file.path);
    if (other) return [other];
    if (!isOfTarget(file, target)) return foreignMachine(file, target, paths);
    if (!linked.has(file as LoadableFile)) return [];
    const isOpened = linkage.isImported(file.path) || (isLoaded(file.path) ?? isOpenedByCode(file as LoadableFile));
    return ofLoadable(file as LoadableFile, linkage, target, isOpened && !isShadowed(file.path, paths, target));
  });
}

/** Files that take part in linking: an object file does not, nor does a module that this Python never opens. */
function isLoadable(file: BinaryFile, target: PlatformTarget): boolean {
  if (file.elf.kind !== "elf" || !isOfTarget(file, target)) return false;
  if (file.elf.type !== "shared" && file.elf.type !== "executable") return false;
  const name = extensionName(file.path);
  return !name || isOpenedByPython(name, file.path, target);
}

function ofLoadable(
  file: LoadableFile,
  linkage: Linkage,
  target: PlatformTarget,
  isOpened: boolean,
): PlatformProblem[] {
  const { path, elf } = file;
  const worst: Severity = isOpened ? "error" : "warning";
  return [
    ...(isMusl(elf) ? [{ kind: "musl", path, severity: worst } as const] : []),
    ...newerSymbols(file, linkage, target, worst),
    ...missingLibraries(file, linkage, target, worst),
    ...oddSearchPaths([...elf.rpath, ...elf.runpath], path, target),
    ...oddMemory(path, elf),
    ...(elf.isaLevel > 1 ? [instructionSet(path, elf.isaLevel)] : []),
    ...(elf.damaged === undefined
      ? []
      : [{ kind: "damaged", path, severity: "warning", reason: elf.damaged } as const]),
  ];
}

/**
 * Whether Python code presumably opens a file that no module links to, as lightgbm, xgboost and llvmlite do on import.
 * They call it `lib…` and keep it among their modules; what is named otherwise or kept as a plugin (Qt's, a
 * debugger's) is opened in special cases only, and a program (cmake, ruff) is started by nobody's import.
 */
function isOpenedByCode({ path, elf: { type, interpreter, soname } }: LoadableFile): boolean {
  const isProgram = type === "executable" || (interpreter !== undefined && soname === undefined);
  return !isProgram && /(^|\/)lib[^/]*$/.test(path) && !/(^|\/)plugins?\//.test(path);
}

function isMusl({ needed, interpreter }: Elf): boolean {
  return needed.some(isMuslLibrary) || /\/ld-musl-[^/]+$/.test(interpreter ?? "");
}

function instructionSet(path: string, level: number): PlatformProblem {
  // Every machine of Azure has had level 3 since 2015, level 2 since before Azure.
  return { kind: "instruction-set", path, severity: level > 2 ? "warning" : "notice", level };
}

function oddMemory(path: string, { stack, textRelocations, type }: Elf): PlatformProblem[] {
  const problems: PlatformProblem[] = [];
  if (stack === "executable") problems.push({ kind: "executable-stack", path, severity: "warning" });
  // Programs that are linked statically have no such statement and no loader to assume anything.
  if (stack === "unstated" && type === "shared") problems.push({ kind: "unstated-stack", path, severity: "notice" });
  if (textRelocations) problems.push({ kind: "text-relocations", path, severity: "warning" });
  return problems;
}

/**
 * Code for another processor or system. Packages carry it for others on purpose (debuggers, launchers), so only a file
 * that Python would open is an error.
 */
function foreignMachine(file: BinaryFile, target: PlatformTarget, paths: ReadonlySet<string>): ForeignMachine[] {
  const { path, elf } = file;
  const found = elf.kind === "elf" ? elf.machine : elf.magic;
  if (DEVICE_CODE.has(found)) return [];
  const importable = isImportable(file, target) && !isShadowed(path, paths, target);
  // Whether a plain `.so` of another format is a module of Python, its name does not say.
  const unsure = elf.kind !== "elf" && extensionName(path)?.tag === "" && path.endsWith(".so");
  const severity = importable ? "error" : unsure ? "warning" : "notice";
  return [{ kind: "foreign-machine", path, severity, found, importable }];
}
