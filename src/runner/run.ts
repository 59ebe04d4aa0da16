import type { Readable } from "node:stream";
import type { Host, Log } from "./host.ts";
import { exitCodeOf, startProgram } from "./program.ts";

const OUTPUT_LIMIT = 2 * 2 ** 20;
/** A program that has no line ends must not fill the memory. */
const LINE_LIMIT = 2 ** 16;

/**
 * `run` of both hosts. Node's own `spawn` rather than @actions/exec, which loses a last line that has no line end,
 * leaves standard input open (a password prompt waits for ever), and cannot be caught when a start fails at once (E2BIG).
 * @throws UserError (from `run`) when the program cannot be started
 */
export function runner(log: Log): Host["run"] {
  return async (command, args, options) => {
    const output = new Output((line) => log.info(line));
    const program = await startProgram(command, args, options);
    const watched = options.watch?.({ pid: program.pid, end: program.stop });
    const ended = program.ended.finally(watched);
    const { stdout, stderr } = program.child;
    await Promise.all([stdout, stderr].map((stream) => stream && readLines(stream, output)));
    const ending = await ended;
    const { signal } = ending;
    if (signal !== null) {
      output.add(
        `${command} was ended by ${signal}${signal === "SIGKILL" ? "; usually the memory was not enough" : ""}.`,
      );
    }
    return { exitCode: exitCodeOf(ending), output: output.text() };
  };
}

function readLines(stream: Readable, output: Output): Promise<void> {
  let pending = "";
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const lines = (pending + text).split("\n");
    pending = lines.pop() ?? "";
    for (const line of lines) output.add(line);
    if (pending.length < LINE_LIMIT) return;
    output.add(pending);
    pending = "";
  });
  return new Promise((resolve) => {
    stream.once("close", () => {
      if (pending !== "") output.add(pending);
      resolve();
    });
  });
}

/** Lines in the order they came; when they grow too many, the last ones. */
class Output {
  readonly #show: (line: string) => void;
  #lines: string[] = [];
  #length = 0;

  constructor(show: (line: string) => void) {
    this.#show = show;
  }

  add(raw: string): void {
    // What a carriage return wrote over, a terminal would not show either.
    const line = raw.replace(/\r+$/, "").replace(/^.*\r/s, "");
    this.#show(line);
    this.#lines.push(line);
    this.#length += line.length + 1;
    if (this.#length > 2 * OUTPUT_LIMIT) this.#forget();
  }

  text(): string {
    this.#forget();
    return this.#lines.map((line) => `${line}\n`).join("");
  }

  #forget(): void {
    let first = 0;
    while (this.#length > OUTPUT_LIMIT) {
      this.#length -= (this.#lines[first]?.length ?? 0) + 1;
      first += 1;
    }
    if (first > 0) this.#lines = this.#lines.slice(first);
  }
}
