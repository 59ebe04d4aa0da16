import { Problems, UserError } from "../../../util/errors.ts";
import { nearest } from "../../../util/text.ts";
import { isRecord, type Located, lineAt, lineOfKey, valueAt, type YamlFile } from "../../deployment-file/yaml-file.ts";
import { pythonWish } from "../python-range.ts";
import { type LeftOut, PLAIN, type PythonWish, type RequirementSource, type SourceLine } from "../source.ts";
import { isIgnored, leftOut, pypiNameOf } from "./conda-names.ts";
import { parseMatchSpec, pep440Of } from "./match-spec.ts";

/** What one entry of `dependencies` means. */
interface Entry {
  readonly lines: readonly SourceLine[];
  readonly leftOut: readonly LeftOut[];
  readonly notes: readonly Located[];
  readonly python?: PythonWish;
}

const NOTHING: Entry = { lines: [], leftOut: [], notes: [] };
/** The sections that conda has. */
const SECTIONS = ["name", "channels", "dependencies", "variables", "prefix", "platforms", "category"];

/**
 * Reads a conda environment: its packages under the names that they have on PyPI, and its `pip` list as it is. Nothing is
 * executed.
 * @param path where it is in the file; empty for a file of its own
 * @throws UserError, UserErrors with file and line of everything that cannot be read
 */
export function readConda(yaml: YamlFile, path: readonly string[] = []): RequirementSource {
  const { file } = yaml;
  const content = valueAt(yaml, path);
  if (!isRecord(content)) throw new UserError("The conda file is not a mapping.", { file, line: lineAt(yaml, path) });
  const values = dependenciesIn(yaml, content, path);
  const problems = new Problems();
  const entries = values.flatMap((value, index) => {
    const at = [...path, "dependencies", String(index)];
    return problems.collect(() => readEntry(value, yaml, at)) ?? [];
  });
  problems.throwIfAny();
  return {
    ...PLAIN,
    kind: "conda",
    file,
    lines: once(entries.flatMap(({ lines }) => lines)),
    python: entries.findLast(({ python }) => python !== undefined)?.python,
    leftOut: entries.flatMap((entry) => entry.leftOut),
    notes: [...entries.flatMap(({ notes }) => notes), ...notesOn(yaml, content, path)],
  };
}

/** Several conda packages may be one distribution. */
function once(lines: readonly SourceLine[]): SourceLine[] {
  return lines.filter(({ text }, index) => lines.findIndex((one) => one.text === text) === index);
}

const AS_LIST = "Write each package on a line of its own that starts with -.";

function dependenciesIn(yaml: YamlFile, content: Record<string, unknown>, path: readonly string[]): unknown[] {
  const { dependencies } = content;
  if (Array.isArray(dependencies)) return dependencies;
  const meant = nearest("dependencies", Object.keys(content));
  const place = { file: yaml.file, line: lineOfKey(yaml, path, meant ?? "dependencies") };
  if (meant === "dependencies") throw new UserError("dependencies is not a list.", { ...place, hint: AS_LIST });
  const hint = meant === undefined ? `Add dependencies. ${AS_LIST}` : `Write dependencies in place of ${meant}.`;
  throw new UserError("The conda file has no dependencies.", { ...place, hint });
}

function readEntry(value: unknown, yaml: YamlFile, path: readonly string[]): Entry {
  const { file } = yaml;
  const line = lineAt(yaml, path) ?? 1;
  if (typeof value === "string") return readSpec(value, line, file);
  const [name = "", ...others] = isRecord(value) ? Object.keys(value) : [];
  if (name === "pip" && others.length === 0)
    return { ...NOTHING, lines: pipLines((value as Record<string, unknown>).pip ?? [], yaml, [...path, "pip"]) };
  if (name === "") {
    const message = "An entry of dependencies is neither a package nor a pip list.";
    throw new UserError(message, { file, line, hint: "Write a package as name=version." });
  }
  const isList = Array.isArray((value as Record<string, unknown>)[name]);
  throw new UserError(`${name}: is not a conda package. Only pip may be followed by a colon and a list.`, {
    file,
    line,
    hint: isList ? `Remove ${name} and its list.` : `Write ${name}=<version>, without a colon.`,
  });
}

function pipLines(list: unknown, yaml: YamlFile, path: readonly string[]): SourceLine[] {
  const { file } = yaml;
  const line = lineAt(yaml, path) ?? 1;
  if (!Array.isArray(list)) throw new UserError("pip is not a list.", { file, line, hint: AS_LIST });
  return list.map((text, index) => {
    const own = lineAt(yaml, [...path, String(index)]) ?? line;
    if (typeof text === "string") return { text: text.trim(), line: own };
    const message = "An entry of the pip list is not text.";
    throw new UserError(message, { file, line: own, hint: "Write it as numpy==1.26.4, for example, without a colon." });
  });
}

function readSpec(text: string, line: number, file: string): Entry {
  const spec = parseMatchSpec(text);
  const place = { file, line };
  if (spec === undefined) {
    throw new UserError(`"${text}" is not a conda package with a version.`, {
      ...place,
      hint: "Write it as numpy=1.26.4, or as numpy==1.26.4 in the pip list.",
    });
  }
  const { name, version } = spec;
  if (name === "python") return { ...NOTHING, ...pythonOf(text, version, place) };
  if (isIgnored(name)) return NOTHING;
  const absent = leftOut(name);
  if (absent !== undefined) return { ...NOTHING, leftOut: [{ text, line, ...absent }] };
  const { name: distribution, extras, hasMoreDigits, note } = pypiNameOf(name);
  const range = pep440Of(version, hasMoreDigits);
  if (range !== undefined) {
    const extra = extras.length === 0 ? "" : `[${extras.join(",")}]`;
    const lines = [{ text: `${distribution}${extra}${range}`, line }];
    return { ...NOTHING, lines, ...(note !== undefined && { notes: [{ text: `${text}: ${note}`, line }] }) };
  }
  throw new UserError(`The version of "${text}" has no equivalent for pip.`, {
    ...place,
    hint: `Write one range, such as ${name}>=1.2,<2, or put ${distribution} into the pip list.`,
  });
}

function pythonOf(text: string, version: string, place: { file: string; line: number }): { python?: PythonWish } {
  if (version === "") return {};
  const python = pythonWish(version, place.line);
  if (python !== undefined) return { python: { ...python, text } };
  throw new UserError(`"${text}" is not a version of Python.`, { ...place, hint: "Write python=3.9, for example." });
}

function notesOn(yaml: YamlFile, content: Record<string, unknown>, path: readonly string[]): Located[] {
  const lineOf = (name: string) => lineOfKey(yaml, path, name);
  const unknown = Object.keys(content).filter((name) => !SECTIONS.includes(name));
  const notes = unknown.map((name) => ({ text: `conda has no section ${name}; it is ignored.`, line: lineOf(name) }));
  if (!isRecord(content.variables)) return notes;
  const names = Object.keys(content.variables).join(", ");
  const text = `The variables of the conda file (${names}) are not set in the image: add them to environment_variables of the deployment.`;
  return [...notes, { text, line: lineOf("variables") }];
}
