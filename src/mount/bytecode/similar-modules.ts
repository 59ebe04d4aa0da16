import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Host } from "../../host/host.ts";
import { haveSameEnvironment } from "../../plan/key-text.ts";
import type { Plan } from "../../plan/plan.ts";
import { toolDigest } from "../../python/probe.ts";
import { messageOf } from "../../util/errors.ts";
import { early } from "../../util/schedule.ts";
import { archiveIn, readBuildRecord } from "../archive/pack.ts";
import { readArchive } from "../archive/read.ts";
import { freeBytes } from "../directories.ts";
import type { Manifest } from "../manifest/manifest.ts";

/** Bytes: with less space, nothing is downloaded that the build can do without. */
const LEAST_SPACE = 4e9;

/** The bytecode of the mount in a cache entry. */
export interface CompiledModules {
  /** The key of the entry. */
  readonly key: string;
  /** By the path of the source in the mount. */
  readonly modules: ReadonlyMap<string, CompiledModule>;
}

export interface CompiledModule {
  /** POSIX, relative to the mount. */
  readonly path: string;
  /** Absolute: where it is now. */
  readonly file: string;
  readonly sha256: string;
  /** SHA-256 of the source that was compiled. */
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
    const { signal } = this.#end;
    const fetching = Promise.race([similar, once(signal, "abort").then(() => undefined)])
      .then((key) => (key && mayBeUsed(key, plan) ? fetchModules(key, plan, host, signal) : undefined))
      .catch((error: unknown) => {
        host.log.debug(`Cache: the bytecode of a similar entry is not used: ${messageOf(error)}`);
        return undefined;
      });
    this.#fetching = early(fetching);
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

  /** Gives them up, and waits until nothing is unpacked any more. */
  async end(): Promise<void> {
    this.#end.abort();
    await this.#fetching;
  }
}

/**
 * With hashes required, nothing but files with these hashes decides what is in the mount; with an expected digest, an entry
 * could only make the build fail. The bytecode of another Python is different.
 */
function mayBeUsed(key: string, { requireHashes, options, key: own }: Plan): boolean {
  return !requireHashes && options.expectedDigest === "" && haveSameEnvironment(key, own.text);
}

async function fetchModules(
  key: string,
  plan: Plan,
  host: Host,
  end: AbortSignal,
): Promise<CompiledModules | undefined> {
  if (freeBytes(host.temporary) < LEAST_SPACE) return undefined;
  const download = join(host.temporary, "similar-entry");
  mkdirSync(download);
  try {
    const entry = await host.cache?.borrow(key, download, end);
    if (entry === undefined || end.aborted) return undefined;
    const modules = await unpackModules(entry, plan, join(host.temporary, "similar-modules"), end);
    return { key, modules };
  } finally {
    if (!end.aborted) rmSync(download, { recursive: true, force: true });
  }
}

/** @throws Error if the entry cannot be used */
async function unpackModules(
  entry: string,
  { python, options }: Plan,
  directory: string,
  end: AbortSignal,
): Promise<Map<string, CompiledModule>> {
  const archive = archiveIn(entry);
  if (archive === undefined) throw new Error("the entry contains no archive");
  requireSameTool(readBuildRecord(entry).evidence);
  const modules = new Map<string, CompiledModule>();
  let [compiled, inside]: [ReturnType<typeof compiledIn>, string] = [new Map(), ""];
  const use = {
    end,
    isWanted: (path: string) => compiled.has(path.slice(inside.length + 1)),
    onFile: (manifest: Manifest) => {
      if (manifest.pythonVersion !== python.version) throw new Error(`Python ${manifest.pythonVersion} compiled it`);
      compiled = compiledIn(manifest, `cpython-${python.minor.replace(".", "")}`);
      inside = manifest.inside;
      return ({ path, sha256, executable }: { path: string; sha256: string; executable: boolean }) => {
        const known = compiled.get(path);
        if (known?.sha256 !== sha256 || executable) throw new Error(`${path} differs from its manifest`);
        modules.set(known.of, { path, file: join(directory, inside, path), sha256, source: known.source });
      };
    },
  };
  await readArchive(archive, options.environmentName, directory, use);
  return modules;
}

/** Bytecode depends on how the tool compiles. @throws Error if another version made the entry */
function requireSameTool(evidence: unknown): void {
  const { tool } = (evidence ?? {}) as { readonly tool?: unknown };
  if (tool !== toolDigest()) throw new Error("another version of this tool made it");
}

/** The bytecode that a manifest lists, with the path and the SHA-256 of its source. */
function compiledIn({ files }: Manifest, tag: string) {
  const hashes = new Map(files.map(({ path, sha256 }) => [path, sha256]));
  const compiled = new Map<string, { readonly of: string; readonly source: string; readonly sha256: string }>();
  for (const [path, source] of hashes) {
    const [, folder = "", name] = /^(.*\/)?([^/]+)\.py$/.exec(path) ?? [];
    const bytecode = `${folder}__pycache__/${name}.${tag}.pyc`;
    const sha256 = hashes.get(bytecode);
    if (name !== undefined && sha256 !== undefined) compiled.set(bytecode, { of: path, source, sha256 });
  }
  return compiled;
}
