import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { ExitCode, isSystemError, UserError } from "../errors.ts";
import { normalisedName } from "../python/names.ts";
import { withoutCredentials } from "../python/settings.ts";
import { humanBytes } from "../text.ts";
import { moveTree } from "./folders.ts";
import { largestText, parseHeaders } from "./metadata.ts";
import { formatRecord, parseRecord, type RecordRow } from "./record.ts";

/** What staging took out of the tree because it hangs on place, time or installer. */
export interface StagedAway {
  /** Rows of RECORD that point outside the mount, by normalised distribution name. */
  readonly outside: Readonly<Record<string, readonly RecordRow[]>>;
  /** `direct_url.json` by normalised distribution name. */
  readonly directUrls: Readonly<Record<string, unknown>>;
}

/** What staging alone could still see. */
export interface Staged extends StagedAway {
  /** Normalised names of the distributions that uv built from source: it marks them with `uv_build.json`. */
  readonly builtByUv: readonly string[];
}

/** Files that say who installed and when, not what. */
const INSTALLER_TRACES = ["INSTALLER", "REQUESTED", "uv_cache.json", "uv_build.json"];

/** What Python reads of a metadata directory without being asked. */
const METADATA = ["METADATA", "PKG-INFO", "RECORD"];

/**
 * To be asked before anybody reads metadata: pip's freeze takes gigabytes for what a zip has in some kilobytes.
 * @throws UserError for metadata that is none
 */
export function requireReadableMetadata(sitePackages: string): void {
  const entries = readdirSync(sitePackages, { withFileTypes: true }).filter(({ name }) =>
    /\.(dist|egg)-info$/.test(name),
  );
  // An egg-info may be a file.
  const files = entries.flatMap((entry) =>
    entry.isDirectory() ? METADATA.map((one) => `${entry.name}/${one}`) : [entry.name],
  );
  for (const file of files) {
    const size = statSync(join(sitePackages, file), { throwIfNoEntry: false })?.size ?? 0;
    if (size <= largestText(file)) continue;
    const limit = `no distribution has more than ${humanBytes(largestText(file))} in it`;
    throw new UserError(`${file} has ${humanBytes(size)} as it was installed; ${limit}.`, {
      hint: `This release of ${file.split("-")[0]} is damaged, or made to do harm: pin another one, and tell who runs the index.`,
      exitCode: ExitCode.install,
    });
  }
}

/**
 * Moves an installed site-packages to `destination` (absolute, fresh) and makes it independent of place and installer.
 */
export async function stage(sitePackages: string, destination: string): Promise<Staged> {
  mkdirSync(dirname(destination), { recursive: true });
  await moveTree(sitePackages, destination);
  const outside: Record<string, readonly RecordRow[]> = {};
  const directUrls: Record<string, unknown> = {};
  const builtByUv: string[] = [];
  for (const directory of readdirSync(destination).filter((name) => name.endsWith(".dist-info"))) {
    const name = nameOf(join(destination, directory));
    const directUrl = takeDirectUrl(join(destination, directory));
    if (directUrl !== undefined) directUrls[name] = directUrl;
    if (existsSync(join(destination, directory, "uv_build.json"))) builtByUv.push(name);
    const rows = normaliseRecord(destination, directory);
    if (rows.length > 0) outside[name] = rows;
  }
  normaliseTree(destination);
  return { outside, directUrls, builtByUv };
}

function nameOf(directory: string): string {
  const text = readIfThere(join(directory, "METADATA")) ?? "";
  const fallback = directory.split(/[\\/]/).at(-1)?.split("-")[0] ?? "";
  return normalisedName(parseHeaders(text).get("name")?.[0] ?? fallback);
}

function takeDirectUrl(directory: string): unknown {
  const path = join(directory, "direct_url.json");
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  rmSync(path);
  try {
    return JSON.parse(withoutCredentials(text)) as unknown;
  } catch {
    return { url: "unreadable direct_url.json" };
  }
}

/** Sorts RECORD, drops traces and bytecode (the manifest lists that); answers the rows that pointed outside. */
function normaliseRecord(root: string, directory: string): RecordRow[] {
  for (const name of INSTALLER_TRACES) rmSync(join(root, directory, name), { force: true });
  const path = join(root, directory, "RECORD");
  const text = readIfThere(path);
  if (text === undefined) return [];
  const gone = new Set([...INSTALLER_TRACES, "direct_url.json"].map((name) => `${directory}/${name}`));
  const outside: RecordRow[] = [];
  const kept: RecordRow[] = [];
  const rows = parseRecord(text);
  if (rows === undefined) return []; // it stays as it is, for M6
  for (const row of rows) {
    const way = posix.normalize(row.path.replaceAll("\\", "/"));
    if (way.startsWith("../") || way.startsWith("/")) outside.push({ ...row, path: way });
    else if (!gone.has(way) && !/(^|\/)__pycache__\/[^/]+\.pyc$/.test(way)) kept.push({ ...row, path: way });
  }
  writeFileSync(path, formatRecord(kept));
  return outside.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Removes what installers compiled, or wheels brought compiled, below `folder`. */
export function dropBytecode(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const path = join(folder, entry.name);
    if (entry.name === "__pycache__") rmSync(path, { recursive: true });
    else dropBytecode(path);
  }
}

/** 0755 for directories and executable files, 0644 for the rest; no empty directories. */
function normaliseTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) normaliseTree(path);
    else if (entry.isFile()) chmodSync(path, (statSync(path).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
  if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
  else chmodSync(folder, 0o755);
}

/** `undefined` also for what is too large to be what its name says. */
function readIfThere(path: string): string | undefined {
  try {
    return statSync(path).size > largestText(path) ? undefined : readFileSync(path, "utf8");
  } catch (error) {
    if (isSystemError(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}
