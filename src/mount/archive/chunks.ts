import { on } from "node:events";
import { Worker } from "node:worker_threads";
import { UserError } from "../../util/errors.ts";
import { decompressInto, type RunningZstd } from "./decompress-into.ts";

/*
 * A worker thread reads the tar entries of an archive and hashes them, while the main thread writes the files. The worker
 * sends chunks: memory with many small files, or with a part of a large one. The archive is decompressed by the zstd
 * program if it is here, otherwise by the worker.
 */

/** The part of one entry that is in a chunk: all of it, or the next part of a large one. */
export interface EntryChunk {
  readonly name: string;
  /** The entry type as `tar-stream` names it, such as `file` or `symlink`. */
  readonly kind: string;
  readonly executable: boolean;
  /** Bytes of the whole entry. */
  readonly size: number;
  /** Bytes of the entry in earlier chunks. */
  readonly before: number;
  /** Where it begins in the chunk, and how long it is. */
  readonly start: number;
  readonly length: number;
  /** Of the whole entry, hexadecimal, with its last part. */
  readonly sha256: string | undefined;
}

export interface Chunk {
  readonly memory: ArrayBuffer;
  readonly pieces: readonly EntryChunk[];
  readonly isLast: boolean;
}

/** The thread's last message when it fails. */
export interface Failure {
  readonly failure: string;
  readonly hint: string | undefined;
  /** Whether the data just ended, for which the program that decompresses may have a reason. */
  readonly isTruncated: boolean;
}

/** What the thread is told: first what to read (`pipe` is a descriptor), then memory that it can use again. */
export type ThreadMessage =
  | { readonly file: string; readonly pipe: number | undefined }
  | { readonly memory: ArrayBuffer };

/** Bytes of a chunk, and the number of chunks: one is filled, one is read, two are queued. */
export const CHUNK = 8 * 2 ** 20;
export const CHUNKS = 4;

const THREAD = new URL(import.meta.url.endsWith(".ts") ? "thread.ts" : "archive-thread.js", import.meta.url);

/**
 * The content of an archive, in order. A chunk is valid until the next one is requested: then its memory is reused.
 * @param file absolute
 * @param directory absolute: where files of a moment can be made
 * @throws Error when it is damaged; UserError when no program here can decompress it
 */
export async function* chunksOf(file: string, directory: string): AsyncGenerator<Chunk> {
  const thread = new Worker(THREAD);
  let program: RunningZstd | undefined;
  try {
    program = await decompressInto(file, directory);
    thread.postMessage({ file, pipe: program?.pipe } satisfies ThreadMessage);
    for await (const [message] of on(thread, "message", { close: ["exit"] })) {
      const chunk = message as Chunk | Failure;
      if ("failure" in chunk) throw (chunk.isTruncated && (await program?.whyFailed())) || errorOf(chunk);
      yield chunk;
      if (chunk.isLast) break;
      thread.postMessage({ memory: chunk.memory } satisfies ThreadMessage, [chunk.memory]);
    }
    const failure = await program?.whyFailed();
    if (failure !== undefined) throw failure;
  } finally {
    program?.kill(); // the thread may wait for it
    await thread.terminate();
    program?.close();
  }
}

function errorOf({ failure, hint }: Failure): Error {
  return hint === undefined ? new Error(failure) : new UserError(failure, { hint });
}
