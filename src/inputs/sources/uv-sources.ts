import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UserError } from "../../util/errors.ts";
import { normalisedName } from "../../util/text.ts";
import { isRecord } from "../deployment-file/yaml-file.ts";
import type { SourceLine } from "./source.ts";
import { type TomlFile, tableAt } from "./toml-file.ts";

type Table = Readonly<Record<string, unknown>>;

/** Where a `pyproject.toml` says, beyond the standard, what a dependency comes from. Without it, PyPI's package of that name would be installed. */
const PLACES = [
  { path: ["tool", "uv", "sources"], hint: "Run uv lock, and name uv.lock instead of pyproject.toml." },
  {
    path: ["tool", "poetry", "dependencies"],
    hint: "Export it: poetry export --format requirements.txt --output requirements.txt (plugin poetry-plugin-export)",
  },
] as const;

/** What an entry may have so that it means the same as a direct reference of PEP 508. */
const DIRECT = {
  path: ["path", "editable", "subdirectory", "develop"],
  git: ["git", "rev", "tag", "branch", "subdirectory"],
  url: ["url", "subdirectory"],
};

/**
 * The dependency as a direct reference, if `[tool.uv.sources]` or `[tool.poetry.dependencies]` names its directory, file or
 * repository.
 * @throws UserError for a source that pip cannot be given, such as one index for one package
 */
export function withSource(dependency: SourceLine, toml: TomlFile): SourceLine {
  const [, name = "", extras = "", middle = "", marker = ""] =
    /^([\w.-]+)\s*(\[[^\]]*\])?([^;]*)(;.*)?$/.exec(dependency.text) ?? [];
  if (name === "" || middle.includes("@")) return dependency;
  for (const { path, hint } of PLACES) {
    const table = tableAt(toml, ...path);
    const key = Object.keys(table).find((one) => normalisedName(one) === normalisedName(name));
    if (key === undefined || !hasSource(table[key])) continue;
    const place = { file: toml.file, line: toml.lineAt([...path, key]) };
    const reference = isRecord(table[key]) ? referenceTo(table[key], place) : undefined;
    if (reference === undefined) {
      throw new UserError(`[${path.join(".")}]: pip cannot take ${key} from the source that this entry names.`, {
        ...place,
        hint,
      });
    }
    return { text: `${name}${extras} @ ${reference}${marker === "" ? "" : ` ${marker}`}`, line: dependency.line };
  }
  return dependency;
}

/** In `[tool.poetry.dependencies]`, an entry may repeat nothing but a version. */
function hasSource(entry: unknown): boolean {
  const keys = ["path", "git", "url", "index", "workspace", "source", "file"];
  return (Array.isArray(entry) ? entry : [entry]).some((one) => isRecord(one) && keys.some((key) => key in one));
}

/** @returns `undefined` if the entry says more than a direct reference can */
function referenceTo(entry: Table, place: { file: string; line: number }): string | undefined {
  const [kind] = (["path", "git", "url"] as const).filter((one) => typeof entry[one] === "string");
  if (kind === undefined || Object.keys(entry).some((key) => !DIRECT[kind].includes(key))) return undefined;
  const fragment = typeof entry.subdirectory === "string" ? `#subdirectory=${entry.subdirectory}` : "";
  if (kind === "url") return `${entry.url}${fragment}`;
  if (kind === "git") {
    const revision = entry.rev ?? entry.tag ?? entry.branch;
    const url = String(entry.git).replace(/^git@([^:/]+):/, "ssh://git@$1/");
    return `${url.startsWith("git+") ? "" : "git+"}${url}${revision === undefined ? "" : `@${revision}`}${fragment}`;
  }
  const path = resolve(dirname(place.file), String(entry.path));
  if (existsSync(path)) return `${pathToFileURL(path).href}${fragment}`;
  throw new UserError(`${entry.path} does not exist (${path}).`, {
    ...place,
    hint: "The path is relative to the directory of pyproject.toml.",
  });
}

/** The indexes that `[[tool.uv.index]]` adds for all packages, as lines for pip. */
export function indexLines(toml: TomlFile): SourceLine[] {
  const { index } = tableAt(toml, "tool", "uv");
  return (Array.isArray(index) ? index : []).flatMap((one, at) => {
    if (!isRecord(one) || typeof one.url !== "string" || one.explicit === true) return [];
    const isRemote = /^[a-z][a-z0-9+.-]+:/i.test(one.url);
    const url = isRemote ? one.url : resolve(dirname(toml.file), one.url);
    const other = one.default === true ? "--index-url" : "--extra-index-url";
    const option = one.format === "flat" ? "--find-links" : other;
    return [
      {
        text: `${option} ${isRemote || one.format === "flat" ? url : pathToFileURL(url).href}`,
        line: toml.lineAt(["tool", "uv", "index", at]),
      },
    ];
  });
}
