import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UserError } from "../../util/errors.ts";
import type { Located } from "../deployment-file/yaml-file.ts";
import { isRecord } from "../deployment-file/yaml-file.ts";
import { requiresPython } from "./pyproject.ts";
import { PLAIN, type RequirementSource, type Selection, type SourceLine } from "./source.ts";
import { parseToml, type TomlFile } from "./toml-file.ts";

type Table = Readonly<Record<string, unknown>>;

/**
 * A lock of PEP 751: exact versions with the hashes of all their files.
 * @throws UserError with file and line of what cannot be installed
 */
export function readPylock(file: string, text: string, selection: Selection): RequirementSource {
  const toml = parseToml(file, text);
  requireVersion(toml);
  if (!Array.isArray(toml.value.packages)) {
    throw new UserError("The lock has no packages.", {
      file,
      line: 1,
      hint: "Lock again with the tool that wrote it, for example: uv pip compile requirements.txt -o pylock.toml",
    });
  }
  const packages = tablesIn(toml.value.packages);
  const loose = packages.filter((one) => hashesOf(one).length === 0);
  const notes: Located[] = [];
  if (loose.length > 0 && loose.length < packages.length) {
    const names = loose.map(({ name }) => name).join(", ");
    const line = toml.lineAt(["packages", packages.indexOf(loose[0] as Table)]);
    notes.push({
      text: `${names} has no hash that pip can check, so that the hashes of the lock are not checked.`,
      line,
    });
  }
  const withHashes = loose.length === 0;
  const locked = packages.map((one, index) => lockedLine(one, index, toml, selection, withHashes));
  const lines = [...indexLines(packages, toml), ...locked];
  return { ...PLAIN, kind: "pylock", file, lines, python: requiresPython(toml, []), notes, selection };
}

/** PEP 751: a reader must refuse a major version that it does not know. */
function requireVersion({ file, value, lineAt }: TomlFile): void {
  const version = value["lock-version"];
  if (typeof version === "string" && /^1(\.\d+)*$/.test(version)) return;
  const what =
    version === undefined ? "The lock has no lock-version" : `lock-version ${JSON.stringify(version)} cannot be read`;
  throw new UserError(`${what}.`, {
    file,
    line: lineAt(["lock-version"]),
    hint: "Export the lock with lock-version 1.0, or name the file that it was made from.",
  });
}

function tablesIn(value: unknown): Table[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** Indexes other than PyPI, without which the installer would not find the files. */
function indexLines(packages: readonly Table[], toml: TomlFile): SourceLine[] {
  const indexes = packages.map(({ index }) => index);
  return indexes.flatMap((index, at) => {
    const isOther = typeof index === "string" && !/^https:\/\/pypi\.org\//.test(index) && indexes.indexOf(index) === at;
    return isOther ? [{ text: `--extra-index-url ${index}`, line: toml.lineAt(["packages", at, "index"]) }] : [];
  });
}

function lockedLine(one: Table, index: number, toml: TomlFile, selection: Selection, withHashes: boolean): SourceLine {
  const line = toml.lineAt(["packages", index]);
  const marker = typeof one.marker === "string" ? ` ; ${withSelection(one.marker, toml, selection)}` : "";
  const hashes = withHashes ? hashesOf(one).map((hash) => ` --hash=${hash}`) : [];
  return { text: `${requirementOf(one, toml.file, line)}${marker}${hashes.join("")}`, line };
}

function requirementOf(one: Table, file: string, line: number): string {
  const { name, version, vcs, directory, archive } = one;
  if (isRecord(vcs)) return `${name} @ ${vcsUrl(vcs, file)}${subdirectory(vcs)}`;
  if (isRecord(directory)) return `${name} @ ${urlOf(directory, file)}${subdirectory(directory)}`;
  if (isRecord(archive)) return `${name} @ ${urlOf(archive, file)}${subdirectory(archive)}`;
  if (typeof name === "string" && typeof version === "string") return `${name}==${version}`;
  throw new UserError(`The package ${name} has neither a version nor a source.`, { file, line });
}

function vcsUrl(vcs: Table, file: string): string {
  const url = typeof vcs.url === "string" ? vcs.url : urlOf(vcs, file);
  return `${vcs.type}+${url}@${vcs["commit-id"]}`;
}

function urlOf({ url, path }: Table, file: string): string {
  return typeof url === "string" ? url : pathToFileURL(resolve(dirname(file), String(path))).href;
}

function subdirectory({ subdirectory: below }: Table): string {
  return typeof below === "string" ? `#subdirectory=${below}` : "";
}

/** What pip can check, of every file of a package. */
function hashesOf({ wheels, sdist, archive }: Table): string[] {
  const files = [...tablesIn(wheels), ...[sdist, archive].filter(isRecord)];
  return files.flatMap(({ hashes }) => {
    const known = isRecord(hashes) ? hashes : {};
    const name = ["sha256", "sha384", "sha512"].find((one) => typeof known[one] === "string");
    return name === undefined ? [] : [`${name}:${known[name]}`];
  });
}

/** PEP 508 has no literal truth value. */
const TRUE = 'python_version >= "0"';
const FALSE = 'python_version < "0"';

/** Answers what a marker asks about extras and dependency groups, which only newer installers know. */
function withSelection(marker: string, { value }: TomlFile, { extras, group }: Selection): string {
  const defaults = Array.isArray(value["default-groups"]) ? value["default-groups"] : [];
  const chosen = { extras, dependency_groups: group === "" ? defaults : [group] };
  const asked = /(['"])([^'"]*)\1\s+(not\s+in|in)\s+(extras|dependency_groups)\b/g;
  return marker.replace(asked, (_, __, name: string, operator: string, set: keyof typeof chosen) =>
    chosen[set].includes(name) === (operator === "in") ? TRUE : FALSE,
  );
}
