import { chmodSync, copyFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readArchive } from "./archive.ts";
import { makeFolder } from "./folders.ts";
import { listFiles } from "./inventory.ts";
import { incomingOf, MANIFEST } from "./location.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { discard } from "./place.ts";

/**
 * Unpacks a mount beside its place. When anything is wrong with it, nothing of it stays.
 * @param source absolute: an archive, or with `loose` an environment directory whose modes were lost
 * @param environmentDirectory absolute: where it is to stand
 * @returns its manifest; `undefined` when it has none
 * @throws UserError when it cannot be unpacked
 */
export async function unpackBeside(
  environmentDirectory: string,
  source: string,
  { root, loose }: { readonly root: string; readonly loose: boolean },
): Promise<Manifest | undefined> {
  discard(environmentDirectory);
  const incoming = incomingOf(environmentDirectory);
  try {
    if (loose) copyLoose(source, incoming);
    else await readArchive(source, root, incoming);
    return readManifest(join(incoming, MANIFEST));
  } catch (error) {
    discard(environmentDirectory);
    throw error;
  }
}

/** Copies plain files alone; modes are those of the manifest, as artifacts do not keep them. */
function copyLoose(source: string, directory: string): void {
  const manifest = readManifest(join(source, MANIFEST));
  const inside = manifest?.inside ?? "";
  const executables = new Set(
    manifest?.files.filter(({ executable }) => executable).map(({ path }) => `${inside}/${path}`),
  );
  for (const path of listFiles(source)) {
    makeFolder(dirname(join(directory, path)), directory);
    copyFileSync(join(source, path), join(directory, path));
    chmodSync(join(directory, path), executables.has(path) ? 0o755 : 0o644);
  }
}
