import { dirname, join } from "node:path";
import { UserError } from "../../util/errors.ts";
import { normalisedName } from "../../util/text.ts";
import { isRecord } from "../deployment-file/yaml-file.ts";
import { isFile } from "../paths.ts";
import { pythonWish } from "./python-range.ts";
import { PLAIN, type PythonWish, type RequirementSource, type Selection, type SourceLine } from "./source.ts";
import { parseToml, type TomlFile, tableAt, textsAt } from "./toml-file.ts";
import { indexLines, withSource } from "./uv-sources.ts";

/**
 * The dependencies of a `pyproject.toml`: those of `[project]` with the selected extras, or one dependency group alone.
 * @throws UserError with file and line, and with a command where only the build backend knows the dependencies
 */
export function readPyproject(file: string, text: string, selection: Selection): RequirementSource {
  const toml = parseToml(file, text);
  const lines = dependencyLines(toml, selection).map((line) => withSource(requirementLine(line, file), toml));
  return {
    ...PLAIN,
    kind: "pyproject",
    file,
    lines: [...indexLines(toml), ...lines],
    python: requiresPython(toml, ["project"]),
    selection,
  };
}

/** The dependencies as they are written. */
export function dependencyLines(toml: TomlFile, selection: Selection): SourceLine[] {
  return selection.group === "" ? projectLines(toml, selection) : groupLines(toml, selection.group);
}

/** @throws UserError for a dependency that pip would take for an option */
function requirementLine({ text, line }: SourceLine, file: string): SourceLine {
  const one = text.replace(/\s+/g, " ").trim();
  if (one !== "" && !one.startsWith("-")) return { text: one, line };
  throw new UserError(`"${text}" is not a dependency.`, {
    file,
    line,
    hint: "Write it as numpy==1.26.4, for example.",
  });
}

/** What `requires-python` of a table says. */
export function requiresPython(toml: TomlFile, path: readonly string[]): PythonWish | undefined {
  const text = tableAt(toml, ...path)["requires-python"];
  if (typeof text !== "string") return undefined;
  const line = toml.lineAt([...path, "requires-python"]);
  const wish = pythonWish(text, line);
  if (wish !== undefined) return wish;
  throw new UserError(`requires-python: "${text}" is not a range of versions.`, {
    file: toml.file,
    line,
    hint: "Write it as >=3.9, for example.",
  });
}

function projectLines(toml: TomlFile, { extras }: Selection): SourceLine[] {
  const project = tableAt(toml, "project");
  requireStatic(toml, extras);
  const dependencies = textsAt(toml, ["project", "dependencies"], project.dependencies ?? []);
  return [...dependencies, ...extras.flatMap((extra) => extraLines(toml, extra, []))];
}

/** Dependencies that the build backend computes cannot be read; running it would execute code of the project. */
function requireStatic(toml: TomlFile, extras: readonly string[]): void {
  const { file, value } = toml;
  const hint =
    "Write the requirements into a file and name that: uv pip compile pyproject.toml --output-file requirements.txt";
  if (!isRecord(value.project)) {
    const message = "The file has no [project], so it names no dependencies.";
    throw new UserError(message, { file, line: 1, hint: insteadOfProject(toml) });
  }
  const dynamic = Array.isArray(value.project.dynamic) ? value.project.dynamic : [];
  const field = ["dependencies", ...(extras.length > 0 ? ["optional-dependencies"] : [])].find((name) =>
    dynamic.includes(name),
  );
  if (field === undefined) return;
  const line = toml.lineAt(["project", "dynamic"]);
  throw new UserError(`The field ${field} is dynamic: only the project's build backend knows it.`, {
    file,
    line,
    hint,
  });
}

function insteadOfProject(toml: TomlFile): string {
  const [group] = Object.keys(tableAt(toml, "dependency-groups"));
  if (group !== undefined) return `Name a dependency group, such as pyproject.toml:${group}.`;
  const setup = ["setup.py", "setup.cfg"].find((name) => isFile(join(dirname(toml.file), name)));
  if (setup === undefined)
    return 'Add [project] with dependencies = ["numpy==1.26.4"], for example, or name the file that lists the packages.';
  return `The dependencies are in ${setup}. Export them: uv pip compile ${setup} --output-file requirements.txt`;
}

/** An extra may include others of the same project: `myproject[plot]`. */
function extraLines(toml: TomlFile, extra: string, above: readonly string[]): SourceLine[] {
  const path = ["project", "optional-dependencies"];
  const all = tableAt(toml, ...path);
  const name = nameIn(all, extra);
  if (name === undefined) throw notThere(toml, `extra "${extra}"`, path, Object.keys(all));
  if (above.includes(name)) return [];
  const own = String(tableAt(toml, "project").name ?? "");
  return textsAt(toml, [...path, name], all[name]).flatMap((line) => {
    const [, project = "", list = ""] = /^\s*([\w.-]+)\s*\[([^\]]*)\]\s*$/.exec(line.text) ?? [];
    if (own === "" || normalisedName(project) !== normalisedName(own)) return [line];
    return list.split(",").flatMap((other) => extraLines(toml, other.trim(), [...above, name]));
  });
}

/** PEP 735: a group may include others. */
function groupLines(toml: TomlFile, group: string, above: readonly string[] = []): SourceLine[] {
  const path = ["dependency-groups"];
  const all = tableAt(toml, ...path);
  const name = nameIn(all, group);
  if (name === undefined) throw notThere(toml, `dependency group "${group}"`, path, Object.keys(all));
  const entries = all[name];
  const place = { file: toml.file, line: toml.lineAt([...path, name]) };
  if (above.includes(name)) throw new UserError(`The dependency group ${name} includes itself.`, place);
  if (!Array.isArray(entries)) throw new UserError(`The dependency group ${name} is not a list.`, place);
  return entries.flatMap((entry, index) => {
    const line = toml.lineAt([...path, name, index]);
    if (typeof entry === "string") return [{ text: entry, line }];
    const included = isRecord(entry) ? entry["include-group"] : undefined;
    if (typeof included === "string") return groupLines(toml, included, [...above, name]);
    throw new UserError(`An entry of the dependency group ${name} is neither text nor include-group.`, {
      file: toml.file,
      line,
    });
  });
}

function nameIn(table: Readonly<Record<string, unknown>>, wanted: string): string | undefined {
  return Object.keys(table).find((name) => normalisedName(name) === normalisedName(wanted));
}

function notThere(toml: TomlFile, what: string, path: readonly string[], names: readonly string[]): UserError {
  return new UserError(`The file has no ${what}.`, {
    file: toml.file,
    line: toml.lineAt(path),
    hint: names.length === 0 ? "It has none at all." : `It has ${names.join(", ")}.`,
  });
}
