import {
  type ExtensionName,
  extensionName,
  isImportable,
  isOfOtherSystem,
  isOpenedByPython,
  tagDifference,
  tagOf,
} from "./extension-name.ts";
import type { BinaryFile, OtherInterpreter, PlatformTarget, Severity } from "./problems.ts";

/**
 * Extension modules named for another interpreter (P6, P10).
 *
 * Some packages contain one file per interpreter or platform on purpose: a module that can be imported from another
 * file is a notice, one next to importable modules is a warning, and one in a directory without any is an error.
 *
 * @param files for this and for other processors
 * @param hasFile whether the mount has a file of this path; finds the Python source that a module falls back to
 */
export function otherInterpreters(
  files: readonly BinaryFile[],
  target: PlatformTarget,
  hasFile: (path: string) => boolean,
): OtherInterpreter[] {
  const fitting = new Map<string, string>();
  const directories = new Set<string>();
  for (const file of files) {
    const name = extensionName(file.path);
    if (!name || !isImportable(file, target) || !isOfTarget(file, target)) continue;
    fitting.set(name.directory + name.module, file.path);
    directories.add(name.directory);
  }
  return files.flatMap(({ path }) => {
    const name = extensionName(path);
    const differs = name && tagDifference(name, path, target);
    if (!name || !differs) return [];
    const stem = name.directory + name.module;
    const instead = fitting.get(stem) ?? [`${stem}.py`, `${stem}/__init__.py`].find(hasFile);
    const beside = directories.has(name.directory);
    const severity = instead !== undefined ? "notice" : severityOf(name, path, beside, differs);
    return [{ kind: "other-interpreter", path, severity, tag: name.tag, differs, instead }];
  });
}

function severityOf(
  name: ExtensionName,
  path: string,
  beside: boolean,
  differs: OtherInterpreter["differs"],
): Severity {
  // Pure Python projects contain such files for Windows users; a mount that was built on Windows fails P1 as a whole.
  if (isOfOtherSystem(name, path)) return beside ? "notice" : "warning";
  if (!beside) return "error";
  return differs === "platform" ? "notice" : "warning";
}

/** Whether a file is code for the target's processor; both supported ones are 64-bit and little-endian. */
export function isOfTarget({ elf }: BinaryFile, target: PlatformTarget): boolean {
  return elf.kind === "elf" && elf.machine === target.architecture && elf.bits === 64 && elf.byteOrder === "little";
}

/** Whether the importer finds another file for this module before this one. */
export function isShadowed(path: string, files: ReadonlySet<string>, target: PlatformTarget): boolean {
  const name = extensionName(path);
  if (!name || !isOpenedByPython(name, path, target)) return false;
  const order = [tagOf(target), "abi3", ""];
  const before = order.slice(0, order.indexOf(name.tag));
  return before.some((tag) => files.has(`${name.directory}${name.module}${tag && `.${tag}`}.so`));
}
