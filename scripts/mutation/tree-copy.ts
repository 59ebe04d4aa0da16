// A copy of the sources and tests, in which one file at a time is changed and tests are run.
import { spawn } from "node:child_process";
import {
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Change } from "./changes.ts";

const COPIED = ["action.yml", "docs", "examples", "package.json", "src", "test", "tsconfig.json"];
const programs = fileURLToPath(new URL(".", import.meta.url));

/** Bounds of a run: milliseconds, and seconds of the processor's time, which a busy machine does not use up. */
export interface Patience {
  readonly milliseconds: number;
  readonly processorSeconds: number;
}

/** `failed` is the name of the first failing test; `""` where the process ended otherwise. */
export interface Outcome {
  readonly failed: string | undefined;
  readonly isTimeUp: boolean;
}

export class TreeCopy {
  readonly #directory = mkdtempSync(join(tmpdir(), "azureml-extra-packages-mutants-"));

  /** @param root the repository */
  constructor(root: string) {
    for (const part of COPIED) cpSync(join(root, part), this.path(part), { recursive: true });
    symlinkSync(join(root, "node_modules"), this.path("node_modules"));
    mkdirSync(this.path("tmp"));
  }

  path(relativePath: string): string {
    return join(this.#directory, relativePath);
  }

  relative(path: string): string {
    return relative(this.#directory, path).split(sep).join("/");
  }

  dispose(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** Changes a file of src while the work lasts. */
  async withChange<T>(file: string, { start, end, text }: Change, work: () => Promise<T>): Promise<T> {
    const place = this.path(join("src", file));
    const source = readFileSync(place, "utf8");
    writeFileSync(place, source.slice(0, start) + text + source.slice(end));
    try {
      return await work();
    } finally {
      writeFileSync(place, source);
    }
  }

  /** Runs the tests with some names, file after file, until the first that fails. */
  async run(files: readonly string[], names: readonly string[], patience: Patience): Promise<Outcome> {
    const pattern = names.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|");
    const args = [
      ...reporter("first-failure"),
      `--test-name-pattern=/^(${pattern})$/`,
      join(programs, "one-process.mjs"),
    ];
    const environment = { NODE_COMPILE_CACHE: this.path("compiled") };
    const { code, output, isTimeUp } = await this.#start([...args, ...this.#paths(files)], environment, patience);
    return { failed: code === 0 ? undefined : (output.split("\n")[0] ?? ""), isTimeUp };
  }

  /** Lines of JSON about all tests of some files. */
  async measure(files: readonly string[], milliseconds: number): Promise<string[]> {
    const args = [...reporter("outcome-lines"), join(programs, "coverage-by-test.mjs"), this.path("src")];
    const patience = { milliseconds, processorSeconds: milliseconds / 1000 };
    const { output, isTimeUp } = await this.#start([...args, ...this.#paths(files)], {}, patience);
    if (isTimeUp) throw new Error("Without a mutant, the tests take longer than allowed.");
    return output.trimEnd().split("\n");
  }

  #paths(files: readonly string[]): string[] {
    return files.map((file) => this.path(file));
  }

  async #start(args: readonly string[], environment: NodeJS.ProcessEnv, patience: Patience) {
    // A file, because writing to a pipe that nobody reads in time fails. The shell's limit ends the process by SIGXCPU.
    const output = openSync(this.path("output"), "w");
    const limited = `ulimit -t ${Math.ceil(patience.processorSeconds)}; exec "$0" "$@"`;
    const child = spawn("sh", ["-c", limited, process.execPath, "--no-warnings", ...args], {
      cwd: this.#directory,
      env: { ...process.env, TMPDIR: this.path("tmp"), ...environment },
      stdio: ["ignore", output, "ignore"],
      detached: true,
    });
    let isTimeUp = false;
    const endGroup = () => {
      try {
        process.kill(-(child.pid as number), "SIGKILL");
      } catch {
        // Nothing of it is left.
      }
    };
    const timer = setTimeout(() => {
      isTimeUp = true;
      endGroup();
    }, patience.milliseconds);
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
      child.on("error", reject).on("exit", () => endGroup());
      child.on("close", (...ended) => resolve(ended));
    });
    clearTimeout(timer);
    closeSync(output);
    this.#clear();
    return { code, output: readFileSync(this.path("output"), "utf8"), isTimeUp: isTimeUp || signal === "SIGXCPU" };
  }

  /** A process that ends at its first failing test leaves its temporary directories. */
  #clear(): void {
    rmSync(this.path("tmp"), { recursive: true, force: true });
    mkdirSync(this.path("tmp"));
  }
}

function reporter(name: string): string[] {
  return [`--test-reporter=${join(programs, `${name}.mjs`)}`, "--test-reporter-destination=stdout"];
}
