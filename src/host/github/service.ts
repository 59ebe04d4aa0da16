import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** GitHub Enterprise Server, by the toolkit's own rule: neither service works there. */
export function isEnterpriseServer(environment: NodeJS.ProcessEnv): boolean {
  const url = environment.GITHUB_SERVER_URL || "https://github.com";
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  return host !== "github.com" && !host.endsWith(".ghe.com") && !host.endsWith(".localhost");
}

/** For the end of `no cache service is available`. */
export function onThisServer(environment: NodeJS.ProcessEnv): string {
  return isEnterpriseServer(environment) ? " on GitHub Enterprise Server" : "";
}

/** The toolkit's `isFeatureAvailable`, without loading the toolkit, which takes half a second. */
export function hasCacheService(environment: NodeJS.ProcessEnv): boolean {
  if (isEnterpriseServer(environment)) return false;
  return Boolean(environment[environment.ACTIONS_CACHE_SERVICE_V2 ? "ACTIONS_RESULTS_URL" : "ACTIONS_CACHE_URL"]);
}

/** The artifact service needs a token that a `run:` step does not get. */
export function hasArtifactService(environment: NodeJS.ProcessEnv): boolean {
  if (isEnterpriseServer(environment)) return false;
  return Boolean(environment.ACTIONS_RUNTIME_TOKEN && environment.ACTIONS_RESULTS_URL);
}

/** What the run's token may do with the cache; an unknown mode permits everything. */
export function cachePermissions(environment: NodeJS.ProcessEnv): { mode: string; read: boolean; write: boolean } {
  const mode = (environment.ACTIONS_CACHE_MODE ?? "").trim().toLowerCase();
  return { mode, read: mode !== "none" && mode !== "write-only", write: mode !== "none" && mode !== "read" };
}

/** Whether the toolkit finds zstd; without it, entries packed with zstd are not found, and vice versa. */
export function hasZstd(environment: NodeJS.ProcessEnv): boolean {
  const directories = (environment.PATH ?? environment.Path ?? "").split(delimiter);
  const program = process.platform === "win32" ? "zstd.exe" : "zstd";
  return directories.some((directory) => directory !== "" && existsSync(join(directory, program)));
}
