import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../../util/errors.ts";
import { normalisedName } from "../../util/text.ts";
import { readUtf8 } from "../deployment-file/read-utf8.ts";
import { isRecord } from "../deployment-file/yaml-file.ts";
import { dependencyLines, requiresPython } from "./pyproject.ts";
import { PLAIN, type RequirementSource, type Selection } from "./source.ts";
import { parseToml, type TomlFile, tableAt } from "./toml-file.ts";

type Table = Readonly<Record<string, unknown>>;

/**
 * uv exports its lock itself, and does not compare it with the project: `uv export --locked` would need the index.
 * @throws UserError if the project requires what the lock was not made for
 */
export function readUvLock(file: string, text: string, selection: Selection): RequirementSource {
  const lock = parseToml(file, text);
  requireFreshLock(lock, selection);
  return { ...PLAIN, kind: "uv-lock", file, lines: undefined, python: requiresPython(lock, []), selection };
}

function requireFreshLock(lock: TomlFile, selection: Selection): void {
  const file = join(dirname(lock.file), "pyproject.toml");
  const known = requiredIn(lock);
  if (known === undefined || !existsSync(file)) return;
  const project = parseToml(file, readUtf8(file));
  const { dynamic } = tableAt(project, "project");
  if (!isRecord(project.value.project) || (Array.isArray(dynamic) && dynamic.length > 0)) return;
  for (const { text, line } of dependencyLines(project, selection)) {
    const [, name = "", specifier = ""] = /^\s*([\w.-]+)\s*(?:\[[^\]]*\])?\s*\(?([^;@)]*)/.exec(text) ?? [];
    const found = known.filter((one) => normalisedName(String(one.name)) === normalisedName(name));
    if (found.some((one) => text.includes("@") || isFromSource(one) || isSame(String(one.specifier ?? ""), specifier)))
      continue;
    throw new UserError(`uv.lock is stale: pyproject.toml requires ${text}, and the lock was made without it.`, {
      file,
      line,
      hint: "Run uv lock, and commit uv.lock.",
    });
  }
}

/** What the project required when the lock was made; `undefined` if the lock does not say so. */
function requiredIn({ value }: TomlFile): readonly Table[] | undefined {
  const packages = Array.isArray(value.package) ? value.package.filter(isRecord) : [];
  const own = packages.find(({ source }) => isRecord(source) && (source.virtual === "." || source.editable === "."));
  if (own === undefined) return undefined;
  if (!isRecord(own.metadata)) return "dependencies" in own ? undefined : [];
  const groups = isRecord(own.metadata["requires-dev"]) ? Object.values(own.metadata["requires-dev"]) : [];
  return [own.metadata["requires-dist"], ...groups].flat().filter(isRecord);
}

/** Of such a package, uv writes no versions. */
function isFromSource(one: Table): boolean {
  return ["directory", "editable", "virtual", "path", "git", "url"].some((key) => key in one);
}

/** uv sorts the clauses, and writes pre-releases in another way (1.0-rc1, 1.0rc1), which are not compared. */
function isSame(one: string, other: string): boolean {
  if (/[a-z]/i.test(one + other)) return true;
  const clauses = (text: string) => text.replace(/\s+/g, "").split(",").sort().join();
  return clauses(one) === clauses(other);
}
