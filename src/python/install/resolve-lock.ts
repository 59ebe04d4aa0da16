import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import { withoutCredentials } from "../../util/credentials.ts";
import { ExitCode, messageOf, UserError } from "../../util/errors.ts";
import { requireNoneGiven, withGivenHashes } from "../sources/given-hashes.ts";
import { makeCopies, withOriginals } from "../sources/local-copies.ts";
import { chooseInstaller } from "./choose-installer.ts";
import { diagnose } from "./diagnose.ts";
import { HINTS } from "./hint-texts.ts";
import type { ResolveRequest } from "./installer.ts";
import { type InstallJob, packagesFile } from "./job.ts";

/** What a resolution found. */
export interface Resolution {
  /** Lines of a requirements file: exact versions, each with the hashes of its files, sorted by name. */
  readonly pins: string;
  /** Distributions or paths that have no hash; then no line has one. */
  readonly withoutHash: readonly string[];
}

/**
 * Resolves the requirements of a job for its target. Nothing is installed.
 * @param previous the present lock file, whose versions are kept where the requirements allow it; `""` if there is none
 * @throws UserError with the installer's own reason
 */
export async function resolveLock(job: InstallJob, previous: string, host: Host): Promise<Resolution> {
  const { installer, reason } = await chooseInstaller(job, host);
  host.log.info(`Resolving with ${installer.name} ${installer.version}: ${reason}`);
  await makeCopies(job.requirements.copies ?? []);
  const request = requestOf(job, previous, host);
  const found = await installer.lock(request).catch((error) => {
    if (error instanceof UserError) throw error;
    const output = withoutCredentials(withOriginals(messageOf(error), job.requirements.copies));
    throw new UserError(`The requirements cannot be resolved: ${output}`, {
      hint: diagnose({ installer: installer.name, output }, host.event) ?? HINTS.conflict,
      exitCode: ExitCode.install,
      cause: error,
    });
  });
  return withAllHashesOrNone(portable(withoutCredentials(withOriginals(found, job.requirements.copies)), job), job);
}

function requestOf(job: InstallJob, previous: string, host: Host): ResolveRequest {
  const { options, requirements } = job;
  const write = (name: string, lines: readonly string[]) => {
    const path = join(host.temporary, name);
    writeFileSync(path, lines.map((line) => `${line}\n`).join(""));
    return path;
  };
  const files = [...requirements.installable, ...packagesFile(job, host)];
  const inImage = (options.imagePackages ?? []).flatMap(({ name, version }) =>
    version === undefined ? [] : [`${name}==${version}`],
  );
  const { upgrade, upgradePackages } = options.lock;
  return {
    files,
    constraints: inImage.length === 0 ? undefined : write("image-constraints.txt", inImage),
    previous: write("previous.txt", versionsIn(previous)),
    upgrade,
    upgradePackages,
  };
}

/**
 * Only the versions of a lock file are kept: hashes come from the index each time, so that wrong ones do not stay, and
 * the file may be damaged.
 */
function versionsIn(lock: string): string[] {
  return [...lock.matchAll(/^[\w.-]+==[^\s;\\]+(?=[ \t]*(\r?$|\\|--hash|;))/gm)].map(([pin]) => pin);
}

/** A project of the repository is named by its path in it. */
function portable(pins: string, { options: { workspace } }: InstallJob): string {
  return pins
    .replaceAll(`file://${workspace}/`, "./")
    .replaceAll(`${workspace}/`, "./")
    .replace(/^\S+ @ (\.\/\S+)/gm, "$1");
}

/** pip requires hashes for all requirements or for none. */
function withAllHashesOrNone(pins: string, { requirements: { requirements }, options }: InstallJob): Resolution {
  const found = pins
    .replace(/\s*\\\n\s*/g, " ")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const entries = withGivenHashes(found, requirements, options.workspace);
  const withoutHash = entries.filter((entry) => !entry.includes(" --hash=")).map((entry) => entry.split(" ")[0] ?? "");
  if (withoutHash.length === 0) {
    return {
      pins: entries.map((entry) => `${entry.replaceAll(" --hash=", " \\\n    --hash=")}\n`).join(""),
      withoutHash,
    };
  }
  requireNoneGiven(withoutHash, requirements);
  return { pins: entries.map((entry) => `${entry.replace(/ --hash=\S+/g, "")}\n`).join(""), withoutHash };
}
