import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync, statSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { orNothing } from "../errors.ts";
import type { Host } from "../runner/host.ts";
import { shortHash, userCacheDirectory } from "../runner/user-directories.ts";
import type { OptionLine } from "./requirements.ts";
import { type PipSettings, withoutCredentials } from "./settings.ts";

/*
 * What an earlier run left in an installer's cache must not decide what this run installs. So each run has a cache
 * directory of its own, in which only downloads are shared with other runs:
 *
 *   uv    the wheels of indexes. Not the pages of indexes, which are asked for again with the credentials of this run;
 *         not the wheels of addresses, folders and repositories; and no wheel that was built from source, for its bytes
 *         depend on settings, compilers, variables and the build requirements of that day.
 *   pip   its HTTP cache, in which pip asks for each page again. Not the wheels that it built.
 */

/** Subdirectories of uv's cache at the pinned version. */
const UV_ARCHIVES = "archive-v0";
const UV_WHEELS = "wheels-v6";
/** Below the wheels: those of PyPI, and those of other indexes by the hash of their address. */
const OF_INDEXES = ["pypi", "index"];
/** pip's HTTP cache since 23.3, and before. */
const PIP_DOWNLOADS = ["http-v2", "http"];

/** Everything that says where packages come from. */
export interface Sources {
  readonly settings: PipSettings;
  readonly requirements: { readonly options: readonly OptionLine[] };
}

/** The variable that makes uv use the cache of this run. */
export function uvCacheEnvironment(sources: Sources, host: Host): NodeJS.ProcessEnv {
  return { UV_CACHE_DIR: cacheOfUv(sources, host) };
}

/** Absolute; made when it is asked for first, and the same for the whole run. */
function cacheOfUv(sources: Sources, host: Host): string {
  const access = shortHash(JSON.stringify(accessOf(sources, host.environment)));
  const cache = join(host.temporary, `uv-cache-${access}`);
  if (!existsSync(cache)) {
    const given = host.environment.UV_CACHE_DIR;
    const root = given ? join(given, "azureml-extra-packages") : join(host.toolDirectory, "uv-cache");
    // uv renames what it unpacked into the shared part, which has to be on the same file system.
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

/** A junction where links need a privilege, on Windows. */
function link(target: string, path: string): void {
  symlinkSync(target, path, "junction");
}

/** The wheels that this run shares with others, of indexes that are not PyPI: a directory for each index. */
export function sharedWheels(sources: Sources, host: Host): string {
  return join(cacheOfUv(sources, host), UV_WHEELS, "index");
}

/**
 * Removes what uv unpacked of wheels that are not shared: it lies among the shared archives, and only the cache of this
 * run names it. To be called when uv has ended.
 */
export function dropUnsharedArchives(sources: Sources, host: Host): void {
  const cache = cacheOfUv(sources, host);
  const archives = orNothing(() => realpathSync(join(cache, UV_ARCHIVES)));
  if (archives !== undefined) dropLinked(cache, archives);
}

function dropLinked(directory: string, archives: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && entry.name !== "src") dropLinked(path, archives); // `src` is a package's own
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
    // A file that an address with credentials gave is not for a run without them.
    const shared = access.credentials ? join(host.toolDirectory, "pip-cache") : users;
    for (const name of PIP_DOWNLOADS) orNothing(() => shareOwned(join(shared, name), join(cache, name)));
  }
  return { PIP_CACHE_DIR: cache };
}

function userCacheOfPip(environment: NodeJS.ProcessEnv): string {
  const cache = userCacheDirectory("pip", environment);
  return process.platform === "win32" ? join(cache, "Cache") : cache;
}

/** pip does not use a cache of somebody else, such as that of the user who called sudo. */
function shareOwned(shared: string, path: string): void {
  mkdirSync(shared, { recursive: true });
  if (process.geteuid === undefined || statSync(shared).uid === process.geteuid()) link(shared, path);
}

/** Options of pip that decide who answers for an index. */
const ROUTE = ["trusted-host", "cert", "client-cert", "proxy", "keyring-provider"] as const;

/** How indexes are reached. What one way gave is not taken for what another would give. */
function accessOf({ settings, requirements }: Sources, environment: NodeJS.ProcessEnv) {
  const lines = requirements.options.map(({ secretValues }) => secretValues);
  const said = JSON.stringify([settings, lines]);
  const hasKeys = settings["client-cert"] !== undefined || (settings["keyring-provider"] ?? "disabled") !== "disabled";
  return {
    credentials: hasKeys || withoutCredentials(said) !== said || hasNetrc(environment),
    route: ROUTE.map((name) => withoutCredentials(settings[name] ?? "")),
    trusted: lines.flatMap(({ trusted_hosts }) => trusted_hosts ?? []),
  };
}

/** Both installers read it, and send what it says to the hosts that it names. */
function hasNetrc({ NETRC, HOME }: NodeJS.ProcessEnv): boolean {
  const file = NETRC || join(HOME || orNothing(homedir) || "", ".netrc");
  return existsSync(file);
}
