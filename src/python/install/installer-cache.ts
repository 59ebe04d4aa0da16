import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync, statSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Host } from "../../host/host.ts";
import { shortHash, userCacheDirectory } from "../../host/user-directories.ts";
import { withoutCredentials } from "../../util/credentials.ts";
import { orNothing } from "../../util/errors.ts";
import { hasOtherLogins, type PipSettings } from "../packaging/pip-settings.ts";
import type { OptionLine } from "../packaging/requirements.ts";

/*
 * The cache of an earlier run must not decide what this run installs. So each run has its own cache directory, in which
 * only downloads are shared with other runs:
 *
 *   uv    wheels from indexes. Not the pages of indexes, which are requested again with the credentials of this run; not
 *         wheels from addresses, folders and repositories; and no wheel that was built from source, because its content
 *         depends on settings, compilers, variables and the build requirements at that time.
 *   pip   its HTTP cache, with which pip still requests each page. Not the wheels that it built.
 */

/** Subdirectories of the cache of the pinned uv. */
const UV_ARCHIVES = "archive-v0";
const UV_WHEELS = "wheels-v6";
/** In the wheels directory: PyPI, and other indexes by the hash of their address. */
const OF_INDEXES = ["pypi", "index"];
/** pip's HTTP cache since pip 23.3, and before. */
const PIP_DOWNLOADS = ["http-v2", "http"];

/** Everything that decides from where packages are installed. */
export interface Sources {
  readonly settings: PipSettings;
  readonly requirements: { readonly options: readonly OptionLine[] };
}

/** The variable that makes uv use the cache of this run. */
export function uvCacheEnvironment(sources: Sources, host: Host): NodeJS.ProcessEnv {
  return { UV_CACHE_DIR: cacheOfUv(sources, host) };
}

/** Absolute; created on first use, one for the whole run. */
function cacheOfUv(sources: Sources, host: Host): string {
  const access = shortHash(JSON.stringify(accessOf(sources, host.environment)));
  const cache = join(host.temporary, `uv-cache-${access}`);
  if (!existsSync(cache)) {
    const given = host.environment.UV_CACHE_DIR;
    const root = given ? join(given, "azureml-extra-packages") : join(host.toolDirectory, "uv-cache");
    // uv moves what it unpacked into the shared part by renaming, so both must be on the same file system.
    const own = orNothing(() => sharing(host.draft(root), join(root, access)));
    if (own === undefined) mkdirSync(cache);
    else link(own, cache);
  }
  return cache;
}

function sharing(own: string, shared: string): string {
  const wheels = OF_INDEXES.map((name) => join(UV_WHEELS, name));
  mkdirSync(join(own, UV_WHEELS));
  for (const name of [UV_ARCHIVES, ...wheels]) {
    mkdirSync(join(shared, name), { recursive: true });
    link(join(shared, name), join(own, name));
  }
  return own;
}

/** On Windows a junction, because symbolic links need a privilege. */
function link(target: string, path: string): void {
  symlinkSync(target, path, "junction");
}

/** The wheels that this run shares with others, from indexes other than PyPI: a directory for each index. */
export function sharedWheels(sources: Sources, host: Host): string {
  return join(cacheOfUv(sources, host), UV_WHEELS, "index");
}

/**
 * Removes the unpacked wheels that are not shared. uv puts them among the shared archives, and only the cache of this run
 * refers to them. Call it when uv has ended.
 */
export function dropUnsharedArchives(sources: Sources, host: Host): void {
  const cache = cacheOfUv(sources, host);
  const archives = orNothing(() => realpathSync(join(cache, UV_ARCHIVES)));
  if (archives !== undefined) dropLinked(cache, archives);
}

function dropLinked(directory: string, archives: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && entry.name !== "src") dropLinked(path, archives); // `src` belongs to a package
    if (!entry.isSymbolicLink()) continue;
    const archive = orNothing(() => realpathSync(path));
    if (archive === undefined || dirname(archive) !== archives) continue;
    rmSync(archive, { recursive: true, force: true });
    rmSync(path, { force: true });
  }
}

/** The variable that makes pip use the cache of this run. */
export function pipCacheEnvironment(sources: Sources, host: Host): NodeJS.ProcessEnv {
  const { environment } = host;
  if (environment.PIP_NO_CACHE_DIR) return {};
  const access = accessOf(sources, environment);
  const cache = join(host.temporary, `pip-cache-${shortHash(JSON.stringify(access))}`);
  if (!existsSync(cache)) {
    mkdirSync(cache);
    const users = environment.PIP_CACHE_DIR || userCacheOfPip(environment);
    // A file that was downloaded with credentials must not be used by a run without them.
    const shared = access.credentials ? join(host.toolDirectory, "pip-cache") : users;
    for (const name of PIP_DOWNLOADS) orNothing(() => shareOwned(join(shared, name), join(cache, name)));
  }
  return { PIP_CACHE_DIR: cache };
}

function userCacheOfPip(environment: NodeJS.ProcessEnv): string {
  const cache = userCacheDirectory("pip", environment);
  return process.platform === "win32" ? join(cache, "Cache") : cache;
}

/** pip ignores a cache that belongs to another user, for example to the one who called sudo. */
function shareOwned(shared: string, path: string): void {
  mkdirSync(shared, { recursive: true });
  if (process.geteuid === undefined || statSync(shared).uid === process.geteuid()) link(shared, path);
}

/** Options of pip that decide which server answers for an index. */
const ROUTE = ["trusted-host", "cert", "client-cert", "proxy", "keyring-provider"] as const;

/** How indexes are reached. Downloads are shared only between runs that reach them in the same way. */
function accessOf({ settings, requirements }: Sources, environment: NodeJS.ProcessEnv) {
  const lines = requirements.options.map(({ secretValues }) => secretValues);
  const text = JSON.stringify([settings, lines]);
  return {
    credentials: hasOtherLogins(settings, environment) || withoutCredentials(text) !== text,
    route: ROUTE.map((name) => withoutCredentials(settings[name] ?? "")),
    trusted: lines.flatMap(({ trusted_hosts }) => trusted_hosts ?? []),
  };
}
