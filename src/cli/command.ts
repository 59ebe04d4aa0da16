import { runJob } from "../boundary.ts";
import { emptyOutputs } from "../delivery/outputs.ts";
import { ExitCode, userErrorsOf } from "../errors.ts";
import type { RawOptions } from "../options/table.ts";
import { terminalHost } from "../runner/terminal.ts";
import { nearest } from "../text.ts";
import { VERSION } from "../version.ts";
import { explain } from "./explain.ts";
import { readFlags } from "./flags.ts";
import { help } from "./help.ts";
import { listImages } from "./images.ts";

/** What each verb does with the words after it. */
const VERBS: Readonly<Record<string, (words: readonly string[]) => Promise<number> | number>> = {
  build: (words) => runMode("preinstalled", words),
  restore: (words) => runMode("restore", words),
  verify: (words) => runMode("verify", words),
  images: (words) => print(listImages(words.includes("--json"))),
  explain: ([id]) => print(explain(id)),
  help: ([verb]) => print(help(verb)),
};

/** Runs one command line; the answer is the exit code. */
export async function runCommand(words: readonly string[]): Promise<number> {
  const [verb = "help", ...rest] = words;
  if (verb === "--version") return print(VERSION);
  if (verb === "--help" || verb === "-h") return print(help(undefined));
  if (rest.includes("--help") || rest.includes("-h")) return print(help(verb));
  const work = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  try {
    if (work !== undefined) return await work(rest);
  } catch (thrown) {
    return refuse(thrown, rest.includes("--json"));
  }
  const meant = nearest(verb, Object.keys(VERBS));
  complain(
    `There is no command "${verb}".`,
    meant ? `Did you mean "${meant}"?` : `Commands: ${Object.keys(VERBS).join(", ")}.`,
  );
  return ExitCode.input;
}

async function runMode(mode: string, words: readonly string[]): Promise<number> {
  const { json, values } = readFlags(words, mode);
  const raw: RawOptions = { ...values, mode: values.mode ?? mode };
  const host = terminalHost({ json, workspace: process.cwd() });
  return await runJob(raw, host);
}

function refuse(thrown: unknown, json: boolean): number {
  const errors = userErrorsOf(thrown);
  if (errors.length === 0) throw thrown;
  const error = errors.map(({ message, hint }) => (hint ? `${message}\n${hint}` : message)).join("\n");
  if (json) print(JSON.stringify({ ...emptyOutputs(), error }, undefined, 2));
  for (const { message, hint } of errors) complain(message, hint ?? "");
  return ExitCode.input;
}

function print(text: string): number {
  process.stdout.write(`${text.trimEnd()}\n`);
  return ExitCode.green;
}

function complain(message: string, hint: string): void {
  process.stderr.write(`error: ${message}\n${hint === "" ? "" : `  ${hint}\n`}`);
}
