import { normalisedName } from "../python/names.ts";
import { byteOrder } from "../text.ts";
import { type Fields, parseHeaders, parseWheel } from "./metadata.ts";
import type { MountFile } from "./reader.ts";
import { parseRecord, type RecordRow } from "./record.ts";

/** An installed project: a metadata directory (or file) directly in the mount. */
export interface Distribution {
  /** `numpy-1.24.4.dist-info`. */
  readonly directory: string;
  readonly kind: "dist-info" | "egg-info";
  /** Normalised; from METADATA, else from the directory's name. */
  readonly name: string;
  /** As METADATA writes it. */
  readonly displayName: string;
  readonly version: string;
  /** Why METADATA cannot be used, when it cannot. */
  readonly damage: string | undefined;
  readonly metadata: Fields;
  readonly wheel: Fields;
  /** `undefined` where there is no RECORD. */
  readonly record: readonly RecordRow[] | undefined;
  /** Text of further metadata files by name, such as `entry_points.txt` and `direct_url.json`. */
  readonly texts: ReadonlyMap<string, string>;
  /** First path components that the distribution owns, without `.py` and extension suffixes. */
  readonly topLevel: readonly string[];
}

export function readDistributions(
  files: ReadonlyMap<string, MountFile>,
  texts: ReadonlyMap<string, string>,
): Distribution[] {
  const directories = new Set<string>();
  for (const path of files.keys()) {
    const first = path.split("/", 1)[0] ?? "";
    if (/\.(dist|egg)-info$/.test(first)) directories.add(first);
  }
  const byDirectory = new Map([...directories].map((directory) => [directory, new Map<string, string>()]));
  for (const [path, text] of texts) {
    const slash = path.indexOf("/");
    byDirectory.get(path.slice(0, Math.max(slash, 0)))?.set(path.slice(slash + 1), text);
  }
  const found = [...byDirectory].map(([directory, own]) => readDistribution(directory, own, texts));
  return found.sort((a, b) => byteOrder(a.name, b.name) || byteOrder(a.directory, b.directory));
}

function readDistribution(
  directory: string,
  own: ReadonlyMap<string, string>,
  texts: ReadonlyMap<string, string>,
): Distribution {
  const kind = directory.endsWith(".dist-info") ? "dist-info" : "egg-info";
  const metadataName = kind === "dist-info" ? "METADATA" : "PKG-INFO";
  const text = own.get(metadataName) ?? (kind === "egg-info" ? texts.get(directory) : undefined);
  const metadata = parseHeaders(text ?? "");
  const [nameInDirectory = "", versionInDirectory = ""] = directory.replace(/\.(dist|egg)-info$/, "").split("-");
  const displayName = metadata.get("name")?.[0] ?? nameInDirectory;
  const version = metadata.get("version")?.[0] ?? versionInDirectory;
  const recordText = own.get("RECORD");
  const record = recordText === undefined ? undefined : parseRecord(recordText);
  return {
    directory,
    kind,
    name: normalisedName(displayName),
    displayName,
    version,
    damage: damageOf(text, metadata, metadataName),
    metadata,
    wheel: parseWheel(own.get("WHEEL") ?? ""),
    record,
    texts: own,
    topLevel: topLevelOf(record, own.get("top_level.txt")),
  };
}

function damageOf(text: string | undefined, metadata: Fields, name: string): string | undefined {
  if (text === undefined) return `there is no ${name}`;
  const missing = ["name", "version"].filter((field) => !metadata.get(field)?.[0]);
  return missing.length === 0 ? undefined : `${name} has no ${missing.join(" and no ")}`;
}

/** The names that importing starts from, by RECORD where there is one. */
function topLevelOf(record: readonly RecordRow[] | undefined, listed: string | undefined): string[] {
  const names = new Set<string>();
  for (const { path } of record ?? []) {
    const name = importNameOf(path);
    if (name !== undefined) names.add(name);
  }
  if (names.size === 0) for (const line of (listed ?? "").split(/\s+/)) if (line !== "") names.add(line);
  return [...names];
}

/** `numpy/__init__.py` → `numpy`; `six.py` → `six`; `_x.cpython-38-x86_64-linux-gnu.so` → `_x`. */
function importNameOf(path: string): string | undefined {
  const parts = path.split("/");
  const first = parts[0] ?? "";
  if (first === ".." || first === "" || first === "__pycache__" || /\.(dist|egg)-info$/.test(first)) return undefined;
  if (parts.length > 1) return /^[A-Za-z_][A-Za-z0-9_]*$/.test(first) ? first : undefined;
  return /^([A-Za-z_][A-Za-z0-9_]*)(\.py|\.[^/]*so|\.pyd|\.so)$/.exec(first)?.[1];
}
