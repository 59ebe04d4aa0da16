import { createHash } from "node:crypto";
import { homedir, tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";

/** Where a program of this name keeps what it can make anew, by the custom of the operating system. */
export function userCacheDirectory(name: string, environment: NodeJS.ProcessEnv): string {
  return join(cacheRoot(environment), name);
}

function cacheRoot(environment: NodeJS.ProcessEnv): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (process.platform === "win32") return LOCALAPPDATA || join(home(), "AppData", "Local");
  if (process.platform === "darwin") return join(home(), "Library", "Caches");
  // The XDG specification: a relative path is to be ignored.
  return XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(home(), ".cache");
}

/** A container may run us under a user id that has no entry, and no HOME. */
function home(): string {
  try {
    return homedir();
  } catch {
    return tmpdir();
  }
}

/** A few characters that tell texts apart, for names of files and directories. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
