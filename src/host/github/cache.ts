import { once } from "node:events";
import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../util/errors.ts";
import { emptyDirectory, linked, moveContents, placeTree, remove } from "../copy-files.ts";
import type { Cache, Log } from "../host.ts";
import { cachePermissions, hasCacheService, hasZstd } from "./service.ts";
import { type Answer, ServiceFailure, SideService } from "./side-service.ts";

/** The service computes the version of an entry from this string, so it must never change. */
const CACHED_PATH = ".azureml-extra-packages-cache";
/** Seconds without an answer, after which it is not worth waiting for. */
const LOOKUP_SECONDS = 5;
/** The answer if the key is taken. */
const CONFLICT = "HTTP 409";

/**
 * GitHub's cache, or `undefined` if there is none. The toolkit packs and unpacks relative to the workspace. During a
 * call the workspace is set to `scratch`, so that the checkout (often the directory that is deployed) is not changed,
 * even if the job is killed. For saving, the current directory is changed as well: code that runs at the same time must
 * not use relative paths.
 * @param scratch a temporary directory
 */
export function githubCache(log: Log, environment: NodeJS.ProcessEnv, scratch: string): Cache | undefined {
  return hasCacheService(environment) ? new GithubCache(log, environment, scratch) : undefined;
}

class GithubCache implements Cache {
  readonly #log: Log;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #scratch: string;
  readonly #service: SideService;
  /** Why the service is not asked again. */
  #failure: string | undefined;
  /** The workspace can be set to one directory at a time. */
  #borrowing: Promise<unknown> = Promise.resolve();

  constructor(log: Log, environment: NodeJS.ProcessEnv, scratch: string) {
    this.#log = log;
    this.#environment = environment;
    this.#scratch = scratch;
    this.#service = new SideService(environment);
  }

  async restore(key: string, directory: string): ReturnType<Cache["restore"]> {
    if (this.#failure !== undefined) return "failed";
    const { mode, read } = cachePermissions(this.#environment);
    if (!read) {
      this.#log.info(`Cache: not read, because the run's cache mode is ${mode}.`);
      return "absent";
    }
    try {
      const found = await this.#download(key);
      if (found === "found") await moveContents(join(this.#scratch, CACHED_PATH), directory);
      if (found === "absent") this.#log.info(`Cache: no entry ${key}.`);
      if (found === "absent") this.#logCompression();
      return found;
    } catch (error) {
      this.#failure = messageOf(error).replace(/\.$/, "");
      this.#log.warning(`The cache is not used in this run, because the entry could not be read: ${this.#failure}.`);
      await emptyDirectory(directory);
      return "failed";
    } finally {
      await remove(this.#scratch);
    }
  }

  /** Nothing depends on the answer: a failure is not reported, and the service is still used afterwards. */
  async similar([first = "", ...more]: readonly string[]): Promise<string | undefined> {
    if (this.#failure !== undefined || !cachePermissions(this.#environment).read) return undefined;
    try {
      const { restoreCache } = await import("@actions/cache");
      // A lookup reads and writes no file, so it needs no scratch directory, and the build goes on in its own.
      const lookup = () => restoreCache([CACHED_PATH], first, more, { lookupOnly: true });
      return (await new SideService({}, LOOKUP_SECONDS).call(lookup, "quiet")).value;
    } catch {
      return undefined;
    }
  }

  async borrow(key: string, directory: string, end: AbortSignal): Promise<string | undefined> {
    if (end.aborted) return undefined;
    const borrowing = this.#borrow(key, directory, end).catch(() => false);
    this.#borrowing = borrowing;
    const isFound = await Promise.race([borrowing, once(end, "abort").then(() => false)]);
    return isFound ? directory : undefined;
  }

  async save(key: string, directory: string): Promise<string | undefined> {
    await this.#borrowing;
    if (this.#failure !== undefined) return this.#failure;
    const { mode, write } = cachePermissions(this.#environment);
    const problem = write
      ? await this.#saveNew(key, directory)
      : `the run's cache mode "${mode}" does not permit saving`;
    if (problem !== undefined) this.#log.warning(`The cache entry was not saved: ${problem}`);
    return problem;
  }

  async #borrow(key: string, directory: string, end: AbortSignal): Promise<boolean> {
    if (this.#failure !== undefined || !cachePermissions(this.#environment).read) return false;
    try {
      const { restoreCache } = await import("@actions/cache");
      if (end.aborted) return false;
      const service = new SideService({}, LOOKUP_SECONDS);
      const download = () => service.call(() => restoreCache([CACHED_PATH], key), "quiet", end);
      const { value } = await this.#inScratch(download);
      if (end.aborted || value !== key) return false;
      await moveContents(join(this.#scratch, CACHED_PATH), directory);
      return true;
    } finally {
      await remove(this.#scratch);
    }
  }

  async #saveNew(key: string, directory: string): Promise<string | undefined> {
    const { read } = cachePermissions(this.#environment);
    try {
      if (read && (await this.#exists(key))) return undefined;
      this.#logCompression();
      const { value, failure, complaint } = await this.#upload(key, directory);
      if (value !== -1) return undefined;
      if (failure !== undefined && failure !== CONFLICT) return complaint;
      if (!read || !(await this.#exists(key)))
        return `the cache service rejected the entry (${complaint ?? "the log lines above give the reason"})`;
      this.#log.info("Cache: another job has saved the same entry in the meantime.");
      return undefined;
    } catch (error) {
      return messageOf(error);
    } finally {
      await remove(this.#scratch);
    }
  }

  /** @throws Error if the service failed */
  async #download(key: string): Promise<"found" | "absent" | "unusable"> {
    const { restoreCache } = await import("@actions/cache");
    const answer = await this.#inScratch(() => this.#service.call(() => restoreCache([CACHED_PATH], key)));
    const { value, complaint, failure, hasRead } = answer;
    if (value !== undefined && value !== key) throw new Error(`the service returned another entry, ${value}`);
    if (value === key) return "found";
    if (complaint === undefined) return "absent";
    // All of it was read, but it cannot be unpacked.
    if (failure === undefined && hasRead) return "unusable";
    throw new ServiceFailure(complaint);
  }

  /** Checked before packing: the toolkit packs everything before it checks whether the entry exists. */
  async #exists(key: string): Promise<boolean> {
    const { restoreCache } = await import("@actions/cache");
    const lookup = () => restoreCache([CACHED_PATH], key, undefined, { lookupOnly: true });
    const { value, complaint } = await this.#inScratch(() => this.#service.call(lookup));
    if (complaint !== undefined) throw new ServiceFailure(complaint);
    return value === key;
  }

  async #upload(key: string, directory: string): Promise<Answer<number>> {
    const { saveCache } = await import("@actions/cache");
    await placeTree(directory, join(this.#scratch, CACHED_PATH), linked);
    const before = process.cwd();
    // Patterns resolve against the current directory, whose path has no symbolic links: the workspace must be equal to
    // it.
    process.chdir(realpathSync(this.#scratch));
    try {
      return await this.#inScratch(() => this.#service.call(() => saveCache([CACHED_PATH], key)));
    } finally {
      process.chdir(before);
    }
  }

  /** Calls the toolkit with the scratch directory as its workspace. */
  async #inScratch<T>(call: () => Promise<T>): Promise<T> {
    mkdirSync(this.#scratch, { recursive: true });
    const workspace = process.env.GITHUB_WORKSPACE;
    process.env.GITHUB_WORKSPACE = realpathSync(this.#scratch);
    try {
      return await call();
    } finally {
      if (workspace === undefined) delete process.env.GITHUB_WORKSPACE;
      else process.env.GITHUB_WORKSPACE = workspace;
    }
  }

  #logCompression(): void {
    if (hasZstd(this.#environment)) return;
    this.#log.debug(
      "Cache: zstd is not on PATH: entries are packed with gzip, and entries packed with zstd are not found.",
    );
  }
}
