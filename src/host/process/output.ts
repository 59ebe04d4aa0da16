import type { Host, Log } from "../host.ts";
import { exitCodeOf } from "./ending.ts";
import { runTool } from "./tools.ts";

const OUTPUT_LIMIT = 2 * 2 ** 20;
/** Output without line ends must not fill the memory. */
const LINE_LIMIT = 2 ** 16;

/** `runTool` of both hosts. */
export function loggedTool(log: Log): Host["runTool"] {
  return async (command, args, options) => {
    const output = new Output((line) => {
      log.info(line);
      options.onLine?.(line);
    });
    const [stdout, stderr] = [new Lines(output), new Lines(output)];
    const ending = await runTool(command, args, options, {
      stdout: (text) => stdout.add(text),
      stderr: (text) => stderr.add(text),
    });
    for (const lines of [stdout, stderr]) lines.end();
    const { signal } = ending;
    if (signal !== null) {
      output.add(
        `${command} was ended by ${signal}${signal === "SIGKILL" ? "; the usual cause is too little memory" : ""}.`,
      );
    }
    return { exitCode: exitCodeOf(ending), output: output.text() };
  };
}

/** The lines of one stream. */
class Lines {
  readonly #output: Output;
  #pending = "";

  constructor(output: Output) {
    this.#output = output;
  }

  add(text: string): true {
    const lines = (this.#pending + text).split("\n");
    this.#pending = lines.pop() ?? "";
    for (const line of lines) this.#output.add(line);
    if (this.#pending.length >= LINE_LIMIT) this.end();
    return true;
  }

  end(): void {
    if (this.#pending !== "") this.#output.add(this.#pending);
    this.#pending = "";
  }
}

/** Lines in the order of arrival; of too many lines, the last ones. */
class Output {
  readonly #show: (line: string) => void;
  #lines: string[] = [];
  #length = 0;

  constructor(show: (line: string) => void) {
    this.#show = show;
  }

  add(raw: string): void {
    // Text that a carriage return overwrites is not visible in a terminal either.
    const line = raw.replace(/\r+$/, "").replace(/^.*\r/s, "");
    this.#show(line);
    this.#lines.push(line);
    this.#length += line.length + 1;
    if (this.#length > 2 * OUTPUT_LIMIT) this.#truncate();
  }

  text(): string {
    this.#truncate();
    return this.#lines.map((line) => `${line}\n`).join("");
  }

  #truncate(): void {
    let first = 0;
    while (this.#length > OUTPUT_LIMIT) {
      this.#length -= (this.#lines[first]?.length ?? 0) + 1;
      first += 1;
    }
    if (first > 0) this.#lines = this.#lines.slice(first);
  }
}
