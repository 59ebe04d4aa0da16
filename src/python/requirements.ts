import { relative } from "node:path";
import { Problems } from "../errors.ts";
import type { Options } from "../options/options.ts";
import type { Host } from "../runner/host.ts";
import { cleanEnvironment } from "./environment.ts";
import type { Interpreter } from "./interpreter.ts";
import { probe } from "./probe.ts";
import { secretsIn, withoutCredentials } from "./settings.ts";

/** One line of a requirements file, or of the `packages` input (then without a file). */
export interface Requirement {
  /** Absolute, or `null` for the `packages` input. */
  readonly file: string | null;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
  /** From a `-c` file: it restricts and asks for nothing. */
  readonly constraint: boolean;
  readonly editable: boolean;
  /** Normalised; `null` where only building would tell (a local directory). */
  readonly name: string | null;
  /** Normalised. */
  readonly extras: readonly string[];
  readonly specifier: string;
  /** The exact version, when there is one. */
  readonly pinned: string | null;
  readonly url: string | null;
  readonly hashes: readonly string[];
  readonly marker: string | null;
  /** Whether the marker holds for the interpreter that builds. */
  readonly applies: boolean;
}

export interface RequirementsFile {
  /** Absolute. */
  readonly path: string;
  readonly constraint: boolean;
}

export interface OptionLine {
  readonly file: string;
  readonly line: number;
  /** As it was written, with the names of variables; credentials are left out here too. */
  readonly text: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** The same with credentials: for a program that asks an index, never for people or files. */
  readonly secretValues: Readonly<Record<string, unknown>>;
}

/** Everything that requirements files and `packages` ask for. */
export interface Requirements {
  readonly files: readonly RequirementsFile[];
  readonly requirements: readonly Requirement[];
  readonly options: readonly OptionLine[];
}

interface Answer extends Omit<Requirements, "options"> {
  readonly options: readonly Omit<OptionLine, "secretValues">[];
  readonly errors: readonly { message: string; file: string | null; line: number | null }[];
}

/**
 * Reads requirements files with their includes by pip's own parser.
 * @throws UserErrors with every line that cannot be read
 */
export async function readRequirements(options: Options, python: Interpreter, host: Host): Promise<Requirements> {
  const question = { pip: python.pip?.path, files: options.requirementsFiles, packages: options.packages };
  // Files may use ${VARIABLE}s; everything of the user's environment but what leads Python astray is there.
  const answer = await probe<Answer>(python.path, "requirements", question, {
    environment: cleanEnvironment(host.environment),
    directory: options.workspace,
  });
  for (const secret of secretsIn(JSON.stringify(answer))) host.log.mask(secret);
  const problems = new Problems();
  for (const { message, file, line } of answer.errors) {
    const where = file === null ? `Input packages, line ${line}` : placeName(file, line, options.workspace);
    problems.add(`${where}: ${withoutCredentials(message)}`, { file: file ?? undefined, line: line ?? undefined });
  }
  problems.throwIfAny();
  const { files, requirements, options: lines } = JSON.parse(withoutCredentials(JSON.stringify(answer))) as Answer;
  const withSecrets = lines.map((line, index) => ({ ...line, secretValues: answer.options[index]?.values ?? {} }));
  return { files, requirements, options: withSecrets };
}

/** The requirements that ask for something here: no constraints, and only those whose marker holds. */
export function requested(requirements: readonly Requirement[]): Requirement[] {
  return requirements.filter((requirement) => !requirement.constraint && requirement.applies);
}

export function isPinned(requirement: Requirement): boolean {
  if (requirement.url === null) return requirement.pinned !== null;
  return (
    requirement.hashes.length > 0 || /@[0-9a-f]{40}(#|$)/.test(requirement.text) || /#sha256=/.test(requirement.text)
  );
}

/** `requirements.txt:3`, relative to the workspace when inside. */
export function placeName(file: string, line: number | null | undefined, workspace: string): string {
  const way = relative(workspace, file);
  const name = way.startsWith("..") ? file : way;
  return line ? `${name}:${line}` : name;
}
