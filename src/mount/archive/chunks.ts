import { on } from "node:events";
import { Worker } from "node:worker_threads";
import { UserError } from "../../util/errors.ts";

/*
 * A worker thread decompresses an archive, reads the tar entries and hashes them, while the main thread writes the
 * files. The worker sends chunks: memory with many small files, or with a part of a large one.
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
  /** Hexadecimal, of an entry that is entirely in this chunk. */
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
}

/** Bytes of a chunk, and the number of chunks: one is filled, one is read, two are queued. */
export const CHUNK = 8 * 2 ** 20;
export const CHUNKS = 4;

const THREAD = new URL(import.meta.url.endsWith(".ts") ? "thread.ts" : "archive-thread.js", import.meta.url);

/**
 * The content of an archive, in order. A chunk is valid until the next one is requested: then its memory is reused.
 * @param file absolute
 * @throws Error when it is damaged; UserError when no program here can decompress it
 */
export async function* chunksOf(file: string): AsyncGenerator<Chunk> {
  const thread = new Worker(THREAD, { workerData: file });
  try {
    for await (const [message] of on(thread, "message", { close: ["exit"] })) {
      const chunk = message as Chunk | Failure;
      if ("failure" in chunk) throw errorOf(chunk);
      yield chunk;
      if (chunk.isLast) return;
      thread.postMessage(chunk.memory, [chunk.memory]);
    }
    throw new Error("the worker thread that unpacks it exited early");
  } finally {
    await thread.terminate();
  }
}

function errorOf({ failure, hint }: Failure): Error {
  return hint === undefined ? new Error(failure) : new UserError(failure, { hint });
}
