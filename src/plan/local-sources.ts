import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../util/sha256.ts";
import { byteOrder } from "../util/text.ts";
import { MANIFEST } from "./location.ts";

/** What tools leave beside sources, and what is not installed. */
const NOT_SOURCES =
  /^(\.git|\.hg|\.svn|\.tox|\.nox|\.venv|venv|\.mypy_cache|\.pytest_cache|\.ruff_cache|__pycache__|node_modules|build|dist|.*\.egg-info|.*\.pyc|\.DS_Store)$/;
/** More than this is not read for a key. */
const MOST = { files: 5_000, bytes: 200_000_000 };

/**
 * A digest of the sources in a directory: names and contents, not its place.
 * @returns `undefined` for a directory that is too large
 */
export function digestOfSources(directory: string): string | undefined {
  const lines: string[] = [];
  let bytes = 0;
  for (const path of filesBelow(directory, "")) {
    const content = readFileSync(join(directory, path));
    bytes += content.length;
    if (lines.length >= MOST.files || bytes > MOST.bytes) return undefined;
    lines.push(`${path} ${sha256(content)}`);
  }
  return sha256(lines.join("\n"));
}

function* filesBelow(directory: string, below: string): Generator<string> {
  const entries = readdirSync(join(directory, below), { withFileTypes: true });
  if (below !== "" && entries.some(({ name }) => name === MANIFEST)) return; // a mount
  for (const entry of entries.sort((a, b) => byteOrder(a.name, b.name))) {
    if (NOT_SOURCES.test(entry.name)) continue;
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(directory, path);
    else if (entry.isFile()) yield path;
  }
}
