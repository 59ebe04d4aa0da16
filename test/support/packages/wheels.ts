// Creates wheels, valid and invalid ones; the same arguments give the same bytes.
import { createHash } from "node:crypto";
import { coreMetadata, type Metadata, normalized } from "./metadata.ts";
import { type Content, type Files, toBytes, writeZip } from "./zip.ts";

export interface Wheel {
  name: string;
  version: string;
  filename: string;
  bytes: Uint8Array;
  requiresPython: string | undefined;
}

export interface WheelOptions extends Metadata {
  /** Paths below site-packages: packages, modules, `.pth` files, compiled files. */
  files?: Files;
  /** Default `py3-none-any`; several may be joined as in `py2.py3-none-any`. */
  tag?: string;
  /** `{ console_scripts: { tool: "package:main" } }` */
  entryPoints?: Record<string, Record<string, string>>;
  /** Files for the environment's `bin`. */
  scripts?: Files;
  /** Files for the environment's prefix, outside site-packages. */
  data?: Files;
  /** Further files of the dist-info directory, for example `direct_url.json` as an editable install leaves it. */
  distInfo?: Files;
  topLevel?: string[];
  record?: RecordKind;
  /** Further rows of RECORD, as they are. */
  recordRows?: string;
  /** Paths in the wheel that get mode 755; scripts always do. */
  executables?: string[];
}

/**
 * What RECORD says about the first file: its hash, another hash, no row, no hash; `ghost-row` adds a row for a file
 * that does not exist. Installers copy the rows as they are, so the installed RECORD is as wrong as the wheel's.
 */
export type RecordKind = "good" | "broken-hash" | "missing-row" | "no-hash" | "ghost-row";

export function makeWheel(options: WheelOptions): Wheel {
  const { name, version, tag = "py3-none-any", scripts = {}, data = {} } = options;
  const stem = `${escaped(name)}-${version}`;
  const info = `${stem}.dist-info`;
  const files: Files = {
    ...sorted(options.files ?? {}),
    ...sorted(prefixed(`${stem}.data/scripts/`, scripts)),
    ...sorted(prefixed(`${stem}.data/data/`, data)),
    ...sorted(prefixed(`${info}/`, distInfo(options, tag))),
  };
  files[`${info}/RECORD`] = `${recordOf(files, `${info}/RECORD`, options.record ?? "good")}${options.recordRows ?? ""}`;
  const executables = [...(options.executables ?? []), ...Object.keys(prefixed(`${stem}.data/scripts/`, scripts))];
  return {
    name: normalized(name),
    version,
    filename: `${stem}-${tag}.whl`,
    bytes: writeZip(files, executables),
    requiresPython: options.requiresPython,
  };
}

const escaped = (name: string) => name.replace(/[-_.]+/g, "_");

const prefixed = (prefix: string, files: Files): Files =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [prefix + path, content]));

const sorted = (files: Files): Files =>
  Object.fromEntries(Object.entries(files).sort(([left], [right]) => (left < right ? -1 : 1)));

function distInfo(options: WheelOptions, tag: string): Files {
  const files: Files = { METADATA: coreMetadata(options), WHEEL: wheelFile(tag) };
  if (options.topLevel) files["top_level.txt"] = options.topLevel.map((line) => `${line}\n`).join("");
  if (options.entryPoints) files["entry_points.txt"] = entryPointsFile(options.entryPoints);
  return { ...files, ...options.distInfo };
}

function wheelFile(tag: string): string {
  const [pythons = "", abis = "", platforms = ""] = tag.split("-");
  const tags = pythons
    .split(".")
    .flatMap((python) => abis.split(".").map((abi) => `${python}-${abi}`))
    .flatMap((start) => platforms.split(".").map((platform) => `Tag: ${start}-${platform}\n`));
  const isPurelib = platforms === "any" ? "true" : "false";
  return `Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: ${isPurelib}\n${tags.join("")}`;
}

function entryPointsFile(groups: Record<string, Record<string, string>>): string {
  const section = ([group, entries]: [string, Record<string, string>]) =>
    `[${group}]\n${Object.entries(entries)
      .map(([key, target]) => `${key} = ${target}\n`)
      .join("")}`;
  return Object.entries(groups).map(section).join("\n");
}

function recordOf(files: Files, record: string, kind: RecordKind): string {
  const rows = Object.entries(files).map(([path, content]) => [path, ...hashAndSize(content)]);
  const first = rows[0];
  if (kind === "missing-row") rows.shift();
  if (kind === "broken-hash" && first) first[1] = hashAndSize("something else")[0];
  if (kind === "no-hash" && first) first.splice(1, 2, "", "");
  if (kind === "ghost-row") rows.push(["ghost/__init__.py", ...hashAndSize("")]);
  rows.push([record, "", ""]);
  return rows.map((row) => `${row.map(quoted).join(",")}\n`).join("");
}

const quoted = (field: string) => (/[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);

const hashes = new WeakMap<Uint8Array, string>();

/** Many files may have the very same content, and it may be large. */
function hashAndSize(content: Content): [string, string] {
  const bytes = toBytes(content);
  const hash = hashes.get(bytes) ?? createHash("sha256").update(bytes).digest("base64url");
  hashes.set(bytes, hash);
  return [`sha256=${hash}`, String(bytes.length)];
}
