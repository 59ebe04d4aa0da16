// The walk of a page of docs/: files that the reader writes, commands that the reader runs, and what they print. Each is
// a fenced block below a comment, `<!-- walk: file <path> -->`, `define`, `prepare`, `run <exit code>` or `output`.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { repositoryRoot } from "../github/runner/action-runner.ts";
import { runChild } from "../machine/child.ts";
import { childEnvironment } from "../machine/environment.ts";
import { type Cleanup, createWorkspace } from "../machine/workspace.ts";

export interface WalkBlock {
  readonly kind: "file" | "define" | "prepare" | "run" | "output";
  /** The path of a file, or the exit code of a run. */
  readonly value: string;
  readonly language: string;
  readonly text: string;
}

const BLOCK = /^<!-- walk: (file|define|prepare|run|output)(?: (\S+))? -->\n\n?```(\w+)\n(.*?)^```$/gms;

export function walkOf(page: string): WalkBlock[] {
  return [...page.matchAll(BLOCK)].map(([, kind, value = "", language = "", text = ""]) => ({
    kind: kind as WalkBlock["kind"],
    value,
    language,
    text,
  }));
}

/** How many fenced blocks a page has, whether a walk takes them or not. */
export function fencedBlocks(page: string): number {
  return [...page.matchAll(/^```\w+$/gm)].length;
}

export interface WalkRun {
  readonly command: string;
  readonly expectedExit: number;
  readonly exitCode: number | null;
  /** What the page says that it prints; undefined where the page does not show it. */
  readonly expected: string | undefined;
  readonly printed: string;
}

/** The reader's machine: an empty folder in a home directory, and a clone of this repository beside it. */
export function readersMachine(t: Cleanup, folder: string): { home: string; cwd: string } {
  const home = createWorkspace(t);
  const cwd = join(home, folder);
  mkdirSync(cwd);
  symlinkSync(repositoryRoot, join(home, "azureml-extra-packages"));
  return { home, cwd };
}

/** Runs the blocks in order, in one folder; the clone of `prepare` is there already. */
export async function replay(
  blocks: readonly WalkBlock[],
  place: { readonly home: string; readonly cwd: string; readonly env: Record<string, string> },
): Promise<WalkRun[]> {
  const runs: WalkRun[] = [];
  const definitions: string[] = [];
  for (const [index, { kind, value, text }] of blocks.entries()) {
    if (kind === "define") definitions.push(text);
    if (kind === "file") write(join(place.cwd, value), text);
    if (kind !== "run") continue;
    const next = blocks[index + 1];
    const expected = next?.kind === "output" ? next.text : undefined;
    const env = childEnvironment(place);
    const ended = await runChild("bash", ["-euo", "pipefail", "-c", `${definitions.join("\n")}\n${text}`], {
      cwd: place.cwd,
      env,
    });
    const printed = asOnPage(ended.lines, place);
    runs.push({ command: text, expectedExit: Number(value || 0), exitCode: ended.exitCode, expected, printed });
    if (ended.exitCode !== Number(value || 0)) assert.fail(`${text}ended with ${ended.exitCode}:\n${printed}`);
  }
  return runs;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Lines that depend on the machine: which programs and kernel features it has. */
const OF_THE_MACHINE =
  /^\s*(pip \S+ is not available|Installing with pip|Imports run under Landlock|Looking in indexes|WARNING: )/;

/** What a command printed, without what differs from run to run and from machine to machine. */
function asOnPage(lines: readonly string[], place: { readonly home: string; readonly cwd: string }): string {
  const text = lines
    .filter((line) => !OF_THE_MACHINE.test(line))
    .join("\n")
    .replaceAll(place.home, "/home/you")
    .replaceAll(repositoryRoot.replace(/\/$/, ""), "/home/you/azureml-extra-packages")
    .replace(/^uv install,/gm, "pip install,")
    .replace(/(not in the image: ).*/g, "$1no container engine answers.")
    .replace(/(output\/)[0-9a-f]{12}-/g, "$1…-")
    .replace(/(azureml-\w+-)[0-9a-f]{12}-/g, "$1…-")
    .replace(/\b[0-9a-f]{64}\b/g, "…")
    .replace(/\b(3\.[0-9]+)\.[0-9]+\b(?!-)/g, "$1.x")
    .replace(/\bpip [0-9.]+[0-9]/g, "pip <version>")
    .replace(/\b[0-9]+(\.[0-9]+)? m?s\b/g, "<time>")
    .replace(/\b[0-9.]+ (kB|MB)\b/g, "… $1");
  return `${withoutInstaller(text)}\n`;
}

/** What pip or uv prints is indented. It differs between both, and is of no use to the reader unless it is an error. */
function withoutInstaller(text: string): string {
  return text.replace(
    /(^(?:pip install|Installing the inference server).*\n)((?: {2}.*\n)+)/gm,
    (_, first: string, rest: string) =>
      `${first}  …\n${rest
        .split("\n")
        .filter((line) => /^ {2}ERROR/.test(line))
        .map((line) => `${line}\n`)
        .join("")}`,
  );
}

/**
 * With `UPDATE_DOCS=1`, writes what was printed into the page; otherwise, or after that, the page must have it.
 */
export function comparePage(file: string, runs: readonly WalkRun[]): void {
  if (process.env.UPDATE_DOCS === "1") updatePage(file, runs);
  else
    for (const { command, expected, printed } of runs)
      if (expected !== undefined)
        assert.equal(printed, expected, `what this command prints is not on the page:\n${command}`);
}

function updatePage(file: string, runs: readonly WalkRun[]): void {
  const left = runs.filter(({ expected }) => expected !== undefined);
  const page = readFileSync(file, "utf8").replace(BLOCK, (block, kind: string) => {
    if (kind !== "output") return block;
    const printed = left.shift()?.printed ?? "";
    return `<!-- walk: output -->\n\n\`\`\`text\n${printed}\`\`\``;
  });
  writeFileSync(file, page);
}
