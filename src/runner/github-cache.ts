import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../errors.ts";
import { beforeDeadline } from "./deadline.ts";
import { emptyDirectory, linked, moveContents, placeTree, remove } from "./files.ts";
import { cachePermissions, hasCacheService, hasZstd } from "./github-service.ts";
import type { Cache, Log } from "./host.ts";

/** The service's version of an entry hashes this very string, so it must never change. */
const CACHED_PATH = ".azureml-extra-packages-cache";
const DEADLINE_MINUTES = 10;

/**
 * GitHub's cache, or `undefined` where there is none. `room` is a directory of ours. The toolkit packs and unpacks
 * relative to the workspace; for the length of a call it is told that the workspace is `room`, so that the checkout
 * (often the very directory that is deployed) stays as it is, even when the job is killed. `save` also changes the
 * current directory for that time: nothing that runs beside it may use relative paths.
 */
export function githubCache(log: Log, environment: NodeJS.ProcessEnv, room: string): Cache | undefined {
  return hasCacheService(environment) ? new GithubCache(log, environment, room) : undefined;
}

class GithubCache implements Cache {
  readonly #log: Log;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #room: string;
  readonly #minutes: number;

  constructor(log: Log, environment: NodeJS.ProcessEnv, room: string) {
    this.#log = log;
    this.#environment = environment;
    this.#room = room;
    // The variable that actions/cache documents for the same purpose.
    this.#minutes = Number(environment.SEGMENT_DOWNLOAD_TIMEOUT_MINS) || DEADLINE_MINUTES;
  }

  async restore(key: string, directory: string): ReturnType<Cache["restore"]> {
    const { mode, read } = cachePermissions(this.#environment);
    if (!read) {
      this.#log.info(`Cache: not read, because the run's cache mode is ${mode}.`);
      return "absent";
    }
    try {
      if (await this.#download(key)) {
        await moveContents(join(this.#room, CACHED_PATH), directory);
        return "found";
      }
      // The toolkit says the same of an entry that is not there and of one that it cannot unpack.
      if (await this.#exists(key)) return "unusable";
      this.#log.info(`Cache: no entry ${key}.`);
      this.#tellCompression();
    } catch (error) {
      this.#log.warning(`Cache: entry ${key} could not be restored (${messageOf(error)}); going on without it.`);
      await emptyDirectory(directory);
    } finally {
      await remove(this.#room);
    }
    return "absent";
  }

  async save(key: string, directory: string): Promise<string | undefined> {
    const { mode, read, write } = cachePermissions(this.#environment);
    if (!write) return `the run's cache mode "${mode}" does not permit saving`;
    try {
      if (read && (await this.#exists(key))) return undefined;
      this.#tellCompression();
      if (await this.#upload(key, directory)) return undefined;
      if (!read || !(await this.#exists(key)))
        return "the cache service did not take the entry; the lines above say why";
      this.#log.info("Cache: another job saved the same entry meanwhile.");
      return undefined;
    } catch (error) {
      return messageOf(error);
    } finally {
      await remove(this.#room);
    }
  }

  async #download(key: string): Promise<boolean> {
    const { restoreCache } = await import("@actions/cache");
    const found = await this.#inRoom(() => restoreCache([CACHED_PATH], key));
    if (found !== undefined && found !== key) throw new Error(`the service gave another entry, ${found}`);
    return found === key;
  }

  /** Asked before packing: the toolkit packs everything before it learns that the entry exists. */
  async #exists(key: string): Promise<boolean> {
    const { restoreCache } = await import("@actions/cache");
    return (await this.#inRoom(() => restoreCache([CACHED_PATH], key, undefined, { lookupOnly: true }))) === key;
  }

  async #upload(key: string, directory: string): Promise<boolean> {
    const { saveCache } = await import("@actions/cache");
    await placeTree(directory, join(this.#room, CACHED_PATH), linked);
    return (await this.#inRoom(() => saveCache([CACHED_PATH], key))) !== -1;
  }

  /** A call of the toolkit with our room as its workspace, and no longer than the deadline. */
  async #inRoom<T>(call: () => Promise<T>): Promise<T> {
    mkdirSync(this.#room, { recursive: true });
    const [directory, workspace] = [process.cwd(), process.env.GITHUB_WORKSPACE];
    // Patterns resolve against the current directory, which knows no symbolic links: both must be told the same.
    const room = realpathSync(this.#room);
    process.chdir(room);
    process.env.GITHUB_WORKSPACE = room;
    try {
      return await beforeDeadline(this.#minutes, call);
    } finally {
      process.chdir(directory);
      if (workspace === undefined) delete process.env.GITHUB_WORKSPACE;
      else process.env.GITHUB_WORKSPACE = workspace;
    }
  }

  #tellCompression(): void {
    if (hasZstd(this.#environment)) return;
    this.#log.debug("Cache: zstd is not on PATH: entries are packed with gzip, and entries packed with zstd not seen.");
  }
}
