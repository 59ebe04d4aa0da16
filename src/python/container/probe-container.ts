import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { type Container, type ContainerSpec, startContainer } from "../../engine/container.ts";
import { type Engine, EngineError, lastLine, whyGone } from "../../engine/engine.ts";
import type { Host } from "../../host/host.ts";
import { PROBE_PATIENCE, type ProbeName, type ProbeRun, probeFile } from "../probe.ts";

/** What a probe is started with. */
export interface ContainerProbe {
  readonly switches: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  /** Milliseconds. */
  readonly timeout?: number | undefined;
  /** Only lines of its output that begin with this are kept, without it. */
  readonly prefix?: string;
}

interface Answer extends Partial<ProbeRun> {
  readonly id: string;
  readonly unseen?: readonly string[];
}

/** Milliseconds that the answer may take longer than the probe. */
const GRACE = 15_000;
const START_PATIENCE = 60_000;
const ERRORS_LIMIT = 2 ** 16;

/** One container that runs all probes: its process 1 is `probes/agent.py`, which documents the protocol. */
export class ProbeContainer {
  readonly #container: Container;
  readonly #engine: Engine;
  readonly #waiting = new Map<string, (answer: Answer | undefined) => void>();
  readonly #sent = new Set<ProbeName>();
  #errors = "";
  #hasEnded = false;

  private constructor(container: Container, engine: Engine) {
    this.#container = container;
    this.#engine = engine;
    const { child } = container.client;
    if (child.stdout !== null) createInterface({ input: child.stdout }).on("line", (line) => this.#receive(line));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#errors = (this.#errors + text).slice(-ERRORS_LIMIT);
    });
    once(child, "close").then(() => this.#end());
  }

  /**
   * @param spec without a program
   * @param interpreter of the image: a path, or a name that is looked for on the image's own PATH
   * @throws EngineError if the container does not start
   */
  static async start(
    engine: Engine,
    spec: Omit<ContainerSpec, "program">,
    interpreter: string,
    host: Host,
  ): Promise<ProbeContainer> {
    const agent = readFileSync(probeFile("agent"), "utf8");
    const program = [interpreter, "-I", "-S", "-u", "-c", agent];
    const started = new ProbeContainer(await startContainer(engine, { ...spec, program }, host, true), engine);
    const answer = await started.#ask({ look: {} }, START_PATIENCE);
    if (answer !== undefined) return started;
    const failure = started.#hasEnded ? new EngineError(lastLine(started.#errors)) : await started.#failure();
    await started.stop();
    throw failure;
  }

  /**
   * Runs a probe; its failure is part of the result.
   * @throws EngineError if the container ends or the engine does not answer: that says nothing about the packages
   */
  async run(name: ProbeName, question: object, how: ContainerProbe): Promise<ProbeRun> {
    const { switches, environment, directory, timeout = PROBE_PATIENCE, prefix = "" } = how;
    const file = `${name}.py`;
    const sources = this.#sent.has(name) ? {} : { [file]: readFileSync(probeFile(name), "utf8") };
    this.#sent.add(name);
    const request = { sources, file, input: JSON.stringify(question), switches, environment, directory, prefix };
    const answer = await this.#ask({ ...request, timeout: timeout / 1000 }, timeout + GRACE);
    if (answer === undefined) throw await this.#failure();
    const { exitCode, timedOut = false, output = "", errors = "" } = answer;
    return { exitCode: exitCode ?? undefined, timedOut, output, errors };
  }

  /**
   * Which of these files the container does not see as they are here.
   * @param files paths in the container → SHA-256 of the content in hexadecimal, `null` for a directory
   */
  async unseen(files: Readonly<Record<string, string | null>>): Promise<readonly string[]> {
    const answer = await this.#ask({ look: files }, START_PATIENCE);
    if (answer?.unseen === undefined) throw await this.#failure();
    return answer.unseen;
  }

  async stop(): Promise<void> {
    this.#container.client.child.stdin?.end();
    await this.#container.remove();
  }

  /** Why there is no answer. */
  async #failure(): Promise<EngineError> {
    const gone = await whyGone(this.#engine);
    if (gone !== undefined) return new EngineError(gone);
    if (!this.#hasEnded) return new EngineError("the container does not answer");
    const reason = this.#errors.trim() === "" ? "" : `: ${lastLine(this.#errors)}`;
    return new EngineError(`the container ended during the imports${reason}`);
  }

  async #ask(request: object, patience: number): Promise<Answer | undefined> {
    if (this.#hasEnded) return undefined;
    const id = randomUUID();
    return await new Promise((resolve) => {
      const timer = setTimeout(() => settle(undefined), patience);
      const settle = (answer: Answer | undefined) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(answer);
      };
      this.#waiting.set(id, settle);
      this.#container.client.child.stdin?.write(`${JSON.stringify({ id, ...request })}\n`);
    });
  }

  #receive(line: string): void {
    try {
      const answer = JSON.parse(line) as Answer;
      this.#waiting.get(answer.id)?.(answer);
    } catch {
      this.#errors = `${this.#errors}${line}\n`.slice(-ERRORS_LIMIT); // an image's own wrapper of Python may print
    }
  }

  #end(): void {
    this.#hasEnded = true;
    for (const settle of [...this.#waiting.values()]) settle(undefined);
  }
}
