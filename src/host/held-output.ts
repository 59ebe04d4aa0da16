import { AsyncLocalStorage } from "node:async_hooks";

/*
 * Two pieces of work that run at the same time, such as saving to the cache and uploading, write their lines in turns; a
 * library writes its own. The lines of one of them are held until the other has ended.
 */

interface Held {
  readonly stream: NodeJS.WriteStream;
  readonly text: string | Uint8Array;
}

const current = new AsyncLocalStorage<Held[]>();
const all = new Set<Held[]>();
/** The runner must know a secret before it is printed. */
const MASK = /^::add-mask::/;
let isInstalled = false;

/** What `work` returned or threw, and how to write the lines that it wrote. */
export interface HeldWork<T> {
  readonly result: PromiseSettledResult<T>;
  readonly hasLines: boolean;
  release(): void;
}

/** For a host with both services. Must be called before anything else replaces the `write` of these streams, which then gets the text first. */
export function installHolding(): void {
  if (isInstalled) return;
  isInstalled = true;
  for (const stream of [process.stdout, process.stderr]) holdAt(stream);
  // A process that ends too early loses no line.
  process.once("exit", () => {
    for (const held of all) release(held);
  });
}

function holdAt(stream: NodeJS.WriteStream): void {
  const write = stream.write.bind(stream) as (...given: unknown[]) => boolean;
  stream.write = (...given: unknown[]) => {
    const held = current.getStore();
    const [text] = given;
    const isText = typeof text === "string" || text instanceof Uint8Array;
    if (held === undefined || !all.has(held) || !isText || MASK.test(String(text))) return write(...given);
    held.push({ stream, text });
    const callback = given.findLast((one) => typeof one === "function");
    if (callback !== undefined) queueMicrotask(callback as () => void);
    return true;
  };
}

/** Runs `work` to its end, and keeps what it writes, if this process holds output. Never rejects. */
export async function held<T>(work: () => Promise<T>): Promise<HeldWork<T>> {
  const lines: Held[] = [];
  all.add(lines);
  const [result] = await Promise.allSettled([current.run(lines, work)]);
  return { result, hasLines: lines.length > 0, release: () => release(lines) };
}

function release(lines: Held[]): void {
  all.delete(lines);
  for (const { stream, text } of lines.splice(0)) stream.write(text);
}
