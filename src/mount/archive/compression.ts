import { once } from "node:events";
import { closeSync, createReadStream, createWriteStream, openSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { finished, pipeline } from "node:stream/promises";
import zlib from "node:zlib";
import { answerOf } from "../../host/process/answer.ts";
import { spawnFilter } from "../../host/process/spawn.ts";
import { UserError } from "../../util/errors.ts";

export type ArchiveFormat = "tar.zst" | "tar.gz";

/** Higher zstd levels take seconds more and save little (measured with a scientific stack). */
const ZSTD_LEVEL = 3;
const GZIP_LEVEL = 1;
/** Chunk size of streams in bytes: small chunks are dominated by the overhead of each. */
const PIECE = 2 ** 20;

let zstdProgram: Promise<boolean> | undefined;

function hasZstdProgram(): Promise<boolean> {
  zstdProgram ??= answerOf("zstd", ["--version"], { environment: process.env }).then(
    ({ code }) => code === 0,
    () => false,
  );
  return zstdProgram;
}

/** Node has had zstd since 22.15; the program is faster, because it uses every core. */
async function hasZstd(): Promise<boolean> {
  return (await hasZstdProgram()) || "createZstdCompress" in zlib;
}

/** The format that can be written on this machine: gzip if there is no zstd. */
export async function writableFormat(wanted: ArchiveFormat): Promise<ArchiveFormat> {
  return wanted === "tar.zst" && !(await hasZstd()) ? "tar.gz" : wanted;
}

/**
 * Decides how `file` is compressed, by its name and what this machine has, before anything is read.
 * @returns compresses a source into the file
 */
export async function compressorInto(file: string): Promise<(source: NodeJS.ReadableStream) => Promise<void>> {
  if (file.endsWith(".tar.gz")) {
    return (source) => pipeline(source, zlib.createGzip({ level: GZIP_LEVEL }), createWriteStream(file));
  }
  if (await hasZstdProgram()) {
    const args = ["-T0", `-${ZSTD_LEVEL}`, "--quiet", "--stdout"];
    return (source) => throughZstd(args, ["pipe", openSync(file, "w")], ({ stdin }) => feed(source, stdin as Writable));
  }
  const params = { [zlib.constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL };
  return (source) => pipeline(source, zlib.createZstdCompress({ params }), createWriteStream(file));
}

/**
 * Passes the uncompressed bytes of `file` to `consume`. After an error, it may have received only part of them.
 * @throws UserError when no program here can read the format
 */
export async function decompressFrom(
  file: string,
  consume: (pieces: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const compressed = () => createReadStream(file, { highWaterMark: PIECE });
  if (file.endsWith(".tar.gz")) {
    return await pipeline(compressed(), zlib.createGunzip({ chunkSize: PIECE }), consume);
  }
  if ("createZstdDecompress" in zlib) {
    const ahead = { chunkSize: PIECE, readableHighWaterMark: 8 * PIECE };
    return await pipeline(compressed(), zlib.createZstdDecompress(ahead), consume);
  }
  if (await hasZstdProgram()) {
    const args = ["--decompress", "--quiet", "--stdout"];
    return await throughZstd(args, [openSync(file, "r"), "pipe"], ({ stdout }) =>
      pipeline(stdout as Readable, consume),
    );
  }
  throw new UserError(
    `${file} is compressed with zstd; reading it requires the zstd program or Node.js 22.15 or later.`,
    {
      hint: "Install zstd, or build with the input artifact-format set to tar.gz.",
    },
  );
}

/**
 * Writes to a program's input, many small chunks at once: a system call for a tar header costs as much as for a
 * megabyte.
 */
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
 * Runs zstd with the compressed file at one end and a stream at the other. Its exit code takes precedence over an error
 * of the pipe (a program that fails breaks the pipe, and truncated output must not count as complete), but not over a
 * UserError of our own.
 *
 * @param ends its input and output; the descriptor of the compressed file is closed here
 * @param transfer writes to the program or reads from it, and resolves when that is done
 */
async function throughZstd(
  args: readonly string[],
  ends: readonly [number | "pipe", number | "pipe"],
  transfer: (pipes: Pipes) => Promise<void>,
): Promise<void> {
  const child = spawnFilter("zstd", args, ends);
  for (const end of ends) if (end !== "pipe") closeSync(end);
  let errors = "";
  child.stderr?.on("data", (chunk) => {
    errors += chunk;
  });
  const ended = new Promise<number | null>((resolve, reject) => child.on("error", reject).on("close", resolve));
  const [transferred, exit] = await Promise.allSettled([
    transfer(child).catch((error) => {
      child.kill(); // its pipe is no longer served, so it would wait forever
      throw error;
    }),
    ended,
  ]);
  const failure = transferred.status === "rejected" ? transferred.reason : undefined;
  if (failure instanceof UserError) throw failure; // a failure of the program is then only the broken pipe
  if (exit.status === "rejected") throw exit.reason;
  if (exit.value !== 0 && exit.value !== null) throw new Error(`zstd: ${errors.trim() || `exit code ${exit.value}`}`);
  if (failure !== undefined) throw failure;
  if (exit.value === null) throw new Error("zstd was killed by a signal");
}
