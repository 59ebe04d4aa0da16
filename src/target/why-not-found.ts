import { posix } from "node:path";
import { existingKind, type FileKind } from "./existing-kind.ts";

export interface NotFound {
  /** What `AZUREML_EXTRA_PYTHON_LIB_PATH` says. */
  readonly value: string;
  readonly scoringDirectory: string;
  readonly amlAppRoot: string;
  readonly entryScript: string | undefined;
  readonly exists: (path: string) => FileKind | undefined;
}

/** Why the run script does not find the directory of preinstalled packages, and the value that it would find. */
export function whyNotADirectory(search: NotFound): string {
  const { value, scoringDirectory } = search;
  const meant = whatWasMeant(search);
  const advice = meant === undefined ? "" : `; a directory stands at ${meant}: say that instead`;
  return `there is no directory ${scoringDirectory}/${value}: ${reason(search)}${advice}`;
}

function reason({ value, scoringDirectory, amlAppRoot, entryScript, exists }: NotFound): string {
  if (existingKind(`${scoringDirectory}/${value}`.replace(/\/+$/, ""), exists) === "file") {
    return "it is a file, and the container unpacks neither archives nor wheels";
  }
  if (entryScript?.startsWith("/")) {
    return `AZUREML_ENTRY_SCRIPT is put behind ${amlAppRoot}, so it has to be relative, not ${entryScript}`;
  }
  if (value.startsWith("/")) return "the value is always put behind the scoring directory, so it has to be relative";
  if (value.includes(":")) return "the variable names one directory, not a list";
  if (existingKind(scoringDirectory, exists) === undefined) return "the scoring directory itself is not there";
  return "the value is relative to the scoring directory, and what is not uploaded with the code is not there";
}

/** The nearest reading of the value that is a directory: as it stands, or without its first parts, from either root. */
function whatWasMeant({ value, scoringDirectory, amlAppRoot, exists }: NotFound): string | undefined {
  const parts = value.split("/").filter((part) => part !== "");
  const readings = parts.flatMap((_, index) => {
    const rest = parts.slice(index).join("/");
    return [`/${rest}`, `${scoringDirectory}/${rest}`, `${amlAppRoot}/${rest}`];
  });
  const found = readings.find((path) => existingKind(path, exists) === "directory");
  if (found === undefined || existingKind(scoringDirectory, exists) !== "directory") return undefined;
  return posix.relative(scoringDirectory, found) || ".";
}
