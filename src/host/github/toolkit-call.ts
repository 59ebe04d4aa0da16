import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { ClientRequest, IncomingMessage } from "node:http";

interface Started {
  readonly request: ClientRequest;
}

interface Answered extends Started {
  readonly response: IncomingMessage;
}

/** What the toolkit does while one of its functions runs: its requests, and its warnings. */
export class ToolkitCall {
  readonly warnings: string[] = [];
  /** How the last request failed, unless a later one was answered. */
  failure: string | undefined;
  hasRead = false;
  /** Whether its lines are for the debug log alone. */
  readonly isQuiet: boolean;
  /** With the bytes of its socket that are counted already: a socket is used for several requests. */
  readonly #open = new Map<ClientRequest, number>();
  readonly #undici = new Set<object>();
  #moved = 0;
  #isOver = false;

  constructor(isQuiet: boolean) {
    this.isQuiet = isQuiet;
  }

  /** Whether the service is waited for: a request is open, or the toolkit sleeps before it repeats one. */
  get isWaiting(): boolean {
    return this.#open.size + this.#undici.size > 0 || this.failure !== undefined;
  }

  add(request: ClientRequest): void {
    this.#open.set(request, 0);
    request.once("socket", (socket) => this.#open.set(request, socket.bytesRead + socket.bytesWritten));
    request.once("error", (error: NodeJS.ErrnoException) => this.#fail(error.code ?? error.message));
    request.once("close", () => {
      this.#measure(request);
      this.#open.delete(request);
    });
    if (this.#isOver) abort(request);
  }

  answered({ request, response }: Answered): void {
    const status = response.statusCode ?? 0;
    if (status >= 400) this.#fail(`HTTP ${status}`);
    response.once("close", () => {
      if (status >= 400) return;
      if (response.complete) this.#succeed(request.method === "GET");
      else this.#fail("a response that ended too early");
    });
  }

  /** Requests of undici, by which artifacts of other runs are listed. */
  undiciStarts(request: object): void {
    this.#undici.add(request);
  }

  undiciEnds(request: object): void {
    this.#undici.delete(request);
  }

  /** Bytes that were sent and received since the last call. */
  takeMoved(): number {
    for (const request of this.#open.keys()) this.#measure(request);
    const moved = this.#moved;
    this.#moved = 0;
    return moved;
  }

  abort(): void {
    this.#isOver = true;
    for (const request of this.#open.keys()) abort(request);
  }

  #measure(request: ClientRequest): void {
    const { socket } = request;
    if (!socket) return;
    const total = socket.bytesRead + socket.bytesWritten;
    this.#moved += total - (this.#open.get(request) ?? 0);
    this.#open.set(request, total);
  }

  #fail(how: string): void {
    this.failure = how;
    this.hasRead = false;
  }

  #succeed(hasRead: boolean): void {
    this.failure = undefined;
    this.hasRead = hasRead;
  }
}

function abort(request: ClientRequest): void {
  // The toolkit does not retry after this code.
  request.destroy(Object.assign(new Error("aborted: no progress"), { code: "ECONNRESET" }));
}

const current = new AsyncLocalStorage<ToolkitCall>();

/** Runs `work`, with its requests and warnings noted in `call`. */
export function watched<T>(call: ToolkitCall, work: () => Promise<T>): Promise<T> {
  watch();
  return current.run(call, work);
}

const ofUndici = new WeakMap<object, ToolkitCall>();

const onUndici = (then: (request: object) => void) => (message: unknown) =>
  then((message as { readonly request: object }).request);

let isWatching = false;

/** Once for the process: which call something belongs to, its asynchronous context says. */
function watch(): void {
  if (isWatching) return;
  isWatching = true;
  subscribe("http.client.request.start", (message) => current.getStore()?.add((message as Started).request));
  subscribe("http.client.response.finish", (message) => current.getStore()?.answered(message as Answered));
  subscribe(
    "undici:request:create",
    onUndici((request) => {
      const call = current.getStore();
      if (call !== undefined) ofUndici.set(request, call);
      call?.undiciStarts(request);
    }),
  );
  // These come from a socket, whose context is another one.
  const end = onUndici((request) => ofUndici.get(request)?.undiciEnds(request));
  for (const channel of ["undici:request:trailers", "undici:request:error"]) subscribe(channel, end);
  withholdWarnings();
}

const ANNOTATION = /^::(?:warning|error)::(.*)/;

/** The toolkit prints a warning for each attempt, and its functions do not return them. */
function withholdWarnings(): void {
  const write = process.stdout.write.bind(process.stdout) as (...given: unknown[]) => boolean;
  process.stdout.write = (...given: unknown[]) => {
    const [, warning] = (typeof given[0] === "string" && ANNOTATION.exec(given[0])) || [];
    const call = current.getStore();
    if (call?.isQuiet && typeof given[0] === "string" && !given[0].startsWith("::")) given[0] = `::debug::${given[0]}`;
    if (call === undefined || warning === undefined) return write(...given);
    call.warnings.push(unescaped(warning));
    return write(`::debug::${warning}\n`);
  };
}

function unescaped(text: string): string {
  return text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
}
