import { createWriteStream, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import type { Entry, ZipFile } from "yauzl";
import { ExitCode, messageOf, UserError } from "../errors.ts";

/**
 * Unpacks the zip of an artifact into `directory` (absolute, fresh). Zips of artifacts know neither modes nor links.
 * @throws UserError when it is damaged, or names anything outside
 */
export async function readZip(file: string, directory: string): Promise<void> {
  const yauzl = await import("yauzl");
  try {
    // Names that climb, are absolute or hold backslashes are refused by the library itself.
    const options = { lazyEntries: true, strictFileNames: true, autoClose: false };
    const zip = await promisify<string, object, ZipFile>(yauzl.open)(file, options);
    try {
      await eachEntry(zip, (entry) => writeEntry(zip, entry, directory));
    } finally {
      zip.close();
    }
  } catch (error) {
    throw new UserError(`${file} cannot be unpacked: ${messageOf(error)}.`, {
      file,
      hint: "It is not the zip of an artifact, or was cut short or changed on its way. Download it again.",
      exitCode: ExitCode.findings,
      cause: error,
    });
  }
}

function eachEntry(zip: ZipFile, work: (entry: Entry) => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    zip.on("error", reject);
    zip.on("end", resolve);
    zip.on("entry", (entry: Entry) => {
      work(entry).then(() => zip.readEntry(), reject);
    });
    zip.readEntry();
  });
}

async function writeEntry(zip: ZipFile, entry: Entry, directory: string): Promise<void> {
  if (entry.fileName.endsWith("/")) return;
  const path = join(directory, entry.fileName);
  mkdirSync(dirname(path), { recursive: true });
  const open = promisify<Entry, Readable>(zip.openReadStream.bind(zip));
  await pipeline(await open(entry), createWriteStream(path, { flags: "wx" }));
}
