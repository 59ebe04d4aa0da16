import { setTimeout as delay } from "node:timers/promises";
import { type Container, type Limits, type Place, startContainer } from "../../engine/container.ts";
import type { Engine } from "../../engine/engine.ts";
import type { LocalImage } from "../../engine/local-image.ts";
import type { Host } from "../../host/host.ts";
import { exitCodeOf } from "../../host/process/ending.ts";
import type { SampleRequest } from "../../inputs/sample-request/description.ts";
import { askInside, type Patience, requireEngine, type ServerAnswer } from "./ask-server.ts";

/** What is served. */
export interface Served {
  readonly image: LocalImage;
  /** Interpreter of the image that asks the server. */
  readonly interpreter: string;
  readonly places: readonly Place[];
  /** Single files, which an engine that does not see this machine's directories does not have. */
  readonly files?: readonly Place[] | undefined;
  /** Whether the places are copied, because the engine does not see this machine's directories. */
  readonly isCopied: boolean;
  readonly variables: Readonly<Record<string, string>>;
  readonly network: "default" | "host" | "none";
  readonly limits?: Limits | undefined;
}

/** An image that was started as a deployment starts it, by its own entry point. */
export interface ServingContainer {
  readonly name: string;
  /** The exit code of the container, when it ends by itself. */
  readonly ended: Promise<number>;
  /** What it has written so far. */
  log(): string;
  /** Called with what it writes from now on. */
  follow(write: (text: string) => void): void;
  /**
   * Waits until the server is ready, and sends a request.
   * @param request absent to wait only
   * @param within milliseconds for each of the two
   * @returns `undefined` if the container has ended
   * @throws EngineError if the engine failed, rather than the container
   */
  ask(request: SampleRequest | undefined, within: Patience): Promise<ServerAnswer | undefined>;
  stop(): Promise<void>;
}

/** Milliseconds. */
const END_PATIENCE = 5_000;
const LOG_LIMIT = 2 ** 20;

/** Starts the image's own entry point. Its root file system is writable: runit writes its state to it. */
export async function serve(engine: Engine, served: Served, host: Host): Promise<ServingContainer> {
  const { image, places, files = [], isCopied, variables, network, limits } = served;
  const spec = { image, environment: variables, isWritable: true, network, limits };
  const container = await startContainer(
    engine,
    { ...spec, binds: isCopied ? [] : [...places, ...files], copies: isCopied ? places : [] },
    host,
  );
  const output = collect(container);
  const ended = container.client.ended.then(exitCodeOf);
  return {
    name: container.name,
    ended,
    log: output.log,
    follow: output.follow,
    ask: async (request, within) => {
      const end = new AbortController();
      const hasEnded = ended.then(() => end.abort());
      // A container that ends also ends the program that asks, sometimes before it is seen to have ended.
      const asking = askInside(engine, container.name, served.interpreter, request, within, end.signal).catch(
        async (error) => {
          await Promise.race([hasEnded, delay(END_PATIENCE).then(() => Promise.reject(error))]);
          return undefined;
        },
      );
      const answer = (await Promise.race([asking, hasEnded])) ?? undefined;
      if (answer === undefined) await requireEngine(engine, await ended, output.log());
      return answer;
    },
    stop: () => container.remove(),
  };
}

/** The run script's own exit code, where runit's `finish` script reports it, else the container's. */
export function exitCodeIn(log: string, status: number): number {
  const reported = /gunicorn\/finish (\d+)|Exit code (\d+) is not normal/.exec(log);
  return Number(reported?.[1] ?? reported?.[2] ?? status);
}

function collect({ client }: Container) {
  let log = "";
  const followers: ((text: string) => void)[] = [];
  for (const stream of [client.child.stdout, client.child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-LOG_LIMIT);
      for (const write of followers) write(text);
    });
  }
  return { log: () => log, follow: (write: (text: string) => void) => void followers.push(write) };
}
