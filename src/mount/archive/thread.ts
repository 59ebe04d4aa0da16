import { readSync } from "node:fs";
import { type MessagePort, parentPort } from "node:worker_threads";
import { messageOf, UserError } from "../../util/errors.ts";
import type { Failure, ThreadMessage } from "./chunks.ts";
import { decompressFrom } from "./compression.ts";
import { Meter, sendEntries, TruncatedError } from "./tar-entries.ts";
import { type ArchiveBytes, TarWindow } from "./tar-window.ts";

/** Where the uncompressed archive comes from: a pipe that a program fills, or the file, which is decompressed here. */
type Origin = Extract<ThreadMessage, { readonly file: string }>;

/** Waiting for the pipe blocks the thread, which has nothing else to do: that is faster than a stream. */
function fromPipe(descriptor: number, meter: Meter): ArchiveBytes {
  return {
    read(target) {
      const count = readSync(descriptor, target, 0, target.length, null);
      meter.count(count);
      return count;
    },
  };
}

function fromStream(pieces: AsyncIterable<Buffer>, meter: Meter): ArchiveBytes {
  const iterator = pieces[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  return {
    async read(target) {
      while (rest.length === 0) {
        const { done, value } = await iterator.next();
        if (done === true) return 0;
        meter.count(value.length);
        rest = value;
      }
      const count = rest.copy(target);
      rest = rest.subarray(count);
      return count;
    },
  };
}

async function sendArchive({ file, pipe }: Origin, port: MessagePort): Promise<void> {
  const meter = new Meter();
  const send = async (source: ArchiveBytes) => {
    const window = new TarWindow(source, (memory, pieces, isLast) =>
      port.postMessage({ memory, pieces, isLast }, [memory]),
    );
    port.on("message", (message: ThreadMessage) => {
      if ("memory" in message) window.giveBack(message.memory);
    });
    window.end(await sendEntries(window, meter));
  };
  if (pipe !== undefined) return await send(fromPipe(pipe, meter));
  await decompressFrom(file, (pieces) => send(fromStream(pieces, meter)));
}

if (parentPort !== null) {
  const port = parentPort;
  port.once("message", (origin: Origin) => {
    sendArchive(origin, port)
      .catch((error) => {
        const hint = error instanceof UserError ? (error.hint ?? "") : undefined;
        const isTruncated = error instanceof TruncatedError;
        port.postMessage({ failure: messageOf(error), hint, isTruncated } satisfies Failure);
      })
      .finally(() => port.close());
  });
}
