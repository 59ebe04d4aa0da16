import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import type { Entry, ZipFile } from "yauzl";
import { isDirectory } from "../../inputs/paths.ts";
import { messageOf } from "../../util/errors.ts";
import { humanBytes } from "../../util/text.ts";
import { type Advisory, readRecord } from "./advisory.ts";
import type { Found } from "./found.ts";

/** Records are a few kilobytes; the largest list tens of thousands of versions. */
const LARGEST_RECORD = 32 * 2 ** 20;

/**
 * Looks up distributions in a copy of OSV's database of PyPI: the zip file that OSV publishes, or a directory that it was
 * unpacked to. Whether a version is affected is not decided here.
 *
 * @param path absolute
 * @param names normalised
 */
export async function searchDatabase(path: string, names: ReadonlySet<string>): Promise<Found> {
  const advisories = new Map<string, Advisory[]>();
  const problems: string[] = [];
  let [records, newest] = [0, ""];
  const read = (name: string, bytes: Buffer) => {
    try {
      const record = readRecord(JSON.parse(bytes.toString("utf8")));
      records += 1;
      if (record.modified > newest) newest = record.modified;
      for (const [distribution, advisory] of record.advisories) {
        if (names.has(distribution)) advisories.set(distribution, [...(advisories.get(distribution) ?? []), advisory]);
      }
    } catch (error) {
      problems.push(`${name} cannot be read: ${messageOf(error)}`);
    }
  };
  try {
    await (isDirectory(path) ? eachFile(path, read) : eachEntry(path, read));
  } catch (error) {
    problems.push(`it cannot be read: ${messageOf(error)}`);
  }
  if (records === 0 && problems.length === 0) problems.push("it contains no OSV record");
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : "";
  const asOf = newest.slice(0, 10);
  return { advisories, asOf, problem: problems.length === 0 ? undefined : `${problems[0]}${more}` };
}

type Reader = (name: string, bytes: Buffer) => void;

async function eachFile(directory: string, read: Reader): Promise<void> {
  for (const name of readdirSync(directory).filter((one) => one.endsWith(".json"))) {
    read(name, await readFile(join(directory, name)));
  }
}

async function eachEntry(file: string, read: Reader): Promise<void> {
  const { default: yauzl } = await import("yauzl");
  const zip = await promisify<string, object, ZipFile>(yauzl.open)(file, { lazyEntries: true, autoClose: false });
  const open = promisify<Entry, Readable>(zip.openReadStream.bind(zip));
  const one = async (entry: Entry) => {
    if (!entry.fileName.endsWith(".json")) return;
    if (entry.uncompressedSize > LARGEST_RECORD)
      throw new Error(`${entry.fileName} exceeds ${humanBytes(LARGEST_RECORD)}`);
    read(entry.fileName, await buffer(await open(entry)));
  };
  try {
    await new Promise<void>((resolve, reject) => {
      zip.on("error", reject);
      zip.on("end", resolve);
      zip.on("entry", (entry: Entry) => one(entry).then(() => zip.readEntry(), reject));
      zip.readEntry();
    });
  } finally {
    zip.close();
  }
}
