import { chmodSync, createWriteStream, mkdirSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import type { Entry, ZipFile } from "yauzl";

/**
 * Unpacks one program of a wheel: the script that is named like `path` (absolute, new).
 * @throws Error if the wheel has no such program
 */
export async function unpackProgram(wheel: Buffer, path: string): Promise<void> {
  const { default: yauzl } = await import("yauzl");
  const zip = await promisify<Buffer, object, ZipFile>(yauzl.fromBuffer)(wheel, { lazyEntries: true });
  const entry = await findEntry(zip, (file) => file.endsWith(`.data/scripts/${basename(path)}`));
  if (entry === undefined) throw new Error(`the wheel has no program ${basename(path)}`);
  mkdirSync(dirname(path), { recursive: true });
  const open = promisify<Entry, Readable>(zip.openReadStream.bind(zip));
  await pipeline(await open(entry), createWriteStream(path, { flags: "wx" }));
  chmodSync(path, 0o755);
}

function findEntry(zip: ZipFile, isWanted: (name: string) => boolean): Promise<Entry | undefined> {
  return new Promise((resolve, reject) => {
    zip.on("error", reject);
    zip.on("end", () => resolve(undefined));
    zip.on("entry", (entry: Entry) => {
      if (isWanted(entry.fileName)) resolve(entry);
      else zip.readEntry();
    });
    zip.readEntry();
  });
}
