import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { answerOf } from "../host/process/answer.ts";
import { messageOf } from "../util/errors.ts";
import { sha256 } from "../util/sha256.ts";
import { slashed } from "../util/text.ts";

/** Probes are small Python programs that read JSON on standard input and print JSON. */
export type ProbeName =
  | "interpreter"
  | "requirements"
  | "search_path"
  | "pip_settings"
  | "compile"
  | "closure"
  | "distributions"
  | "freeze"
  | "imports"
  | "replaced_modules"
  | "scoring_imports"
  | "server_needs"
  | "newest_wheels"
  | "shared_sources"
  | "saved_models"
  | "agent"
  | "image_facts"
  | "ask_server"
  | "bundled_setuptools"
  | "system_libraries"
  | "advisories"
  | "questions";

export interface ProbeOptions {
  readonly environment: NodeJS.ProcessEnv;
  /**
   * Absolute; for temporary files of a process that answers several probes, such as the certificates of a pip that is a
   * wheel. The process is killed at the end, so it removes none of them itself.
   */
  readonly temporary?: string;
  readonly directory?: string;
  /** Milliseconds. */
  readonly timeout?: number | undefined;
  /** Switches for the interpreter, before the program. */
  readonly switches?: readonly string[];
}

/** How a probe ended. */
export interface ProbeRun {
  /** `undefined` if a signal ended it. */
  readonly exitCode: number | undefined;
  readonly timedOut: boolean;
  readonly output: string;
  /** The end of what it wrote to standard error. */
  readonly errors: string;
}

const PROBES = new URL("./probes/", import.meta.url);

/** Digest of this tool's code, as far as evidence depends on it: its bundle, and the programs that ask Python. */
export function toolDigest(): string {
  const probes = readdirSync(PROBES, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".py"));
  const files = [new URL(import.meta.url), ...probes.sort().map((name) => new URL(slashed(name), PROBES))];
  return sha256(files.map((file) => sha256(readFileSync(file))).join("\n"));
}

/** Milliseconds. */
export const PROBE_PATIENCE = 120_000;

/** Runs a probe; a failure is part of the result. */
export async function runProbe(
  python: string,
  name: ProbeName,
  input: unknown,
  { environment, directory, timeout = PROBE_PATIENCE, switches = ["-I"] }: ProbeOptions,
): Promise<ProbeRun> {
  try {
    const how = { environment, directory, timeout, input: JSON.stringify(input) };
    const { code, ...run } = await answerOf(python, [...switches, probeFile(name)], how);
    return { ...run, exitCode: code ?? undefined };
  } catch (error) {
    return notStarted(error);
  }
}

export function probeFile(name: ProbeName): string {
  return fileURLToPath(new URL(`${name}.py`, PROBES));
}

export function notStarted(error: unknown): ProbeRun {
  return { exitCode: undefined, timedOut: false, output: "", errors: messageOf(error) };
}
