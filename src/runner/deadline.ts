import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";

const REQUEST_STARTS = "http.client.request.start";

/** The requests of one call, to be broken off together. */
class Call {
  readonly #requests = new Set<ClientRequest>();
  #over = false;

  add(request: ClientRequest): void {
    this.#requests.add(request);
    request.once("close", () => this.#requests.delete(request));
    if (this.#over) this.#break(request);
  }

  end(): void {
    this.#over = true;
    for (const request of this.#requests) this.#break(request);
  }

  #break(request: ClientRequest): void {
    // With this code the toolkit does not try again.
    request.destroy(Object.assign(new Error("broken off: the deadline has passed"), { code: "ECONNRESET" }));
  }
}

const current = new AsyncLocalStorage<Call>();

/**
 * `work`, unless it takes longer than `minutes`. The toolkit takes no abort signal, and a request that hangs would keep
 * the process alive long after the job: Node's own channel tells us its requests, and we break them off.
 * @throws Error when the time is over
 */
export async function beforeDeadline<T>(minutes: number, work: () => Promise<T>): Promise<T> {
  const call = new Call();
  const onRequest = (message: unknown) => {
    if (current.getStore() === call) call.add((message as { request: ClientRequest }).request);
  };
  subscribe(REQUEST_STARTS, onRequest);
  const working = current.run(call, work).finally(() => unsubscribe(REQUEST_STARTS, onRequest));
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no end after ${minutes} minutes`));
      call.end();
    }, minutes * 60_000);
  });
  try {
    return await Promise.race([working, tooLate]);
  } finally {
    clearTimeout(timer);
    working.catch(() => {}); // what comes after the deadline is nobody's error any more
  }
}
