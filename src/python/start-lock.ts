import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../errors.ts";
import type { Host } from "../runner/host.ts";
import { installerEnvironment } from "./environment.ts";
import { glibcCap, type InstallJob } from "./install.ts";
import { pipCacheEnvironment } from "./installer-cache.ts";
import { hashed, WITHOUT_HASHES, withHead } from "./lock.ts";
import { normalisedName } from "./names.ts";
import { hashOf, type Installed, installedIn, pinOf, reportOf } from "./pip-report.ts";
import type { StartedImage } from "./rehearsal.ts";
import { pipEnvironment } from "./settings.ts";

/**
 * The lock of an image that installed at its start: what pip installed, and what it found in the image already and the
 * requirements need, for a mount has to hold that too. Where the index does not give every hash there are none.
 *
 * @param versions by normalised name, everything that the requirements reach; `undefined` for direct references
 */
export async function lockOfStart(
  versions: ReadonlyMap<string, string | undefined>,
  started: StartedImage,
  job: InstallJob,
  host: Host,
): Promise<string> {
  const chosen = await choices(versions, started, job, host);
  const isWhole = [...versions.keys()].every((name) => chosen.get(name)?.sha256 !== undefined);
  const lines = [...versions].sort().map(([name, version]) => {
    const { directPin, sha256 } = chosen.get(name) ?? {};
    const pin = directPin ?? `${name}==${version ?? ""}`;
    return isWhole && sha256 ? hashed(pin, sha256) : pin;
  });
  const head = isWhole ? "What was installed." : WITHOUT_HASHES;
  return withHead(head, job, `${lines.join("\n")}\n`);
}

interface Choice {
  /** For what an address in the requirements gave. */
  readonly directPin: string | undefined;
  readonly sha256: string | undefined;
}

/** By normalised name, the files that were installed; those that the image had come from the index once more. */
async function choices(
  versions: ReadonlyMap<string, string | undefined>,
  started: StartedImage,
  job: InstallJob,
  host: Host,
): Promise<Map<string, Choice>> {
  const installed = byName(installedIn(reportOf(host)));
  const found = [...versions.keys()].filter((name) => !installed.has(name));
  if (found.length === 0) return installed;
  host.log.info(`In the image already: ${found.sort().join(", ")}. Asking the index for hashes.`);
  return new Map([...byName(await chosenAlone(versions, started, job, host)), ...installed]);
}

function byName(installed: readonly Installed[]): Map<string, Choice> {
  const entries = installed.map((one) => {
    const choice = { directPin: one.is_direct ? pinOf(one) : undefined, sha256: hashOf(one) };
    return [normalisedName(one.metadata.name), choice] as const;
  });
  return new Map(entries);
}

/**
 * What pip would take for the same requirements and the same versions if the image had nothing. Nothing is installed.
 * The requirements files are read again, for what they say of indexes holds here too.
 */
async function chosenAlone(
  versions: ReadonlyMap<string, string | undefined>,
  { python, pip }: StartedImage,
  job: InstallJob,
  host: Host,
): Promise<readonly Installed[]> {
  const pins = [...versions]
    .filter(([, version]) => version !== undefined)
    .map(([name, version]) => `${name}==${version}`);
  const [constraints, report] = [join(host.temporary, "image-versions.txt"), join(host.temporary, "alone-report.json")];
  writeFileSync(constraints, `${pins.join("\n")}\n`);
  const files = job.options.requirementsFiles.flatMap((file) => ["--requirement", file]);
  const args = [
    "install",
    "--dry-run",
    "--ignore-installed",
    "--quiet",
    "--report",
    report,
    "--constraint",
    constraints,
  ];
  try {
    await host.capture(python, ["-s", join(pip.path, "pip"), ...args, ...files], {
      directory: job.options.scoringDirectory,
      environment: {
        ...installerEnvironment(host),
        ...pipEnvironment(job.settings),
        ...pipCacheEnvironment(job, host),
        PYTHONPATH: glibcCap(job.target, host),
      },
    });
  } catch (error) {
    host.log.debug(`No hashes for what the image had already: ${messageOf(error)}`);
  }
  return installedIn(report);
}
