// The worst inputs, and the command of the shipped bundle that reads each.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { libraryPath } from "../scenario/scenario.ts";
import { MOUNT, WHEEL } from "./files.ts";

export interface CorpusInput {
  readonly format: string;
  readonly base64: string;
}

export const CORPUS = fileURLToPath(new URL("../../hostile/corpus.json", import.meta.url));
/** Inputs that the suite passes to the bundle. */
export const SIZE = 200;

export function readCorpus(): CorpusInput[] {
  return JSON.parse(readFileSync(CORPUS, "utf8"));
}

const DRY = ["build", "--dry-run", "--python-version", "3.8"];
const VERIFY = ["verify", "--evidence", "files", "--python-version", "3.8"];
const INFO = `${libraryPath}/demo-1.0.dist-info`;

interface Passed {
  /** Where the input is written, relative to the workspace. */
  readonly path: string;
  readonly args: readonly string[];
}

const COMMANDS: Readonly<Record<string, Passed>> = {
  RECORD: { path: `${INFO}/RECORD`, args: VERIFY },
  "METADATA and WHEEL": { path: `${INFO}/METADATA`, args: VERIFY },
  ELF: { path: `${libraryPath}/demo/a.so`, args: VERIFY },
  manifest: { path: "myenv/manifest.json", args: VERIFY },
  zip: { path: "input.zip", args: ["restore", "--archive", "input.zip"] },
  tar: { path: "input.tar.gz", args: ["restore", "--archive", "input.tar.gz"] },
  "compressed archive": { path: "input.tar.zst", args: ["restore", "--archive", "input.tar.zst"] },
  "conda file": { path: "input.yaml", args: [...DRY, "--requirements", "input.yaml"] },
  "pyproject and locks": { path: "pylock.toml", args: [...DRY, "--requirements", "pylock.toml"] },
  "requirements file": { path: "input.txt", args: [...DRY, "--requirements", "input.txt"] },
  "deployment file": { path: "input.yml", args: [...DRY, "--deployment-file", "input.yml"] },
  "sample request": { path: "request.yml", args: [...DRY, "--smoke-test", "request.yml"] },
  "facts of an image": { path: "facts.json", args: [...DRY, "--image-facts", "facts.json"] },
  "packages of an image": { path: "packages.json", args: [...DRY, "--image-packages", "packages.json"] },
};

/** Writes an input into a repository (absolute, new). @returns the arguments of the command line that read it */
export function passOn({ format, base64 }: CorpusInput, workspace: string): string[] {
  const bytes = Buffer.from(base64, "base64");
  const write = (path: string, content: string | Buffer) => {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), content);
  };
  write("score.py", "");
  write("requirements.txt", "");
  if (format === "option values") {
    const values = Object.entries(JSON.parse(bytes.toString()) as Record<string, string>);
    const flags = values
      .filter(([name]) => !["mode", "write"].includes(name))
      .map(([name, value]) => `--${name}=${value}`);
    return ["build", ...flags, "--dry-run"];
  }
  const command = COMMANDS[format];
  if (command === undefined) throw new Error(`No command reads ${format}.`);
  if (command.args === VERIFY) {
    for (const [path, content] of MOUNT.slice(1)) write(path, content);
    write(`${INFO}/METADATA`, "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n");
    write(`${INFO}/WHEEL`, WHEEL);
  }
  write(command.path, bytes);
  return [...command.args];
}
