import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { isDiskFull, messageOf } from "../errors.ts";
import type { Plan } from "../plan.ts";
import type { Host } from "../runner/host.ts";
import { writeArchive } from "./archive-writing.ts";
import { type ArchiveFormat, writableFormat } from "./compression.ts";
import { move } from "./folders.ts";
import { type Location, MANIFEST, manifestOf, staged } from "./location.ts";
import type { Manifest } from "./manifest.ts";
import type { BuildFacts, Mount } from "./mount.ts";
import type { StagedAway } from "./stage.ts";
import { unpackBeside } from "./unpack.ts";

/*
 * A pack is what leaves the machine: the archive of a mount, and beside it what only its build knew.
 * The same pack is the cache entry and the artifact.
 */

const KNOWLEDGE = "knowledge.json";

/** What the build and the proof found out; `testimony` is the checks' own. */
export interface Knowledge {
  readonly mountDigest: string;
  readonly stagedAway: StagedAway;
  readonly build: BuildFacts;
  /** Files that name a directory of the build's machine, each with that directory. */
  readonly leaks: Readonly<Record<string, string>>;
  readonly testimony: unknown;
}

export function archiveIn(directory: string): string | undefined {
  const name = existsSync(directory)
    ? readdirSync(directory).find((one) => /^mount\.tar\.(zst|gz)$/.test(one))
    : undefined;
  return name === undefined ? undefined : join(directory, name);
}

/**
 * Writes the archive of a mount, wherever it stands now, into `directory`.
 * @returns the archive's path
 */
export async function writePack(
  location: Location,
  manifest: Manifest,
  directory: string,
  wanted: ArchiveFormat,
): Promise<string> {
  const archive = join(directory, `mount.${writableFormat(wanted)}`);
  const root = manifest.environmentName;
  const entries = manifest.files.map(({ path, executable }) => ({
    name: `${root}/${location.inside}/${path}`,
    source: join(location.directory, path),
    executable,
  }));
  const head = { name: `${root}/${MANIFEST}`, source: manifestOf(location), executable: false };
  await writeArchive(archive, [head, ...entries]);
  return archive;
}

/** Puts beside an archive what nobody can read from it. */
export function writeKnowledge(directory: string, knowledge: Knowledge): void {
  writeFileSync(join(directory, KNOWLEDGE), JSON.stringify(knowledge));
}

/** The files of a pack that a cache entry holds. */
export function packFiles(directory: string): string[] {
  const files = [archiveIn(directory), join(directory, KNOWLEDGE)];
  return files.filter((path) => path !== undefined && existsSync(path)) as string[];
}

/** Moves the files of a pack into `directory`, over those of an earlier pack; whatever else lies there stays. */
export function movePack(from: string, directory: string): void {
  for (const file of packFiles(directory)) rmSync(file);
  for (const file of packFiles(from)) move(file, join(directory, basename(file)));
  rmSync(from, { recursive: true });
}

/** A mount out of a pack, with what its build knew. */
export interface Opened {
  readonly mount: Mount;
  readonly testimony: unknown;
}

/**
 * Unpacks a pack beside the mount's place and hashes every byte of it.
 * @returns why it cannot be used, when it cannot
 */
export async function openPack(directory: string, plan: Plan, host: Host): Promise<Opened | string> {
  const { location, options } = plan;
  try {
    const archive = archiveIn(directory);
    if (archive === undefined) return "the entry holds no archive";
    const how = { root: options.environmentName, loose: false };
    const { manifest, inventory } = await unpackBeside(location.environmentDirectory, archive, how);
    const knowledge = JSON.parse(readFileSync(join(directory, KNOWLEDGE), "utf8")) as Knowledge;
    if (knowledge.mountDigest !== manifest.mountDigest) return "it belongs to another mount";
    if (manifest.inside !== location.inside) return `it holds ${manifest.inside}`;
    const { stagedAway, build, testimony } = knowledge;
    const { requirements } = manifest;
    const known = { ...inventory, leaks: new Map(Object.entries(knowledge.leaks)) };
    const mount = { location: staged(location), inventory: known, requirements, stagedAway, manifest, build };
    return { mount, testimony };
  } catch (error) {
    if (isDiskFull(error)) throw error; // that is no fault of the entry's
    host.log.debug(`The entry cannot be used: ${messageOf(error)}`);
    return messageOf(error);
  }
}
