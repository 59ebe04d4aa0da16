import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Probes are small Python programs that read JSON on standard input and print JSON. */
export type ProbeName =
  | "interpreter"
  | "requirements"
  | "search_path"
  | "pip_settings"
  | "compile"
  | "closure"
  | "distributions"
  | "imports"
  | "scoring_imports"
  | "server_needs"
  | "newest_wheels";

export interface ProbeOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly directory?: string;
  /** Milliseconds. */
  readonly timeout?: number;
  /** Switches for the interpreter, before the program. */
  readonly switches?: readonly string[];
}

/** What became of a child process. */
export interface ProbeRun {
  readonly exitCode: number | undefined;
  readonly timedOut: boolean;
  readonly output: string;
  readonly errors: string;
}

const PROBES = new URL("./probes/", import.meta.url);

/**
 * Runs a probe and reads its answer. The shape of the answer is the probe's promise.
 * @throws Error when the probe does not answer: that is a bug of ours, or a broken interpreter
 */
export async function probe<T>(python: string, name: ProbeName, input: unknown, options: ProbeOptions): Promise<T> {
  const run = await runProbe(python, name, input, options);
  if (run.exitCode === 0) return JSON.parse(run.output) as T;
  const why = run.timedOut ? "it took too long" : run.errors.trim() || `exit code ${run.exitCode}`;
  throw new Error(`The probe "${name}" failed under ${python}: ${why}`);
}

/** Runs a probe to its end, however it ends. */
export function runProbe(python: string, name: ProbeName, input: unknown, options: ProbeOptions): Promise<ProbeRun> {
  const { environment, directory, timeout = 120_000, switches = ["-I"] } = options;
  const program = fileURLToPath(new URL(`${name}.py`, PROBES));
  return new Promise((resolve) => {
    const child = execFile(
      python,
      [...switches, program],
      { env: environment, cwd: directory, timeout, killSignal: "SIGKILL", maxBuffer: 256 * 2 ** 20, encoding: "utf8" },
      (error, output, errors) => {
        const code = error ? (error as { code?: unknown }).code : 0;
        resolve({
          exitCode: typeof code === "number" ? code : undefined,
          timedOut: error !== null && child.killed,
          output,
          errors: errors || (error && typeof code === "string" ? error.message : ""),
        });
      },
    );
    child.stdin?.on("error", () => {}); // a child that died early has said why on standard error
    child.stdin?.end(JSON.stringify(input));
  });
}
