import type { ProbeRun } from "../../python/probe.ts";
import { orNothing } from "../../util/errors.ts";
import type { ScoringStep } from "../scoring-script.ts";

/* What is asked of `probes/imports.py`, and what it answers. */

export interface ImportStep {
  readonly id: number;
  /** Dotted. */
  readonly module: string;
  /** Imported from the module afterwards. */
  readonly names: readonly string[];
  /** It is left out if each of these was imported. */
  readonly unless: readonly number[];
}

export interface ImportQuestion {
  readonly steps: readonly (ImportStep | ScoringStep)[];
  /** Absolute directories for the end of `sys.path`, in the image. */
  readonly appended: readonly string[];
}

export interface FailedStep {
  readonly id: number;
  /** What was imported, dotted. */
  readonly module: string;
  readonly error: string;
  /** The module that was not found, if that is the cause. */
  readonly missing: string | null;
  /** Whether a module was imported and does not have the name. */
  readonly isName: boolean;
}

/** A system library that code opened by its name while a step ran, and that may be missing in the image. */
export interface WantedByStep {
  /** Of the step. */
  readonly id: number;
  /** A soname, or the part before `.so` where the code asks for any version. */
  readonly library: string;
  /** Whether this machine has it. */
  readonly isHere: boolean;
  /** Whether it was loaded although it was hidden. */
  readonly isLoaded: boolean;
}

/** A library that a loaded module of the mount names in a call which opens libraries. */
export interface NamedInSource {
  readonly library: string;
  /** POSIX, relative to the mount. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

export interface ImportAnswer {
  readonly imported: readonly number[];
  readonly failed: readonly FailedStep[];
  readonly wanted: readonly WantedByStep[];
  readonly named: readonly NamedInSource[];
  /** The step at which the process ended prematurely, if so; -1 before the first. */
  readonly cutOffAt: number | undefined;
  /** Files of the modules of the mount that the steps imported; POSIX, relative to it. */
  readonly used: readonly string[];
  /** Files of the mount that were loaded at the end; POSIX, relative to it. */
  readonly mapped: readonly string[];
}

/** Steps that import modules, each with its index as the id. */
export function stepsFor(modules: readonly string[]): ImportStep[] {
  return modules.map((module, id) => ({ id, module, names: [], unless: [] }));
}

export function readAnswer(output: string): ImportAnswer {
  const lines = output.split("\n").flatMap((line) => orNothing(() => readLine(JSON.parse(line))) ?? []);
  const last = lines.findLast(({ trying }) => trying !== undefined)?.trying ?? -1;
  return {
    imported: lines.flatMap(({ imported }) => imported ?? []),
    failed: lines.flatMap(({ failed }) => failed ?? []),
    cutOffAt: lines.some(({ done }) => done) ? undefined : last,
    used: lines.flatMap(({ used }) => used ?? []),
    mapped: lines.flatMap(({ mapped }) => mapped ?? []),
    wanted: lines.flatMap(({ wanted }) => wanted ?? []),
    named: lines.flatMap(({ named }) => named ?? []),
  };
}

interface Line {
  readonly trying?: number;
  readonly imported?: number;
  readonly failed?: FailedStep;
  readonly used?: readonly string[];
  readonly mapped?: readonly string[];
  readonly wanted?: WantedByStep;
  readonly named?: NamedInSource;
  readonly done?: true;
}

/**
 * Packages run in the probe's own process and may write anything to its output.
 * @throws TypeError for another format
 */
function readLine({ trying, imported, failed, used, mapped, wanted, named, done }: Record<string, unknown>): Line {
  if (typeof trying === "number") return { trying };
  if (typeof imported === "number") return { imported };
  if (done === true) return { done };
  if (Array.isArray(used)) return { used: used.map(String) };
  if (Array.isArray(mapped)) return { mapped: mapped.map(String) };
  if (named !== undefined) return { named: readNamed(named as Record<string, unknown>) };
  if (wanted !== undefined) return { wanted: readWanted(wanted as Record<string, unknown>) };
  const { id, module, error, missing, isName } = failed as Record<string, unknown>;
  if (typeof id !== "number" || typeof module !== "string" || typeof error !== "string")
    throw new TypeError("not a failure");
  const found = { id, module, error, missing: typeof missing === "string" ? missing : null };
  return { failed: { ...found, isName: isName === true } };
}

/** @throws TypeError for another format */
function readWanted({ id, library, isHere, isLoaded }: Record<string, unknown>): WantedByStep {
  if (typeof id !== "number" || typeof library !== "string") throw new TypeError("not a library");
  return { id, library, isHere: isHere === true, isLoaded: isLoaded === true };
}

/** @throws TypeError for another format */
function readNamed({ library, file, line }: Record<string, unknown>): NamedInSource {
  if (typeof library !== "string" || typeof file !== "string" || typeof line !== "number")
    throw new TypeError("not a library");
  return { library, file, line };
}

/**
 * Why an import did not finish, as the end of a sentence.
 * @param patience milliseconds that it had
 */
export function howItEnded({ timedOut, errors, exitCode }: ProbeRun, patience: number): string {
  if (timedOut) return `it does not finish within ${patience / 1000} s`;
  if (exitCode !== undefined) return `it exits the process with code ${exitCode}`;
  const last = errors.trim().split("\n").at(-1) ?? "";
  return `the interpreter crashes${last === "" ? "" : ` (${last})`}`;
}
