import { posix } from "node:path";
import { type FileKind, kindOfPath } from "./path-kind.ts";

export interface MissingDirectory {
  /** Value of `AZUREML_EXTRA_PYTHON_LIB_PATH`. */
  readonly value: string;
  readonly scoringDirectory: string;
  readonly amlAppRoot: string;
  readonly entryScript: string | undefined;
  readonly exists: (path: string) => FileKind | undefined;
}

/** Why the run script does not find the directory of preinstalled packages, and the value with which it would. */
export function explainMissingDirectory(search: MissingDirectory): string {
  const { value, scoringDirectory } = search;
  const meant = likelyDirectory(search);
  const advice = meant === undefined ? "" : `; ${meant} is a directory: use that value instead`;
  return `there is no directory ${scoringDirectory}/${value}: ${reason(search)}${advice}`;
}

function reason({ value, scoringDirectory, amlAppRoot, entryScript, exists }: MissingDirectory): string {
  if (kindOfPath(`${scoringDirectory}/${value}`.replace(/\/+$/, ""), exists) === "file") {
    return "it is a file, and the container does not unpack archives or wheels";
  }
  if (entryScript?.startsWith("/")) {
    return `AZUREML_ENTRY_SCRIPT is appended to ${amlAppRoot}, so it must be relative, not ${entryScript}`;
  }
  if (value.startsWith("/")) return "the value is appended to the scoring directory, so it must be relative";
  if (value.includes(":")) return "the variable names one directory, not a list";
  if (kindOfPath(scoringDirectory, exists) === undefined) return "the scoring directory itself does not exist";
  return "the value is relative to the scoring directory, and only files that are uploaded with the code exist there";
}

/** The first directory that the value could mean: as written, or without its first parts, from either root. */
function likelyDirectory({ value, scoringDirectory, amlAppRoot, exists }: MissingDirectory): string | undefined {
  const parts = value.split("/").filter((part) => part !== "");
  const readings = parts.flatMap((_, index) => {
    const rest = parts.slice(index).join("/");
    return [`/${rest}`, `${scoringDirectory}/${rest}`, `${amlAppRoot}/${rest}`];
  });
  const found = readings.find((path) => kindOfPath(path, exists) === "directory");
  if (found === undefined || kindOfPath(scoringDirectory, exists) !== "directory") return undefined;
  return posix.relative(scoringDirectory, found) || ".";
}
