import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, createReadStream, createWriteStream, openSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import zlib from "node:zlib";
import { UserError } from "../errors.ts";

export type ArchiveFormat = "tar.zst" | "tar.gz";

/** zstd's level: above 3, seconds buy little (measured on a scientific stack). */
const ZSTD_LEVEL = 3;
const GZIP_LEVEL = 1;
/** Bytes that streams hand on at once: small pieces cost more than what is in them. */
const PIECE = 2 ** 20;

let zstdProgram: boolean | undefined;

function hasZstdProgram(): boolean {
  zstdProgram ??= spawnSync("zstd", ["--version"], { stdio: "ignore" }).status === 0;
  return zstdProgram;
}

/** Node has zstd since 22.15; the program is faster, as it uses every core. */
function hasZstd(): boolean {
  return hasZstdProgram() || "createZstdCompress" in zlib;
}

/** The format that can be written here: without zstd, gzip. */
export function writableFormat(wanted: ArchiveFormat): ArchiveFormat {
  return wanted === "tar.zst" && !hasZstd() ? "tar.gz" : wanted;
}

/** Compresses what `source` gives into `file`, in the format of its name. */
export async function compressInto(file: string, source: NodeJS.ReadableStream): Promise<void> {
  if (file.endsWith(".tar.gz")) {
    return await pipeline(source, zlib.createGzip({ level: GZIP_LEVEL }), createWriteStream(file));
  }
  if (hasZstdProgram()) {
    const words = ["-T0", `-${ZSTD_LEVEL}`, "--quiet", "--stdout"];
    return await throughZstd(words, ["pipe", openSync(file, "w")], ({ stdin }) => feed(source, stdin as Writable));
  }
  const params = { [zlib.constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL };
  return await pipeline(source, zlib.createZstdCompress({ params }), createWriteStream(file));
}

/**
 * Hands the uncompressed bytes of `file` to `sink`. An error means that `sink` may have seen only part of them.
 * @throws UserError when nothing here can read the format
 */
export async function decompressFrom(file: string, sink: NodeJS.WritableStream): Promise<void> {
  const compressed = () => createReadStream(file, { highWaterMark: PIECE });
  if (file.endsWith(".tar.gz")) return await pipeline(compressed(), zlib.createGunzip({ chunkSize: PIECE }), sink);
  // As fast as the program, which has to send everything through a pipe in small pieces.
  if ("createZstdDecompress" in zlib) {
    const ahead = { chunkSize: PIECE, readableHighWaterMark: 8 * PIECE };
    return await pipeline(compressed(), zlib.createZstdDecompress(ahead), sink);
  }
  if (hasZstdProgram()) {
    const words = ["--decompress", "--quiet", "--stdout"];
    return await throughZstd(words, [openSync(file, "r"), "pipe"], ({ stdout }) => pipeline(stdout as Readable, sink));
  }
  throw new UserError(`${file} is compressed with zstd, and neither a zstd program nor Node 22.15 is here.`, {
    hint: "Install zstd, or build with artifact-format: tar.gz.",
  });
}

/** To a program's input, many small pieces in one go: for the kernel a header costs as much as a megabyte. */
async function feed(source: NodeJS.ReadableStream, input: Writable): Promise<void> {
  const fed = finished(input);
  fed.catch(() => {}); // waited for below, when all is written
  let gathered = 0;
  input.cork();
  for await (const piece of source) {
    input.write(piece);
    gathered += piece.length;
    if (gathered < PIECE) continue;
    gathered = 0;
    input.uncork();
    if (input.writableNeedDrain) await Promise.race([once(input, "drain"), fed]);
    input.cork();
  }
  input.end();
  await fed;
}

interface Pipes {
  readonly stdin: Writable | null;
  readonly stdout: Readable | null;
}

/**
 * Runs zstd with the compressed file at one end and us at the other. What it says at its end counts more than what
 * became of the pipe (a program that fails breaks it, and one that was cut short must not pass for whole), but not more
 * than our own refusal to go on.
 *
 * @param ends its input and output; the compressed file's descriptor is closed here
 * @param converse feeds the program or reads from it, and ends when that is done
 */
async function throughZstd(
  words: readonly string[],
  ends: readonly [number | "pipe", number | "pipe"],
  converse: (pipes: Pipes) => Promise<void>,
): Promise<void> {
  const child = spawn("zstd", words, { stdio: [...ends, "pipe"] });
  for (const end of ends) if (end !== "pipe") closeSync(end);
  let errors = "";
  child.stderr?.on("data", (chunk) => {
    errors += chunk;
  });
  const ended = new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  const [conversation, exit] = await Promise.allSettled([
    converse(child).catch((error) => {
      child.kill(); // nobody listens to it any more, and it would wait for ever
      throw error;
    }),
    ended,
  ]);
  const refusal = conversation.status === "rejected" ? conversation.reason : undefined;
  if (refusal instanceof UserError) throw refusal; // then it is the program that found its pipe broken
  if (exit.status === "rejected") throw exit.reason;
  if (exit.value !== 0 && exit.value !== null) throw new Error(`zstd: ${errors.trim() || `exit code ${exit.value}`}`);
  if (refusal !== undefined) throw refusal;
  if (exit.value === null) throw new Error("zstd was ended by a signal");
}
