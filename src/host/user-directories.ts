import { homedir, tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { sha256 } from "../util/sha256.ts";

/** The cache directory of a program of this name, by the convention of the operating system. */
export function userCacheDirectory(name: string, environment: NodeJS.ProcessEnv): string {
  return join(cacheRoot(environment), name);
}

function cacheRoot(environment: NodeJS.ProcessEnv): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (process.platform === "win32") return LOCALAPPDATA || join(home(), "AppData", "Local");
  if (process.platform === "darwin") return join(home(), "Library", "Caches");
  // The XDG specification requires relative paths to be ignored.
  return XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(home(), ".cache");
}

/** In a container, the user id may have no entry in /etc/passwd, and HOME may be empty or not set. */
function home(): string {
  try {
    return homedir() || tmpdir();
  } catch {
    return tmpdir();
  }
}

/** A few characters that distinguish texts, for names of files and directories. */
export function shortHash(text: string): string {
  return sha256(text).slice(0, 12);
}
