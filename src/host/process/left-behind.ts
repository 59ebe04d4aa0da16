import { readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { orNothing } from "../../util/errors.ts";
import { sha256 } from "../../util/sha256.ts";
import { isRunning, ownIdentity } from "./linux.ts";

/* A process that is killed cannot remove its temporary directories: their names say whose they are, and a later run does. */

/** Where process ids count: one start of a system, one namespace. `""` if the system does not tell. */
function idsOf({ host, boot, namespace }: ReturnType<typeof ownIdentity>): string {
  return boot === "" ? "" : sha256(JSON.stringify([host, boot, namespace])).slice(0, 8);
}

/** `prefix` with this process in it. */
export function ownPrefix(prefix: string): string {
  const own = ownIdentity();
  const ids = idsOf(own);
  return ids === "" ? prefix : `${prefix}${ids}.${own.pid}.${own.started}.`;
}

/**
 * Directories of this user that begin with `prefix`, of processes that have ended. Those of another container, or of an
 * earlier start of the system, may belong to a process that cannot be seen from here.
 */
export function leftBehind(prefix: string): string[] {
  const own = ownIdentity();
  const ids = idsOf(own);
  const begin = basename(prefix);
  const names = ids === "" ? [] : (orNothing(() => readdirSync(dirname(prefix))) ?? []);
  return names.flatMap((name) => {
    if (!name.startsWith(begin)) return [];
    const [, whose, pid, started = ""] = /^([0-9a-f]{8})\.(\d+)\.(\d+)\.\w+$/.exec(name.slice(begin.length)) ?? [];
    const path = join(dirname(prefix), name);
    if (whose !== ids || isRunning({ ...own, pid: Number(pid), started }) !== false) return [];
    return orNothing(() => statSync(path).uid) === process.geteuid?.() ? [path] : [];
  });
}
