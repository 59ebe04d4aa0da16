import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import { messageOf, orNothing } from "../../util/errors.ts";
import type { Wanted } from "./installer.ts";
import { type Sources, sharedWheels } from "./installer-cache.ts";

/** By `<name>/<version>`, the SHA-256 of every file that the indexes have for a release now. */
type Releases = ReadonlyMap<string, readonly string[]>;

/**
 * Removes cached wheels that the index has replaced. PyPI never replaces a file; other indexes may, and uv takes a wheel
 * from its cache by name and version without comparing it with the hash on the index's page.
 * @param resolve runs `uv pip compile` with these arguments, in the same way as the installation, and returns its output
 */
export async function dropReplacedWheels(
  sources: Sources,
  wanted: Wanted,
  host: Host,
  resolve: (args: readonly string[]) => Promise<string>,
): Promise<void> {
  const indexes = orNothing(() => readdirSync(sharedWheels(sources, host))) ?? [];
  if (indexes.length === 0 || wanted.requireHashes) return;
  const how = ["--quiet", "--generate-hashes", "--no-header", "--no-annotate", "--no-strip-extras"];
  try {
    const releases = releasesIn(await resolve([...how, ...wanted.files]));
    for (const index of indexes) dropFrom(join(sharedWheels(sources, host), index), releases);
  } catch (error) {
    host.log.debug(`Cached wheels were not compared with the index: ${messageOf(error)}`);
  }
}

/** Parses pins with hashes in the form of pip and uv. */
function releasesIn(pins: string): Releases {
  const lines = pins.replaceAll("\\\n", " ").split("\n");
  const pairs = lines.flatMap((line) => {
    const [, name, version] = /^([a-z0-9-]+)(?:\[[^\]]*\])?==([^\s;]+)/.exec(line) ?? [];
    const hashes = [...line.matchAll(/--hash=sha256:([0-9a-f]{64})/g)].map(([, hash = ""]) => hash);
    return name === undefined ? [] : [[`${name}/${version}`, hashes] as const];
  });
  return new Map(pairs);
}

/** uv has `<name>/<version>-<tags>.http` for a downloaded wheel, and `.rev` for one from a local folder. */
function dropFrom(index: string, releases: Releases): void {
  for (const [release, hashes] of releases) {
    const [name = "", version = ""] = release.split("/");
    const entries = orNothing(() => readdirSync(join(index, name))) ?? [];
    for (const entry of entries.filter((one) => one.startsWith(`${version}-`) && /\.(http|rev)$/.test(one))) {
      const pointer = join(index, name, entry);
      const known = /[0-9a-f]{64}/.exec(orNothing(() => readFileSync(pointer, "latin1")) ?? "")?.[0];
      if (entry.endsWith(".http") && known !== undefined && hashes.includes(known)) continue;
      for (const path of [pointer, pointer.replace(/\.(http|rev)$/, "")])
        rmSync(path, { recursive: true, force: true });
    }
  }
}
