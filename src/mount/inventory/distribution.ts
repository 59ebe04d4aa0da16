import { largestText } from "../../python/packaging/metadata-size.ts";
import { byteOrder, humanBytes, normalisedName } from "../../util/text.ts";
import { type Fields, MOST_TEXT, parseHeaders, parseWheel } from "./metadata.ts";
import type { MountFile } from "./reader.ts";
import { MOST_ROWS, parseRecord, type RecordRow } from "./record.ts";

/** An installed distribution: a metadata directory (or file) at the root of the mount. */
export interface Distribution {
  /** `numpy-1.24.4.dist-info`. */
  readonly directory: string;
  readonly kind: "dist-info" | "egg-info";
  /** Normalised; from METADATA, else from the directory's name. */
  readonly name: string;
  /** As METADATA writes it. */
  readonly displayName: string;
  readonly version: string;
  /** Why METADATA cannot be used, if so. */
  readonly damage: string | undefined;
  readonly metadata: Fields;
  readonly wheel: Fields;
  /** `undefined` if there is no RECORD, or it was not read. */
  readonly record: readonly RecordRow[] | undefined;
  /** Why METADATA or RECORD exists but was not read, if so. */
  readonly unread: string | undefined;
  /** Text of further metadata files by name, such as `entry_points.txt` and `direct_url.json`. */
  readonly texts: ReadonlyMap<string, string>;
  /** First path components that the distribution owns, without `.py` and extension suffixes. */
  readonly topLevel: readonly string[];
}

/** What was found in a mount, by path. */
interface Found {
  readonly files: ReadonlyMap<string, MountFile>;
  /** Contents of the text files among them that were not too large to be read. */
  readonly texts: ReadonlyMap<string, string>;
}

export function readDistributions(found: Found): Distribution[] {
  const directories = new Set<string>();
  for (const path of found.files.keys()) {
    const first = path.split("/", 1)[0] ?? "";
    if (/\.(dist|egg)-info$/.test(first)) directories.add(first);
  }
  const byDirectory = new Map([...directories].map((directory) => [directory, new Map<string, string>()]));
  for (const [path, text] of found.texts) {
    const slash = path.indexOf("/");
    byDirectory.get(path.slice(0, Math.max(slash, 0)))?.set(path.slice(slash + 1), text);
  }
  const records = readRecords(byDirectory);
  const distributions = [...byDirectory].map(([directory, own]) => {
    return readDistribution(directory, own, records.get(directory), found);
  });
  return distributions.sort((a, b) => byteOrder(a.name, b.name) || byteOrder(a.directory, b.directory));
}

/** Rows by metadata directory; `undefined` if there are too many. */
function readRecords(byDirectory: ReadonlyMap<string, ReadonlyMap<string, string>>) {
  const there = [...byDirectory].filter(([, own]) => own.has("RECORD"));
  const texts = there.map(([directory, own]) => ({ directory, text: own.get("RECORD") ?? "" }));
  const records = new Map<string, readonly RecordRow[] | undefined>();
  let remaining = MOST_ROWS;
  // The shortest first, so that one huge RECORD does not use up the limit for the others.
  for (const { directory, text } of texts.sort((one, other) => one.text.length - other.text.length)) {
    const rows = parseRecord(text, remaining);
    remaining -= rows?.length ?? 0;
    records.set(directory, rows);
  }
  return records;
}

function readDistribution(
  directory: string,
  own: ReadonlyMap<string, string>,
  record: readonly RecordRow[] | undefined,
  { files, texts }: Found,
): Distribution {
  const kind = directory.endsWith(".dist-info") ? "dist-info" : "egg-info";
  const metadataName = kind === "dist-info" ? "METADATA" : "PKG-INFO";
  const text = own.get(metadataName) ?? (kind === "egg-info" ? texts.get(directory) : undefined);
  const metadata = parseHeaders(text ?? "");
  const [nameInDirectory = "", versionInDirectory = ""] = directory.replace(/\.(dist|egg)-info$/, "").split("-");
  const displayName = metadata.get("name")?.[0] ?? nameInDirectory;
  const version = metadata.get("version")?.[0] ?? versionInDirectory;
  const tooLarge = (name: string) => (own.has(name) ? undefined : whyUnread(name, files.get(`${directory}/${name}`)));
  return {
    directory,
    kind,
    name: normalisedName(displayName),
    displayName,
    version,
    damage: text === undefined ? `${metadataName} is missing` : lacks(metadata, metadataName),
    metadata,
    wheel: parseWheel(own.get("WHEEL") ?? ""),
    record,
    unread: tooLarge(metadataName) ?? (own.has("RECORD") ? (record ? undefined : TOO_MANY_ROWS) : tooLarge("RECORD")),
    texts: own,
    topLevel: topLevelOf(record, own.get("top_level.txt")),
  };
}

const TOO_MANY_ROWS = `RECORD exceeds the limit of ${MOST_ROWS} rows that are read of all RECORD files together`;

function whyUnread(name: string, file: MountFile | undefined): string | undefined {
  if (file === undefined) return undefined;
  const limits = `at most ${humanBytes(largestText(file.path))} of it and ${humanBytes(MOST_TEXT)} of all metadata are read`;
  return `${name} is ${humanBytes(file.size)}; ${limits}`;
}

/** Whether metadata was not read here that Python, which has no limit, would read. */
export function hasUnreadMetadata({ files, texts }: Found, distributions: readonly Distribution[]): boolean {
  // An egg-info may be a file.
  const paths = distributions.flatMap(({ directory }) => [directory, `${directory}/METADATA`, `${directory}/PKG-INFO`]);
  return paths.some((path) => files.has(path) && !texts.has(path));
}

function lacks(metadata: Fields, name: string): string | undefined {
  const missing = ["name", "version"].filter((field) => !metadata.get(field)?.[0]);
  return missing.length === 0 ? undefined : `${name} has no ${missing.join(" and no ")}`;
}

/** The top-level import names: from RECORD if there is one, else from `top_level.txt`. */
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
