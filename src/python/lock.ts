import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../errors.ts";
import type { Host } from "../runner/host.ts";
import { installerEnvironment } from "./environment.ts";
import { sourceLines, withIndexes } from "./indexes.ts";
import type { BuildEnvironment, InstallJob } from "./install.ts";
import { uvPlatform } from "./installer.ts";
import { uvCacheEnvironment } from "./installer-cache.ts";
import { hashOf, installedIn, pinOf } from "./pip-report.ts";
import { uvEnvironment, withoutCredentials } from "./settings.ts";

export const WITHOUT_HASHES = "Without hashes: the index, or the installer, did not give every one.";

/**
 * A requirements file that gives the same packages again: exact versions, with the hashes that the index says.
 * Where hashes cannot be had, versions alone; the first line says so.
 *
 * @param freeze `pip freeze --all` of the environment
 */
export async function lockOf(
  environment: BuildEnvironment,
  freeze: readonly string[],
  job: InstallJob,
  host: Host,
): Promise<string> {
  const plain = freeze.filter((line) => !line.startsWith("#")).map(withoutCredentials);
  try {
    const locked = environment.uv
      ? await lockedByUv(environment.uv, environment, plain, job, host)
      : lockedByPip(environment, plain);
    if (!hasEveryHash(locked)) throw new Error("not every file has one.");
    const { python, glibc, architecture } = job.target;
    return withHead(`What was installed for Python ${python}, glibc ${glibc.join(".")}, ${architecture}.`, job, locked);
  } catch (error) {
    host.log.debug(`No hashes for the lock: ${messageOf(error)}`);
    return withHead(WITHOUT_HASHES, job, `${plain.join("\n")}\n`);
  }
}

/** pip wants the hashes of all or of none. */
function hasEveryHash(pins: string): boolean {
  const lines = pins.trim().replaceAll("\\\n", "").split("\n");
  return lines.every((line) => line === "" || line.includes(" --hash="));
}

/** Who installs from a lock alone must look where its packages were found. */
export function withHead(sentence: string, { requirements }: InstallJob, pins: string): string {
  return [`# ${sentence}`, ...sourceLines(requirements.options), pins].join("\n");
}

/** uv asks the index for the hashes of every file of each version. */
async function lockedByUv(
  uv: string,
  { directory, python }: BuildEnvironment,
  freeze: readonly string[],
  job: InstallJob,
  host: Host,
) {
  const list = join(directory, "freeze.txt");
  writeFileSync(list, `${freeze.join("\n")}\n`);
  const platform = uvPlatform(job.target);
  const args = ["pip", "compile", "--quiet", "--generate-hashes", "--no-deps", "--no-header", "--no-annotate"];
  const options = ["--python", python, ...(platform ? ["--python-platform", platform] : [])];
  const settings = withIndexes(job.settings, job.requirements.options, job.options.workspace);
  return await host.capture(uv, [...args, ...options, list], {
    environment: { ...installerEnvironment(host), ...uvEnvironment(settings), ...uvCacheEnvironment(job, host) },
  });
}

export function hashed(pin: string, sha256: string): string {
  return `${pin} \\\n    --hash=sha256:${sha256}`;
}

/** pip's installation report has the hash of the one file that it took. */
function lockedByPip({ pipReport }: BuildEnvironment, freeze: readonly string[]): string {
  if (!existsSync(pipReport)) return `${freeze.join("\n")}\n`;
  const lines = installedIn(pipReport).map((one) => {
    const sha256 = hashOf(one);
    return sha256 ? hashed(pinOf(one), sha256) : pinOf(one);
  });
  return `${lines.sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)).join("\n")}\n`;
}
