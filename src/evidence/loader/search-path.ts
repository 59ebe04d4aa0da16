import { posix } from "node:path";
import type { OddSearchPath, PlatformTarget } from "./problems.ts";

/**
 * Directories where programs are built and tested; in `/tmp`, moreover, any user of the container can put a library.
 */
const BUILD_DIRECTORY = /^\/(home|root|Users|github|__w|runner|workspaces?|builds|tmp|var\/tmp|private|mnt)(\/|$)/;

/** Where an entry of a search path leads for a file of the mount. */
export type Place = { readonly kind: "mount"; readonly directory: string } | { readonly kind: OddSearchPath["reason"] };

/**
 * Expands an entry as the loader does (ld.so(8), "Dynamic string tokens").
 *
 * @param entry such as `$ORIGIN/../numpy.libs`
 * @param path of the file that holds it, relative to the mount
 * @returns a directory relative to the mount, `""` for its root, or why it is not inside the mount
 */
export function expandEntry(entry: string, path: string, target: PlatformTarget): Place {
  const library = `lib/${target.architecture}-linux-gnu`;
  const plain = entry
    .replace(/\$(LIB\b|\{LIB\})/g, library)
    .replace(/\$(PLATFORM\b|\{PLATFORM\})/g, target.architecture);
  if (plain.startsWith("/")) return { kind: BUILD_DIRECTORY.test(plain) ? "build" : "absolute" };
  const origin = /^\$(?:ORIGIN\b|\{ORIGIN\})(.*)$/s.exec(plain);
  if (!origin) return { kind: "relative" };
  const directory = posix.normalize(`${posix.dirname(path)}/${origin[1]}`);
  if (directory === ".." || directory.startsWith("../")) return { kind: "outside" };
  return { kind: "mount", directory: directory.replace(/^\.\/|\/+$/g, "").replace(/^\.$/, "") };
}

/** The entries of a file's search paths that are not inside the mount, grouped by reason. */
export function oddSearchPaths(entries: readonly string[], path: string, target: PlatformTarget): OddSearchPath[] {
  const places = entries.map((entry) => ({ entry, kind: expandEntry(entry, path, target).kind }));
  return (["build", "relative", "absolute", "outside"] as const).flatMap((reason) => {
    const odd = new Set(places.filter(({ kind }) => kind === reason).map(({ entry }) => entry));
    if (odd.size === 0) return [];
    return [{ kind: "search-path", path, severity: "notice", reason, entries: [...odd] } as const];
  });
}
