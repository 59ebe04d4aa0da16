// What the stand-in images are made of is kept outside the clone, from one run of the tests to the next.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** Directory of engines, file systems and wheels. */
export const engineCache = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"),
  "azureml-extra-packages-tests",
  "engines",
);

/** A kept file or directory: made once, by `make` at the path it is given, then renamed: half of one is never used. */
export async function kept(name: string, make: (path: string) => Promise<void>): Promise<string> {
  const place = join(engineCache, name);
  if (existsSync(place)) return place;
  return await withLock(name, async () => {
    if (existsSync(place)) return place; // another process was faster
    await withScratch(async (scratch) => {
      await make(join(scratch, "made"));
      await mkdir(dirname(place), { recursive: true });
      await rename(join(scratch, "made"), place);
    });
    return place;
  });
}

/** A directory of the cache, which is removed afterwards. */
export async function withScratch<T>(use: (directory: string) => Promise<T>): Promise<T> {
  await mkdir(engineCache, { recursive: true });
  await removeLeftScratch();
  const scratch = await mkdtemp(join(engineCache, `scratch-${process.pid}-`));
  try {
    return await use(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Of processes that were killed. */
async function removeLeftScratch(): Promise<void> {
  for (const name of await readdir(engineCache)) {
    const owner = /^scratch-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !existsSync(`/proc/${owner}`))
      await rm(join(engineCache, name), { recursive: true, force: true });
  }
}

/** One process at a time. The lock is a child's, which ends with this process, so that none is ever left. */
export async function withLock<T>(name: string, use: () => Promise<T>): Promise<T> {
  await mkdir(join(engineCache, "locks"), { recursive: true });
  const file = join(engineCache, "locks", name.replaceAll("/", "-"));
  const holder = spawn("flock", [file, "sh", "-c", "echo locked; exec cat"], { stdio: ["pipe", "pipe", "ignore"] });
  const failed = once(holder, "exit").then(([code]) => Promise.reject(new Error(`flock ${file} ended with ${code}`)));
  await Promise.race([once(holder.stdout, "data"), failed]);
  failed.catch(() => {}); // its end is expected from here on
  try {
    return await use();
  } finally {
    holder.stdin.end();
  }
}

/** Standard output of a program that must succeed; else rejects with the end of its output. */
export async function run(command: string, words: string[], timeout = 60_000): Promise<string> {
  try {
    const env = { ...process.env, PATH: pathWithSystemPrograms() };
    return (await execute(command, words, { timeout, maxBuffer: 1 << 26, env })).stdout;
  } catch (error) {
    const { stdout = "", stderr = "", message } = error as Error & { stdout?: string; stderr?: string };
    const last = stderr.trim() || stdout.trim() || message;
    throw new Error(`${command}: ${last.split("\n").at(-1)}`, { cause: error });
  }
}

/** Debian keeps dockerd, debootstrap and chroot where only root's PATH leads. */
export function pathWithSystemPrograms(): string {
  return `${process.env.PATH ?? ""}:/usr/sbin:/sbin`;
}

/** Whether a program of this name is on PATH or among the system's. */
export function isInstalled(program: string): boolean {
  return pathWithSystemPrograms()
    .split(":")
    .some((directory) => existsSync(join(directory, program)));
}
