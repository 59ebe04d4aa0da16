import { on } from "node:events";
import { Worker } from "node:worker_threads";
import { UserError } from "../errors.ts";

/*
 * An archive comes out of its compression and its tar, and is hashed, in a thread of its own, while whoever asked for it
 * writes. Between the two go slabs: memory that holds many small files, or a piece of a large one.
 */

/** What a slab holds of one entry: all of it, or of a large one the next piece. */
export interface Piece {
  readonly name: string;
  /** tar's word for the kind, such as `file` or `symlink`. */
  readonly kind: string;
  readonly executable: boolean;
  /** Bytes of the whole entry. */
  readonly size: number;
  /** Bytes of the entry that came in slabs before. */
  readonly before: number;
  /** Where it begins in the slab, and how long it is. */
  readonly start: number;
  readonly length: number;
  /** Hexadecimal, of an entry that is whole in this slab. */
  readonly sha256: string | undefined;
}

export interface Slab {
  readonly memory: ArrayBuffer;
  readonly pieces: readonly Piece[];
  readonly isLast: boolean;
}

/** What the thread says when it cannot go on. */
export interface Failure {
  readonly failure: string;
  readonly hint: string | undefined;
}

/** Bytes of a slab, and how many there are: one is filled, one is read, two wait. */
export const SLAB = 8 * 2 ** 20;
export const SLABS = 4;

const THREAD = new URL(import.meta.url.endsWith(".ts") ? "archive-thread.ts" : "archive-thread.js", import.meta.url);

/**
 * The content of an archive, in its order. A slab is good until the next is asked for: then its memory is used again.
 * @param file absolute
 * @throws Error when it is damaged; UserError when nothing here can read its compression
 */
export async function* slabsOf(file: string): AsyncGenerator<Slab> {
  const thread = new Worker(THREAD, { workerData: file });
  try {
    for await (const [message] of on(thread, "message", { close: ["exit"] })) {
      const slab = message as Slab | Failure;
      if ("failure" in slab) throw errorOf(slab);
      yield slab;
      if (slab.isLast) return;
      thread.postMessage(slab.memory, [slab.memory]);
    }
    throw new Error("the thread that unpacks it ended too early");
  } finally {
    await thread.terminate();
  }
}

function errorOf({ failure, hint }: Failure): Error {
  return hint === undefined ? new Error(failure) : new UserError(failure, { hint });
}
