import {
  closeSync,
  createReadStream,
  createWriteStream,
  fchmodSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import tar from "tar-stream";
import { ExitCode, messageOf, UserError } from "../errors.ts";
import { compressor, decompressor } from "./compression.ts";

/** A file of an archive: its name in there, and where its bytes lie. */
export interface ArchiveEntry {
  readonly name: string;
  /** Absolute. */
  readonly source: string;
  readonly executable: boolean;
}

/** 1980-01-01, the earliest that zip can say too; times say nothing about a mount. */
const TIME = new Date(315_532_800_000);

/** Writes the entries in the given order; the uncompressed bytes depend on nothing but names, modes and contents. */
export async function writeArchive(file: string, entries: readonly ArchiveEntry[]): Promise<void> {
  const format = file.endsWith(".tar.gz") ? "tar.gz" : "tar.zst";
  mkdirSync(dirname(file), { recursive: true });
  const pack = tar.pack();
  await Promise.all([pipeline(pack, compressor(format), createWriteStream(file)), fill(pack, entries)]);
}

async function fill(pack: tar.Pack, entries: readonly ArchiveEntry[]): Promise<void> {
  try {
    for (const { name, source, executable } of entries) {
      const bytes = readFileSync(source);
      const header = { name, mode: executable ? 0o755 : 0o644, mtime: TIME, uid: 0, gid: 0, size: bytes.length };
      await new Promise<void>((resolve, reject) => {
        pack.entry(header, bytes, (error) => (error ? reject(error) : resolve()));
      });
    }
    pack.finalize();
  } catch (error) {
    pack.destroy(error as Error);
    throw error;
  }
}

/**
 * Unpacks an archive of ours into `directory` (absolute, fresh): the root directory `root` of the archive becomes it.
 * @throws UserError when it is damaged, or holds anything but plain files under `root`
 */
export async function readArchive(file: string, root: string, directory: string): Promise<void> {
  const extract = tar.extract();
  const made = new Set<string>();
  extract.on("entry", (header, stream, next) => {
    writeEntry(header, stream, { file, root, directory, made }).then(
      () => next(),
      (error: Error) => extract.destroy(error),
    );
  });
  try {
    await pipeline(createReadStream(file, { highWaterMark: 2 ** 20 }), decompressor(file), extract);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${file} cannot be unpacked: ${messageOf(error)}.`, {
      file,
      exitCode: ExitCode.findings,
      cause: error,
    });
  }
}

interface Destination {
  readonly file: string;
  readonly root: string;
  readonly directory: string;
  /** Directories that are there already. */
  readonly made: Set<string>;
}

async function writeEntry(header: tar.Header, stream: AsyncIterable<unknown>, destination: Destination): Promise<void> {
  const path = pathOf(header, destination);
  const folder = dirname(path);
  if (!destination.made.has(folder)) {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    destination.made.add(folder);
  }
  // Synchronous writes: many small files, and nothing else to do meanwhile.
  const descriptor = openSync(path, "wx");
  try {
    for await (const chunk of stream) writeSync(descriptor, chunk as Uint8Array);
    fchmodSync(descriptor, ((header.mode ?? 0) & 0o100) === 0 ? 0o644 : 0o755);
  } finally {
    closeSync(descriptor);
  }
}

/** @throws UserError for names and kinds that an archive of ours cannot have */
function pathOf(header: tar.Header, { file, root, directory }: Destination): string {
  const parts = header.name.split("/");
  const climbs = parts.some((part) => part === ".." || part === "." || part === "") || /[\\\0]/.test(header.name);
  if (header.type === "file" && parts[0] === root && parts.length > 1 && !climbs) {
    return join(directory, ...parts.slice(1));
  }
  throw new UserError(`${file} holds ${header.type} "${header.name}", which an archive of this tool cannot.`, {
    file,
    hint: "It was not made by this tool, or was changed since. Build again.",
    exitCode: ExitCode.findings,
  });
}
