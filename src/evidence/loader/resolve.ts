import { isMuslLibrary } from "../../images/abi/library-advice.ts";
import { compareNumbers } from "../../images/abi/symbol-versions.ts";
import type { Elf } from "../../mount/elf/types.ts";
import { extensionName, isImportable, isOpenedByPython } from "./extension-name.ts";
import { isOfTarget, isShadowed, otherInterpreters } from "./interpreters.ts";
import { Linkage } from "./linkage.ts";
import { missingLibraries } from "./missing-libraries.ts";
import { newerSymbols } from "./newer-symbols.ts";
import type { BinaryFile, CompiledCodeProblem, ForeignMachine, PlatformTarget, Severity } from "./problems.ts";
import type { LoadableFile } from "./search-order.ts";
import { oddSearchPaths } from "./search-path.ts";

/** ELF files for other processors than the CPU: GPUs and the kernel's virtual machine. */
const DEVICE_CODE = new Set(["cuda", "amdgpu", "bpf"]);

/** From this release on, glibc does not make the stack of a running process executable, so it does not load the file. */
const KEEPS_STACK = [2, 41];

/**
 * Problems that the target's loader and importer will have with the compiled code of a mount.
 *
 * @param files every ELF file of the mount, and every other file named `.so`, `.pyd`, `.dylib`, `.dll`
 * @param hasFile whether the mount has a file of this path, of any kind
 * @param isLoaded whether a file that no module links to was seen to be loaded; `undefined` to infer it from the name
 * @returns problems in the order of the files, grouped by file
 */
export function loaderProblems(
  files: readonly BinaryFile[],
  target: PlatformTarget,
  hasFile: (path: string) => boolean,
  isLoaded: (path: string) => boolean | undefined = () => undefined,
): CompiledCodeProblem[] {
  const paths = new Set(files.filter((file) => isOfTarget(file, target)).map(({ path }) => path));
  const loadable = files.filter((file): file is LoadableFile => isLoadable(file, target));
  const linkage = new Linkage(loadable, target);
  const interpreters = new Map(otherInterpreters(files, target, hasFile).map((problem) => [problem.path, problem]));
  const linked = new Set(loadable);
  return files.flatMap((file): CompiledCodeProblem[] => {
    const other = interpreters.get(file.path);
    if (other) return [other];
    if (!isOfTarget(file, target)) return foreignMachine(file, target, paths);
    if (!linked.has(file as LoadableFile)) return [];
    const isOpened = linkage.isImported(file.path) || (isLoaded(file.path) ?? isOpenedByCode(file as LoadableFile));
    return ofLoadable(file as LoadableFile, linkage, target, isOpened && !isShadowed(file.path, paths, target));
  });
}

/** Files that the loader can load: not an object file, nor a module that this Python never opens. */
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
): CompiledCodeProblem[] {
  const { path, elf } = file;
  const worst: Severity = isOpened ? "error" : "warning";
  return [
    ...(isMusl(elf) ? [{ kind: "musl", path, severity: worst } as const] : []),
    ...newerSymbols(file, linkage, target, worst),
    ...missingLibraries(file, linkage, target, worst),
    ...oddSearchPaths([...elf.rpath, ...elf.runpath], path, target),
    ...oddMemory(file, target, worst),
    ...(elf.isaLevel > 1 ? [instructionSet(path, elf.isaLevel)] : []),
    ...(elf.damaged === undefined
      ? []
      : [{ kind: "damaged", path, severity: "warning", reason: elf.damaged } as const]),
  ];
}

/**
 * Whether Python code presumably opens a file that no module links to, as lightgbm, xgboost and llvmlite do on import.
 * Their files are named `lib…` and are next to their modules; files with other names and plugins (of Qt, of a debugger)
 * are opened in special cases only, and programs (cmake, ruff) are not started by an import.
 */
function isOpenedByCode(file: LoadableFile): boolean {
  return !isProgram(file) && /(^|\/)lib[^/]*$/.test(file.path) && !/(^|\/)plugins?\//.test(file.path);
}

function isProgram({ elf: { type, interpreter, soname } }: LoadableFile): boolean {
  return type === "executable" || (interpreter !== undefined && soname === undefined);
}

function isMusl({ needed, interpreter }: Elf): boolean {
  return needed.some(isMuslLibrary) || /\/ld-musl-[^/]+$/.test(interpreter ?? "");
}

function instructionSet(path: string, level: number): CompiledCodeProblem {
  // Azure machines have had level 3 since 2015, and level 2 from the beginning.
  return { kind: "instruction-set", path, severity: level > 2 ? "warning" : "notice", level };
}

function oddMemory(file: LoadableFile, { glibc }: PlatformTarget, worst: Severity): CompiledCodeProblem[] {
  const { stack, textRelocations, type } = file.elf;
  const { path } = file;
  const problems: CompiledCodeProblem[] = [];
  // The kernel makes the stack of a program executable, whatever glibc it has.
  const severity = compareNumbers(glibc, KEEPS_STACK) >= 0 && !isProgram(file) ? worst : "notice";
  if (stack === "executable") problems.push({ kind: "executable-stack", path, severity });
  // Statically linked programs have no such header, and no loader that assumes a default.
  if (stack === "unstated" && type === "shared") problems.push({ kind: "unstated-stack", path, severity });
  // Only a security module of the kernel refuses these, which Azure's machines do not have.
  if (textRelocations) problems.push({ kind: "text-relocations", path, severity: "notice" });
  return problems;
}

/**
 * Code for another processor or system. Packages may contain such files on purpose (debuggers, launchers), so only a
 * file that Python would open is an error.
 */
function foreignMachine(file: BinaryFile, target: PlatformTarget, paths: ReadonlySet<string>): ForeignMachine[] {
  const { path, elf } = file;
  const found = elf.kind === "elf" ? elf.machine : elf.magic;
  if (DEVICE_CODE.has(found)) return [];
  const importable = isImportable(file, target) && !isShadowed(path, paths, target);
  // Only the linker reads these; beside them is the library with a version in its name.
  if (found === "linker-script" && !importable) return [];
  // The name of a plain `.so` of another format does not show whether it is a Python module.
  const unsure = elf.kind !== "elf" && extensionName(path)?.tag === "" && path.endsWith(".so");
  const severity = importable ? "error" : unsure ? "warning" : "notice";
  return [{ kind: "foreign-machine", path, severity, found, importable }];
}
