import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { withoutCredentialsIn } from "../util/credentials.ts";
import { moveTree } from "./directories.ts";
import { nameOfDistribution, readIfThere } from "./installed-metadata.ts";
import { formatRecord, parseRecord, type RecordRow } from "./inventory/record.ts";
import type { LeftOut } from "./slim/left-out.ts";
import type { Slimmed } from "./slim/slim.ts";

/** What staging removed from the tree because it depends on location, time or installer. */
export interface RemovedByStaging {
  /** Rows of RECORD that point outside the mount, by normalised distribution name. */
  readonly outside: Readonly<Record<string, readonly RecordRow[]>>;
  /** `direct_url.json` by normalised distribution name. */
  readonly directUrls: Readonly<Record<string, unknown>>;
  /** Absent if the input `slim` is `off`. */
  readonly slim?: LeftOut | undefined;
}

/** Adds what can only be read during staging. */
export interface Staged extends RemovedByStaging {
  /** Normalised names of the distributions that uv built from source: it marks them with `uv_build.json`. */
  readonly builtByUv: readonly string[];
}

/** Files that record which installer ran and when, not what was installed. */
const INSTALLER_TRACES = ["INSTALLER", "REQUESTED", "uv_cache.json", "uv_build.json"];

/** What is known of a site-packages before it is staged. */
export interface StagingFacts {
  /** The files that are executable in their wheels, as POSIX paths in site-packages. */
  readonly executable: ReadonlySet<string>;
  /** What was removed from it. */
  readonly slimmed: Slimmed | undefined;
}

/**
 * Moves an installed site-packages to `destination` (absolute, new) and makes it independent of location and installer.
 */
export async function stage(
  sitePackages: string,
  destination: string,
  { executable, slimmed }: StagingFacts,
): Promise<Staged> {
  mkdirSync(dirname(destination), { recursive: true });
  await moveTree(sitePackages, destination);
  const outside: Record<string, readonly RecordRow[]> = {};
  const directUrls: Record<string, unknown> = {};
  const builtByUv: string[] = [];
  for (const directory of readdirSync(destination).filter((name) => name.endsWith(".dist-info"))) {
    const name = nameOfDistribution(join(destination, directory));
    const directUrl = takeDirectUrl(join(destination, directory));
    if (directUrl !== undefined) directUrls[name] = directUrl;
    if (existsSync(join(destination, directory, "uv_build.json"))) builtByUv.push(name);
    const rows = normaliseRecord(destination, directory, slimmed?.paths ?? new Set());
    if (rows.length > 0) outside[name] = rows;
  }
  normaliseTree(destination, executable);
  return { outside, directUrls, builtByUv, slim: slimmed?.leftOut };
}

function takeDirectUrl(directory: string): unknown {
  const path = join(directory, "direct_url.json");
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  rmSync(path);
  try {
    return withoutCredentialsIn(JSON.parse(text) as unknown);
  } catch {
    return { url: "unreadable direct_url.json" };
  }
}

/**
 * Sorts RECORD and drops the rows of removed files, and of bytecode, which the manifest lists.
 * @returns the rows that point outside the mount
 */
function normaliseRecord(root: string, directory: string, removed: ReadonlySet<string>): RecordRow[] {
  for (const name of INSTALLER_TRACES) rmSync(join(root, directory, name), { force: true });
  const path = join(root, directory, "RECORD");
  const text = readIfThere(path);
  if (text === undefined) return [];
  const dropped = new Set([...INSTALLER_TRACES, "direct_url.json"].map((name) => `${directory}/${name}`));
  const outside: RecordRow[] = [];
  const kept: RecordRow[] = [];
  const rows = parseRecord(text);
  if (rows === undefined) return []; // left unchanged for M6 to report
  for (const row of rows) {
    const normalised = posix.normalize(row.path.replaceAll("\\", "/"));
    if (normalised.startsWith("../") || normalised.startsWith("/")) outside.push({ ...row, path: normalised });
    else if (!dropped.has(normalised) && !removed.has(normalised) && !/(^|\/)__pycache__\/[^/]+\.pyc$/.test(normalised))
      kept.push({ ...row, path: normalised });
  }
  writeFileSync(path, formatRecord(kept));
  return outside.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Removes bytecode below `folder` that installers compiled or wheels contained. */
export function dropBytecode(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const path = join(folder, entry.name);
    if (entry.name === "__pycache__") rmSync(path, { recursive: true });
    else dropBytecode(path);
  }
}

/** 0755 for directories and executable files, 0644 for the rest; no empty directories. */
function normaliseTree(folder: string, executable: ReadonlySet<string>, inside = ""): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) normaliseTree(path, executable, `${inside}${entry.name}/`);
    else if (entry.isFile()) chmodSync(path, executable.has(`${inside}${entry.name}`) ? 0o755 : 0o644);
  }
  if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
  else chmodSync(folder, 0o755);
}
