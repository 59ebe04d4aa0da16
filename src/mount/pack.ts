import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, posix } from "node:path";
import { messageOf } from "../errors.ts";
import type { Plan } from "../plan.ts";
import type { Host } from "../runner/host.ts";
import { readArchive, writeArchive } from "./archive.ts";
import { type ArchiveFormat, writableFormat } from "./compression.ts";
import { bytesSource } from "./elf/source.ts";
import { move } from "./folders.ts";
import { type Inventory, InventoryTaking } from "./inventory.ts";
import { type Location, MANIFEST, manifestOf, staged } from "./location.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import type { BuildFacts, Mount } from "./mount.ts";
import { discard } from "./place.ts";
import { Reader, writtenFile } from "./reader.ts";
import type { StagedAway } from "./stage.ts";

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

export interface Unpacked {
  readonly mount: Mount;
  readonly testimony: unknown;
}

/**
 * Unpacks a pack beside the mount's place and hashes every byte of it.
 * @returns why it cannot be used, when it cannot
 */
export async function openPack(directory: string, plan: Plan, host: Host): Promise<Unpacked | string> {
  const { location, options } = plan;
  discard(location.environmentDirectory);
  try {
    const archive = archiveIn(directory);
    if (archive === undefined) return "the entry holds no archive";
    const at = staged(location);
    const inventory = await unpack(archive, options.environmentName, at);
    const manifest = readManifest(manifestOf(at));
    if (manifest === undefined) return "the archive holds no manifest";
    const knowledge = JSON.parse(readFileSync(join(directory, KNOWLEDGE), "utf8")) as Knowledge;
    if (knowledge.mountDigest !== manifest.mountDigest) return "it belongs to another mount";
    const { stagedAway, build, testimony } = knowledge;
    return {
      mount: { location: at, inventory, requirements: manifest.requirements, stagedAway, manifest, build },
      testimony,
    };
  } catch (error) {
    host.log.debug(`The entry cannot be used: ${messageOf(error)}`);
    return messageOf(error);
  }
}

/** Each file is hashed on its way from the archive to the disk. */
async function unpack(
  archive: string,
  root: string,
  { environmentDirectory, directory, inside }: Location,
): Promise<Inventory> {
  const taking = new InventoryTaking();
  const reader = new Reader(directory);
  const directories = new Map<string, number>();
  await readArchive(archive, root, environmentDirectory, (name, bytes, executable) => {
    if (!name.startsWith(`${inside}/`)) return;
    const path = name.slice(inside.length + 1);
    noteFolders(path, directories);
    const file = bytes ? writtenFile(path, bytes, executable) : reader.read(path, taking.look);
    if (file === undefined) throw new Error(`${path} cannot be read back`);
    if (bytes) taking.look(file, bytes, bytesSource(bytes));
    taking.add(file);
  });
  return taking.done(directory, { directories, oddities: [] });
}

/** As unpacking makes them. */
function noteFolders(path: string, directories: Map<string, number>): void {
  for (let folder = posix.dirname(path); folder !== "." && !directories.has(folder); folder = posix.dirname(folder)) {
    directories.set(folder, 0o755);
  }
}
