import { chmodSync, copyFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { ExitCode, UserError } from "../errors.ts";
import { Pauses } from "../pauses.ts";
import { readArchive } from "./archive-reading.ts";
import { bytesSource } from "./elf/source.ts";
import { makeFolder } from "./folders.ts";
import { type Inventory, InventoryTaking, listFiles, takeInventory } from "./inventory.ts";
import { incomingOf, MANIFEST } from "./location.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { discard } from "./place.ts";
import { Reader, writtenFile } from "./reader.ts";

/** A mount beside its place. */
export interface Unpacked {
  readonly manifest: Manifest;
  readonly inventory: Inventory;
}

/**
 * Unpacks a mount beside its place and hashes every byte of it. When anything is wrong with it, nothing of it stays.
 * @param environmentDirectory absolute: where it is to stand
 * @param source absolute: an archive, or with `loose` an environment directory whose modes were lost
 * @param root the name of the environment directory at its build
 * @throws UserError when it cannot be unpacked, or holds no mount
 */
export async function unpackBeside(
  environmentDirectory: string,
  source: string,
  { root, loose }: { readonly root: string; readonly loose: boolean },
): Promise<Unpacked> {
  discard(environmentDirectory);
  const incoming = incomingOf(environmentDirectory);
  try {
    return loose ? await copyLoose(source, incoming) : await unpackArchive(source, root, incoming);
  } catch (error) {
    discard(environmentDirectory);
    throw error;
  }
}

/** Each file is hashed on its way from the archive to the disk. */
async function unpackArchive(archive: string, root: string, directory: string): Promise<Unpacked> {
  const taking = new InventoryTaking();
  const folders = new Map<string, number>();
  const manifest = await readArchive(archive, root, directory, ({ inside }) => {
    const reader = new Reader(join(directory, inside));
    return ({ content, ...facts }) => {
      noteFolders(facts.path, folders);
      const file = content ? writtenFile({ ...facts, sha256: content.sha256 }) : reader.read(facts.path, taking.look);
      if (file === undefined) throw new Error(`${facts.path} cannot be read back`);
      if (content) taking.look(file, content.bytes, bytesSource(content.bytes));
      taking.add(file);
    };
  });
  if (manifest === undefined) throw noMount(archive);
  const inventory = taking.done(join(directory, manifest.inside), { directories: folders, oddities: [] });
  return { manifest, inventory };
}

/** As unpacking makes them. */
function noteFolders(path: string, folders: Map<string, number>): void {
  for (let folder = posix.dirname(path); folder !== "." && !folders.has(folder); folder = posix.dirname(folder)) {
    folders.set(folder, 0o755);
  }
}

/** Copies plain files alone; modes are those of the manifest, as artifacts do not keep them. */
async function copyLoose(source: string, directory: string): Promise<Unpacked> {
  const manifest = readManifest(join(source, MANIFEST));
  if (manifest === undefined) throw noMount(source);
  const { inside, files } = manifest;
  const executables = new Set(files.filter(({ executable }) => executable).map(({ path }) => `${inside}/${path}`));
  const pauses = new Pauses();
  for (const path of listFiles(source)) {
    makeFolder(dirname(join(directory, path)), directory);
    copyFileSync(join(source, path), join(directory, path));
    chmodSync(join(directory, path), executables.has(path) ? 0o755 : 0o644);
    if (pauses.isDue) await pauses.take();
  }
  return { manifest, inventory: takeInventory(join(directory, inside)) };
}

function noMount(source: string): UserError {
  return new UserError(`${source} holds no mount.`, {
    file: source,
    hint: "Name the archive that a build wrote (its output archive-file).",
    exitCode: ExitCode.findings,
  });
}
