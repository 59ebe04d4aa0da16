import { createReadStream, lstatSync, readdirSync, readlinkSync } from "node:fs";
import { join, posix } from "node:path";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import tar from "tar-stream";
import { spawnForeign } from "../host/process/spawn.ts";
import { messageOf } from "../util/errors.ts";
import { capitalised, type Engine, EngineError, lastLine } from "./engine.ts";

/** A directory or file of this machine, and where it is in a container. */
export interface Place {
  /** Absolute. */
  readonly source: string;
  /** Absolute, in the container. */
  readonly target: string;
}

/** Milliseconds. */
const COPY_PATIENCE = 600_000;
const ERRORS_LIMIT = 2 ** 16;

/**
 * Copies directories and files into a container, through the engine's program. They belong to root there, and every user
 * can read them: the deployment's upload does not keep the modes of this machine either.
 * @param root absolute, in the container: an existing directory that contains every target
 * @throws EngineError if the engine or a file refuses
 */
export async function copyIn(engine: Engine, container: string, root: string, places: readonly Place[]): Promise<void> {
  const options = { environment: engine.environment, keepInput: true };
  const { child, ended, kill } = await spawnForeign(engine.name, ["cp", "-", `${container}:${root}`], options);
  let errors = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-ERRORS_LIMIT);
  });
  child.stdout?.resume();
  const timer = setTimeout(kill, COPY_PATIENCE);
  const pack = tar.pack();
  pack.on("error", () => {}); // both ends below report it
  const [unread, unsent] = await Promise.allSettled([
    fill(pack, root, places),
    pipeline(pack as unknown as NodeJS.ReadableStream, child.stdin as Writable),
  ]);
  const { code } = await ended;
  clearTimeout(timer);
  if (code === 0 && unread.status === "fulfilled" && unsent.status === "fulfilled") return;
  const cause = unread.status === "rejected" && errors === "" ? messageOf(unread.reason) : lastLine(errors);
  throw new EngineError(`${capitalised(engine.name)} could not copy the files into the container: ${cause}`);
}

async function fill(pack: tar.Pack, root: string, places: readonly Place[]): Promise<void> {
  try {
    const added = new Set<string>();
    for (const { source, target } of places) {
      const name = posix.relative(root, target);
      for (const parent of parentsOf(name)) {
        if (!added.has(parent)) pack.entry({ name: parent, type: "directory", mode: 0o755 });
        added.add(parent);
      }
      await add(pack, source, name);
    }
    pack.finalize();
  } catch (error) {
    pack.destroy(error as Error);
    throw error;
  }
}

/** `a/b/c` → `a`, `a/b`. */
function parentsOf(name: string): string[] {
  const parts = name.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

async function add(pack: tar.Pack, source: string, name: string): Promise<void> {
  const stat = lstatSync(source);
  const { mode, size, mtime } = stat;
  if (stat.isSymbolicLink()) {
    pack.entry({ name, type: "symlink", linkname: readlinkSync(source), mtime });
  } else if (stat.isDirectory()) {
    pack.entry({ name, type: "directory", mode: mode | 0o555, mtime });
    for (const each of readdirSync(source)) await add(pack, join(source, each), `${name}/${each}`);
  } else if (stat.isFile()) {
    const entry = pack.entry({ name, mode: (mode & 0o777) | 0o444, mtime, size });
    await pipeline(createReadStream(source, { end: Math.max(0, size - 1) }), entry as unknown as Writable);
  }
}
