// The files through which an action talks to the runner: outputs, state, environment, path, summary.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Annotation } from "./log-commands.ts";

const names = ["GITHUB_OUTPUT", "GITHUB_STATE", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STEP_SUMMARY"] as const;
export type CommandFiles = Record<(typeof names)[number], string>;

export interface Commands {
  outputs: Record<string, string>;
  state: Record<string, string>;
  env: Record<string, string>;
  path: string[];
  summary: string;
  /** What the runner itself says about the files. */
  annotations: Annotation[];
}

/** Creates the files, empty: the toolkit refuses to write to a file that does not exist. */
export function createCommandFiles(directory: string): CommandFiles {
  mkdirSync(directory, { recursive: true });
  const files = Object.fromEntries(names.map((name) => [name, join(directory, name.toLowerCase())])) as CommandFiles;
  for (const file of Object.values(files)) writeFileSync(file, "");
  return files;
}

export function readCommandFiles(files: CommandFiles): Commands {
  const text = (name: keyof CommandFiles) => readFileSync(files[name], "utf8");
  const env = readPairs(text("GITHUB_ENV"));
  if ("NODE_OPTIONS" in env) throw new Error("the runner refuses NODE_OPTIONS in GITHUB_ENV");
  return {
    outputs: readPairs(text("GITHUB_OUTPUT")),
    state: readPairs(text("GITHUB_STATE")),
    env,
    path: text("GITHUB_PATH").split("\n").filter(Boolean),
    ...readSummary(text("GITHUB_STEP_SUMMARY")),
  };
}

/**
 * `name=value` or `name<<delimiter`, lines, `delimiter`; the last one wins. Anything else is an error, as in the
 * runner.
 */
export function readPairs(text: string): Record<string, string> {
  const pairs: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line === "") continue;
    const [, name = "", operator, rest = ""] = /^(.+?)(=|<<)(.*)$/s.exec(line) ?? [];
    if (operator === undefined) throw new Error(`Invalid format '${line}'`);
    if (operator === "=") {
      pairs[name] = rest;
      continue;
    }
    const end = lines.indexOf(rest, at + 1);
    if (end < 0) throw new Error(`Invalid value. Matching delimiter not found '${rest}'`);
    pairs[name] = lines.slice(at + 1, end).join("\n");
    at = end;
  }
  return pairs;
}

/** The runner discards a summary of more than one mebibyte. */
function readSummary(summary: string): { summary: string; annotations: Annotation[] } {
  const kibibytes = Math.ceil(Buffer.byteLength(summary) / 1024);
  if (kibibytes <= 1024) return { summary, annotations: [] };
  const message = `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${kibibytes}k.`;
  return { summary: "", annotations: [{ level: "error", message }] };
}
