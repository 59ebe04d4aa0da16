import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Host } from "../../host/host.ts";
import type { Tell } from "../../host/progress.ts";
import { type Location, MANIFEST, manifestOf, staged } from "../../plan/location.ts";
import type { Plan } from "../../plan/plan.ts";
import { isDiskFull, messageOf } from "../../util/errors.ts";
import { percent } from "../../util/text.ts";
import { move } from "../directories.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { relocated, rewriteManifest } from "../manifest/relocate.ts";
import type { BuildFacts, Mount } from "../mount.ts";
import type { RemovedByStaging } from "../stage.ts";
import { type ArchiveFormat, writableFormat } from "./compression.ts";
import { BUILD_RECORD_SHAPE } from "./record-shape.ts";
import { type Unpacked, unpackBeside } from "./unpack.ts";
import { writeArchive } from "./write.ts";

/*
 * A pack is what leaves the machine: the archive of a mount, and a record of what only its build knows.
 * The same pack is the cache entry and the artifact.
 */

const BUILD_RECORD = "build-record.json";

/** The results of the build and the verification. */
export interface BuildRecord {
  readonly mountDigest: string;
  readonly removedByStaging: RemovedByStaging;
  readonly build: BuildFacts;
  /** Files that contain a path of the build machine, each with that path. */
  readonly buildPaths: Readonly<Record<string, string>>;
  /** The evidence about these bytes, as its collector wrote it. */
  readonly evidence: unknown;
}

export function archiveIn(directory: string): string | undefined {
  const found = existsSync(directory)
    ? readdirSync(directory, { withFileTypes: true }).find(
        (one) => one.isFile() && /^mount\.tar\.(zst|gz)$/.test(one.name),
      )
    : undefined;
  return found === undefined ? undefined : join(directory, found.name);
}

/**
 * Writes the archive of a mount, wherever it is now, into `directory`.
 * @returns the archive's path
 */
export async function writePack(
  location: Location,
  manifest: Manifest,
  directory: string,
  wanted: ArchiveFormat,
  tell: Tell,
): Promise<string> {
  const archive = join(directory, `mount.${await writableFormat(wanted)}`);
  const root = manifest.environmentName;
  const entries = manifest.files.map(({ path, executable }) => ({
    name: `${root}/${location.inside}/${path}`,
    source: join(location.directory, path),
    executable,
  }));
  const head = { name: `${root}/${MANIFEST}`, source: manifestOf(location), executable: false };
  const all = [head, ...entries];
  await writeArchive(archive, all, (index) => tell(percent(index, all.length)));
  return archive;
}

/** Writes, next to an archive, what cannot be read from it. */
export function writeBuildRecord(directory: string, record: BuildRecord): void {
  writeFileSync(join(directory, BUILD_RECORD), JSON.stringify(record));
}

/** @throws Error for a record that lacks what other code relies on: another job has written it */
export function readBuildRecord(directory: string): BuildRecord {
  const record = JSON.parse(readFileSync(join(directory, BUILD_RECORD), "utf8")) as BuildRecord;
  const difference = BUILD_RECORD_SHAPE(record, "");
  if (difference !== undefined) throw new Error(`the record of its build cannot be used: ${difference}`);
  return record;
}

/** The files of a pack that a cache entry contains. */
export function packFiles(directory: string): string[] {
  const files = [archiveIn(directory), join(directory, BUILD_RECORD)];
  return files.filter((path) => path !== undefined && existsSync(path)) as string[];
}

/** Removes the files of an earlier pack from `directory`; other files there are kept. */
export function removePack(directory: string): void {
  for (const file of packFiles(directory)) rmSync(file);
}

/** Moves the files of a pack into `directory`, replacing those of an earlier pack. */
export function movePack(from: string, directory: string): void {
  removePack(directory);
  for (const file of packFiles(from)) move(file, join(directory, basename(file)));
  rmSync(from, { recursive: true });
}

/** A mount from a pack, with the facts of its build. */
export interface Opened {
  readonly mount: Mount;
  /** The evidence of the build record. */
  readonly evidence: unknown;
  /** Whether the pack was made for another code directory, so that the manifest in its archive has other paths. */
  readonly isRelocated: boolean;
}

/**
 * Unpacks the archive of a pack next to the mount's final location and hashes every byte of it.
 * @param environmentDirectory absolute: the final location
 * @returns a sentence if it cannot be used
 */
export async function unpackPack(
  directory: string,
  environmentDirectory: string,
  host: Host,
): Promise<Unpacked | string> {
  try {
    const archive = archiveIn(directory);
    if (archive === undefined) return "the entry contains no archive";
    const how = { root: basename(environmentDirectory), loose: false };
    return await unpackBeside(environmentDirectory, archive, how);
  } catch (error) {
    return whyUnusable(error, host);
  }
}

/**
 * The mount of a pack that was unpacked.
 * @returns a sentence if it cannot be used
 */
export function openPack(directory: string, unpacked: Unpacked, plan: Plan, host: Host): Opened | string {
  const { location } = plan;
  const { manifest: packed, inventory } = unpacked;
  try {
    const record = readBuildRecord(directory);
    if (record.mountDigest !== packed.mountDigest) return "it belongs to another mount";
    if (packed.inside !== location.inside) return `it contains ${packed.inside}`;
    const { removedByStaging, evidence } = record;
    const manifest = relocated(packed, plan, removedByStaging);
    const { requirements, requirementsFiles } = manifest;
    const known = { ...inventory, buildPaths: new Map(Object.entries(record.buildPaths)) };
    const build = { ...record.build, requirementsFiles };
    const mount = { location: staged(location), inventory: known, requirements, removedByStaging, manifest, build };
    return { mount, evidence, isRelocated: rewriteManifest(packed, manifest, staged(location)) };
  } catch (error) {
    return whyUnusable(error, host);
  }
}

/** @throws the error if it is not a problem of the entry */
function whyUnusable(error: unknown, host: Host): string {
  if (isDiskFull(error)) throw error;
  host.log.debug(`The cache entry cannot be used: ${messageOf(error)}`);
  return messageOf(error);
}
