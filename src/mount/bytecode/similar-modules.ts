import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Host } from "../../host/host.ts";
import { haveSameEnvironment } from "../../plan/key-text.ts";
import type { Plan } from "../../plan/plan.ts";
import { messageOf } from "../../util/errors.ts";
import { early } from "../../util/schedule.ts";
import { archiveIn } from "../archive/pack.ts";
import { readArchive } from "../archive/read.ts";
import { sourceOfBytecode } from "../inventory/inventory.ts";
import type { Manifest } from "../manifest/manifest.ts";

/** The bytecode of the mount in a cache entry. */
export interface CompiledModules {
  /** The key of the entry. */
  readonly key: string;
  /** Absolute: like a mount, but with nothing but bytecode. */
  readonly directory: string;
  /** By the path of the source in the mount. */
  readonly modules: ReadonlyMap<string, CompiledModule>;
}

interface CompiledModule {
  /** POSIX, relative to the mount. */
  readonly bytecode: string;
  /** SHA-256 of the source that was compiled, hexadecimal. */
  readonly source: string;
}

/**
 * Bytecode of the cache entry that is most like this plan: fetched while the packages are installed, because most changes
 * of requirements leave most modules as they are.
 */
export class SimilarModules {
  readonly #end = new AbortController();
  readonly #fetching: Promise<CompiledModules | undefined>;

  /** @param similar the key of the entry; never rejects */
  constructor(similar: Promise<string | undefined>, plan: Plan, host: Host) {
    this.#fetching = early(
      similar
        .then((key) => (key && mayBeUsed(key, plan) ? fetchModules(key, plan, host, this.#end.signal) : undefined))
        .catch((error: unknown) => {
          host.log.debug(`Cache: the bytecode of a similar entry is not used: ${messageOf(error)}`);
          return undefined;
        }),
    );
  }

  /** @returns `undefined` if there are none, or not yet after so many milliseconds: then they are given up */
  async within(patience: number): Promise<CompiledModules | undefined> {
    const timer = new AbortController();
    const tooLate = delay(patience, undefined, { signal: timer.signal }).catch(() => undefined);
    const found = await Promise.race([this.#fetching, tooLate]);
    timer.abort();
    this.#end.abort();
    return found;
  }

  /** Gives them up, and waits until nothing is downloaded or unpacked. */
  async end(): Promise<void> {
    this.#end.abort();
    await this.#fetching;
  }
}

/**
 * With hashes required, nothing but files with these hashes decides what is in the mount. The bytecode of another Python, or
 * of another version of this tool, is different.
 */
function mayBeUsed(key: string, plan: Plan): boolean {
  return !plan.requireHashes && haveSameEnvironment(key, plan.key.text);
}

async function fetchModules(
  key: string,
  plan: Plan,
  host: Host,
  end: AbortSignal,
): Promise<CompiledModules | undefined> {
  const entry = join(host.temporary, "similar-entry");
  mkdirSync(entry);
  const isFound = await host.cache?.borrow(key, entry, end);
  const archive = isFound ? archiveIn(entry) : undefined;
  if (archive === undefined || end.aborted) return undefined;
  return await unpackModules(key, archive, plan, join(host.temporary, "similar-modules"), end);
}

/** @throws Error if the entry cannot be used */
async function unpackModules(
  key: string,
  archive: string,
  { python, location, options }: Plan,
  directory: string,
  end: AbortSignal,
): Promise<CompiledModules | undefined> {
  const ending = `.cpython-${python.minor.replace(".", "")}.pyc`;
  const isBytecode = (path: string) => path.endsWith(ending) && sourceOfBytecode(path) !== undefined;
  const isWanted = (path: string) => {
    if (end.aborted) throw new Error("it is too late");
    return isBytecode(path);
  };
  const prepare = (manifest: Manifest) => {
    if (manifest.pythonVersion !== python.version)
      throw new Error(`it was compiled by Python ${manifest.pythonVersion}`);
    const hashes = hashesIn(manifest);
    return ({ path, sha256 }: { readonly path: string; readonly sha256: string }) => {
      if (hashes.get(path) !== sha256) throw new Error(`${path} differs from its manifest`);
    };
  };
  const manifest = await readArchive(archive, options.environmentName, directory, prepare, isWanted);
  if (manifest === undefined || manifest.inside !== location.inside) return undefined;
  const hashes = hashesIn(manifest);
  const modules = new Map<string, CompiledModule>();
  for (const bytecode of [...hashes.keys()].filter(isBytecode)) {
    const path = sourceOfBytecode(bytecode) ?? "";
    const source = hashes.get(path);
    if (source !== undefined) modules.set(path, { bytecode, source });
  }
  return { key, directory: join(directory, manifest.inside), modules };
}

function hashesIn({ files }: Manifest): Map<string, string> {
  return new Map(files.map(({ path, sha256 }) => [path, sha256]));
}
