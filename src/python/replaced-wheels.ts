import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf, orNothing } from "../errors.ts";
import type { Host } from "../runner/host.ts";
import type { InstallJob } from "./install.ts";
import { sharedWheels } from "./installer-cache.ts";

/** By `<name>/<version>`, the SHA-256 of every file that the indexes have of a release now. */
type Releases = ReadonlyMap<string, readonly string[]>;

/**
 * Removes shared wheels that are no longer the index's. PyPI never replaces a file; other indexes may, and uv takes a
 * wheel from its cache by name and version without comparing it with the hash on the index's page.
 * @param resolve runs `uv pip compile` with these arguments as the installation will be run, and answers what it wrote
 */
export async function dropReplacedWheels(
  job: InstallJob,
  resolve: (args: readonly string[]) => Promise<string>,
  host: Host,
): Promise<void> {
  const indexes = orNothing(() => readdirSync(sharedWheels(job, host))) ?? [];
  if (indexes.length === 0 || job.requireHashes) return;
  const packages = join(host.temporary, "packages.txt");
  writeFileSync(packages, job.options.packages.map((line) => `${line}\n`).join(""));
  const how = ["--quiet", "--generate-hashes", "--no-header", "--no-annotate", "--no-strip-extras"];
  try {
    const releases = releasesIn(await resolve([...how, ...job.options.requirementsFiles, packages]));
    for (const index of indexes) dropFrom(join(sharedWheels(job, host), index), releases);
  } catch (error) {
    host.log.debug(`Cached wheels are not compared with the index: ${messageOf(error)}`);
  }
}

/** Reads pins with hashes as pip and uv write them. */
function releasesIn(pins: string): Releases {
  const lines = pins.replaceAll("\\\n", " ").split("\n");
  const pairs = lines.flatMap((line) => {
    const [, name, version] = /^([a-z0-9-]+)(?:\[[^\]]*\])?==([^\s;]+)/.exec(line) ?? [];
    const hashes = [...line.matchAll(/--hash=sha256:([0-9a-f]{64})/g)].map(([, hash = ""]) => hash);
    return name === undefined ? [] : [[`${name}/${version}`, hashes] as const];
  });
  return new Map(pairs);
}

/** uv has `<name>/<version>-<tags>.http` for a wheel that was downloaded, and `.rev` for one of a local folder. */
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
