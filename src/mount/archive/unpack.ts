import { chmodSync, copyFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { incomingOf, MANIFEST } from "../../plan/location.ts";
import { ExitCode, UserError } from "../../util/errors.ts";
import { Pauses } from "../../util/pauses.ts";
import { makeFolder } from "../directories.ts";
import { bytesSource } from "../elf/source.ts";
import { type Inventory, InventoryBuilder, listFiles, takeInventory } from "../inventory/inventory.ts";
import { Reader, writtenFile } from "../inventory/reader.ts";
import { type Manifest, readManifest } from "../manifest/manifest.ts";
import { discard } from "../swap-directories.ts";
import { readArchive } from "./read.ts";

/** A mount that was unpacked next to its final location. */
export interface Unpacked {
  readonly manifest: Manifest;
  readonly inventory: Inventory;
}

/**
 * Unpacks a mount next to its final location and hashes every byte of it. On any error, everything unpacked is removed.
 * @param environmentDirectory absolute: the final location
 * @param source absolute: an archive, or with `loose` an environment directory whose modes were lost
 * @param root the name of the environment directory when it was built
 * @throws UserError when it cannot be unpacked, or contains no mount
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

/** Each file is hashed while it is unpacked. */
async function unpackArchive(archive: string, root: string, directory: string): Promise<Unpacked> {
  const builder = new InventoryBuilder();
  const folders = new Map<string, number>();
  const manifest = await readArchive(archive, root, directory, {
    onFile: ({ inside }) => {
      const reader = new Reader(join(directory, inside));
      return ({ bytes, ...facts }) => {
        noteFolders(facts.path, folders);
        const file = writtenFile(facts);
        if (bytes !== undefined) builder.look(file, bytes, bytesSource(bytes));
        else if (!reader.inspect(file, builder.look)) throw new Error(`${facts.path} cannot be read back`);
        builder.add(file);
      };
    },
  });
  if (manifest === undefined) throw noMount(archive);
  const inventory = builder.done(join(directory, manifest.inside), { directories: folders, oddities: [] });
  return { manifest, inventory };
}

/** Records the parent folders with the mode that unpacking gives them. */
function noteFolders(path: string, folders: Map<string, number>): void {
  for (let folder = posix.dirname(path); folder !== "." && !folders.has(folder); folder = posix.dirname(folder)) {
    folders.set(folder, 0o755);
  }
}

/** Copies regular files only, with the modes of the manifest, because artifacts do not keep them. */
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
  return new UserError(`${source} contains no mount.`, {
    file: source,
    hint: "Pass the archive that a build wrote (its output archive-file).",
    exitCode: ExitCode.findings,
  });
}
