import { readFileSync, statSync } from "node:fs";
import { UserError } from "../../util/errors.ts";
import { humanBytes } from "../../util/text.ts";
import { readTextFile } from "../../util/text-file.ts";
import { readUtf8 } from "../deployment-file/read-utf8.ts";
import { parseYaml } from "../deployment-file/yaml-file.ts";
import { readConda } from "./conda/conda-file.ts";
import { readPylock } from "./pylock.ts";
import { readPyproject } from "./pyproject.ts";
import { readMlflowModel, readPythonEnv } from "./python-env.ts";
import { NOTHING_SELECTED, PLAIN, type RequirementSource, type Selection } from "./source.ts";
import { sourceKindOf } from "./source-kind.ts";
import { readUvLock } from "./uv-lock.ts";

/** Bytes. The largest locks have a few megabytes; reading more costs minutes. */
const LIMITS = { yaml: 1_000_000, other: 20_000_000 };

/**
 * Reads a file that names packages, in any format that it is recognised in. Requirements files are left to pip's parser.
 * @param file absolute
 * @throws UserError, UserErrors with file and line
 */
export function readSource(file: string, selection: Selection = NOTHING_SELECTED): RequirementSource {
  requireSize(file, LIMITS.other);
  const text = textOf(file);
  const kind = text === undefined ? "requirements" : sourceKindOf(file, text);
  if (!["pyproject", "pylock", "uv-lock"].includes(kind)) requireNoSelection(file, selection);
  if (kind === "requirements" || text === undefined) return { ...PLAIN, kind: "requirements", file, lines: undefined };
  if (kind === "pyproject") return readPyproject(file, text, selection);
  if (kind === "pylock") return readPylock(file, text, selection);
  if (kind === "uv-lock") return readUvLock(file, text, selection);
  requireSize(file, LIMITS.yaml);
  if (kind === "MLmodel") return readModel(file, text);
  requireNoTemplate(file, text);
  return kind === "conda" ? readConda(parseYaml(file, text)) : readPythonEnv(file, text);
}

/** A requirements file may have another encoding, which pip reads from its first line. */
function textOf(file: string): string | undefined {
  try {
    return readUtf8(file);
  } catch (error) {
    if (error instanceof UserError && /not UTF-8/.test(error.message)) return utf16In(file);
    throw error;
  }
}

/** What `>` of Windows PowerShell writes: UTF-16 with a byte order mark. */
function utf16In(file: string): string | undefined {
  const mark = readFileSync(file).toString("hex", 0, 2);
  return ["fffe", "feff"].includes(mark) ? readTextFile(file).text : undefined;
}

function readModel(file: string, text: string): RequirementSource {
  const model = readMlflowModel(file, text);
  const source = readSource(model.file);
  return { ...source, python: source.python ?? model.python };
}

function requireSize(file: string, limit: number): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= limit) return;
  throw new UserError(`${file} has ${humanBytes(size)}; at most ${humanBytes(limit)} are read.`, {
    file,
    hint: "Name the file that lists the packages.",
  });
}

function requireNoSelection(file: string, { extras, group }: Selection): void {
  if (extras.length === 0 && group === "") return;
  throw new UserError(`${file} has no ${group === "" ? "extras" : "dependency groups"}: it is not a pyproject.toml.`, {
    file,
    hint: "Name the file alone.",
  });
}

function requireNoTemplate(file: string, text: string): void {
  const line = text.split("\n").findIndex((one) => /\{\{|\{%/.test(one.replace(/#.*/, ""))) + 1;
  if (line === 0) return;
  throw new UserError("The file is a template (Jinja), not YAML.", {
    file,
    line,
    hint: "Name the file that the template makes, or write the value in its place.",
  });
}
