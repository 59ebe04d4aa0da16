// Files of a stand-in image's root, and the root as an archive.
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./cache.ts";

/** In the documented images the server's user has this name. */
export const USER = "dockeruser";
const USER_ID = "1001";
export const HOME = `/home/${USER}`;
/** In the image: what the run script's variables are relative to. */
export const APP_ROOT = "/var/azureml-app";
export const RUN_SCRIPT = "/var/runit/gunicorn/run";

export async function writeProgram(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  await chmod(file, 0o755);
}

/** A file beside this one. */
export async function recipeFile(name: string): Promise<string> {
  return await readFile(fileURLToPath(new URL(name, import.meta.url)), "utf8");
}

export interface RunScriptOptions {
  /** Default: 31311, behind nginx. */
  port?: number;
  /** Directory that comes first on PATH. */
  programs?: string;
  /** Without the lines about the variables AZUREML_EXTRA_*. */
  cut?: boolean;
}

export async function runScriptText({ port, programs, cut = false }: RunScriptOptions): Promise<string> {
  let text = await recipeFile("run");
  if (cut) text = text.replace(/^# >>> extra packages\n.*^# <<< extra packages\n/ms, "");
  if (port !== undefined) text = text.replace("31311", String(port));
  if (programs !== undefined) text = text.replace(/\nexport AML/, `\nexport PATH="${programs}:$PATH"$&`);
  return text;
}

/** Adds the server's user and the directories that it needs. */
export async function addUser(root: string): Promise<void> {
  const append = { flag: "a" };
  for (const directory of [HOME, APP_ROOT, "/etc"]) await mkdir(join(root, directory), { recursive: true });
  const user = `${USER}:x:${USER_ID}:${USER_ID}::${HOME}:/bin/bash\n`;
  await writeFile(join(root, "etc", "passwd"), user, append);
  await writeFile(join(root, "etc", "group"), `${USER}:x:${USER_ID}:\n`, append);
}

/**
 * Packs a root.
 * @param owned in the image, without the first slash: what belongs to the server's user; all else keeps its owner, or is
 *   root's where root does not pack
 */
export async function pack(root: string, archive: string, owned: string[]): Promise<void> {
  const asRoot = process.getuid?.() === 0 ? [] : ["--owner=0", "--group=0"];
  const without = owned.map((path) => `--exclude=./${path}`);
  await run("tar", ["--numeric-owner", ...asRoot, ...without, "-C", root, "-cf", archive, "."], 300_000);
  const user = [`--owner=${USER_ID}`, `--group=${USER_ID}`];
  const words = ["--numeric-owner", ...user, "-C", root, "-rf", archive];
  if (owned.length > 0) await run("tar", [...words, ...owned.map((path) => `./${path}`)], 300_000);
}
