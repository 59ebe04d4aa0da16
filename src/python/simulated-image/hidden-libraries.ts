import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { linked } from "../../host/copy-files.ts";
import type { Host } from "../../host/host.ts";
import { mayHaveLibrary } from "../../images/abi/available-libraries.ts";
import type { Target } from "../../images/target.ts";
import { cleanEnvironment } from "../child-environment.ts";
import type { Interpreter } from "../interpreter/interpreter.ts";
import { probe } from "../questions.ts";

/** The system libraries of this machine that the image does not have. */
export interface HiddenLibraries {
  /** Absolute; it holds an empty file for each, which the loader finds first and cannot load. */
  readonly directory: string;
  /** The value that `LD_LIBRARY_PATH` has otherwise. */
  readonly libraryPath: string;
  /** Names of libraries that the image lacks, but that the interpreter of this machine uses itself. */
  readonly visible: readonly string[];
}

/**
 * Makes a directory for `LD_LIBRARY_PATH` that hides the libraries of this machine which the image lacks. What the
 * interpreter itself uses stays visible, and so does what the mount has a copy of: a RUNPATH comes after that variable.
 * @param copies sonames and file names of the libraries of the mount
 * @returns `undefined` where the loader of this machine has no such variable
 */
export async function hideLibraries(
  target: Target,
  copies: ReadonlySet<string>,
  python: Interpreter,
  host: Host,
): Promise<HiddenLibraries | undefined> {
  if (python.platform !== "linux") return undefined;
  const environment = cleanEnvironment(host.environment);
  const { found, own } = await probe<{ found: string[]; own: string[] }>(
    python.path,
    "system_libraries",
    {},
    { environment },
  );
  const lacking = found.filter(
    (name) => !copies.has(name) && !versionsOf(name).some((one) => mayHaveLibrary(one, target)),
  );
  const hidden = lacking.filter((name) => !own.includes(name));
  mkdirSync(host.temporary, { recursive: true });
  const directory = mkdtempSync(join(host.temporary, "hidden-libraries-"));
  const empty = join(host.temporary, "hidden-library");
  writeFileSync(empty, "");
  // There are hundreds, and on some file systems, creating a file takes twenty times as long as creating a link.
  await Promise.all(hidden.map((name) => linked(empty, join(directory, name))));
  return {
    directory,
    libraryPath: environment.LD_LIBRARY_PATH ?? "",
    visible: lacking.filter((name) => own.includes(name)),
  };
}

/** `libz.so.1` and `libz.so.1.3` of the latter: the file of a library has more of its version than its soname. */
function versionsOf(name: string): string[] {
  const [, stem, version = ""] = /^(.*\.so)((?:\.[^.]+)*)$/.exec(name) ?? [];
  const parts = version.split(".").slice(1);
  return parts.length === 0 ? [name] : parts.map((_, at) => `${stem}.${parts.slice(0, at + 1).join(".")}`);
}

/** The value of `LD_LIBRARY_PATH` with which a program does not see them. */
export function libraryPathOf({ directory, libraryPath }: HiddenLibraries): string {
  return libraryPath === "" ? directory : `${directory}:${libraryPath}`;
}
