import type { BinaryFile, OtherInterpreter, PlatformTarget } from "./problems.ts";

/** A file name as Python's importer reads it; it looks only for `<module><suffix>`. */
export interface ExtensionName {
  readonly directory: string;
  readonly module: string;
  /** `cpython-38-x86_64-linux-gnu`, `abi3`, or `""` for a plain `.so`. */
  readonly tag: string;
}

/** `cpython-38-x86_64-linux-gnu`, `pypy39-pp73-x86_64-linux-gnu`, `cp38-win_amd64`, `graalpy240-311-native-…` */
const TAG = /^(cpython|cp|pypy|graalpy)-?(\d+)([a-z]*)(?:-(.+))?$/;
const SUFFIX = /^(.*)\.(?:so|pyd)$/;

/** Parses the file name of an extension module; `undefined` for libraries with a version and for other names. */
export function extensionName(path: string): ExtensionName | undefined {
  const slash = path.lastIndexOf("/");
  const [directory, name] = [path.slice(0, slash + 1), path.slice(slash + 1)];
  const dot = name.indexOf(".");
  const tag = dot > 0 ? SUFFIX.exec(name.slice(dot))?.[1]?.slice(1) : undefined;
  if (tag === undefined || (tag !== "" && !/^abi3t?$/.test(tag) && !TAG.test(tag))) return undefined;
  return { directory, module: name.slice(0, dot), tag };
}

/** `cpython-38-x86_64-linux-gnu`: `SOABI` of the target's interpreter. */
export function tagOf({ python, architecture }: PlatformTarget): string {
  const [major, minor] = python.split(".");
  // Up to 3.7 the tag had a flag for pymalloc, which every build had.
  const flags = Number(major) === 3 && Number(minor) <= 7 ? "m" : "";
  return `cpython-${major}${minor}${flags}-${architecture}-linux-gnu`;
}

/** Whether the target's Python would open a file of this name on import. */
export function isOpenedByPython({ tag }: ExtensionName, path: string, target: PlatformTarget): boolean {
  return path.endsWith(".so") && (tag === "" || tag === "abi3" || tag === tagOf(target));
}

/** The same for a file: a plain `.so` must also export `PyInit_<module>`, since libraries have such names too. */
export function isImportable({ path, elf }: BinaryFile, target: PlatformTarget): boolean {
  const name = extensionName(path);
  if (!name || !isOpenedByPython(name, path, target)) return false;
  return name.tag !== "" || (elf.kind === "elf" && elf.pythonModules.includes(name.module));
}

/** How the tag of a file name differs from the target's; `undefined` if the target's Python opens the file. */
export function tagDifference(
  name: ExtensionName,
  path: string,
  target: PlatformTarget,
): OtherInterpreter["differs"] | undefined {
  if (isOpenedByPython(name, path, target)) return undefined;
  const [found, wanted] = [TAG.exec(name.tag), TAG.exec(tagOf(target)) as RegExpExecArray];
  if (!found) return name.tag === "abi3t" ? "build" : "platform";
  if (isOfOtherSystem(name, path)) return "platform";
  if (found[1] !== wanted[1] && found[1] !== "cp") return "implementation";
  if (found[2] !== wanted[2]) return "version";
  return found[3] !== wanted[3] ? "build" : "platform";
}

/** Whether a file name is that of a module for another operating system, such as Windows or macOS. */
export function isOfOtherSystem({ tag }: ExtensionName, path: string): boolean {
  return path.endsWith(".pyd") || /-(darwin|win\w*|iphone\w*|android\w*)$/.test(tag);
}
