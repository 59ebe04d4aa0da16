import type { Host } from "../../host/host.ts";
import { withoutCredentials } from "../../util/credentials.ts";
import { messageOf } from "../../util/errors.ts";
import { sourceLines } from "../packaging/indexes.ts";
import type { BuildEnvironment } from "./install.ts";
import type { InstallJob } from "./job.ts";

export const WITHOUT_HASHES = "Without hashes: the index or the installer did not provide all of them.";

/**
 * A requirements file that installs the same packages again: exact versions, with the hashes that the index has. Without
 * hashes if some are not available; the first line then says so.
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
    const locked = await environment.installer.pin(environment, plain);
    if (!hasEveryHash(locked)) throw new Error("not every file has one");
    const { python, glibc, architecture } = job.target;
    return withHead(`Installed for Python ${python}, glibc ${glibc.join(".")}, ${architecture}.`, job, locked);
  } catch (error) {
    host.log.debug(`The lock file has no hashes: ${messageOf(error)}`);
    return withHead(WITHOUT_HASHES, job, `${plain.join("\n")}\n`);
  }
}

/** pip requires hashes for all requirements or for none. */
function hasEveryHash(pins: string): boolean {
  const lines = pins.trim().replaceAll("\\\n", "").split("\n");
  return lines.every((line) => line === "" || line.includes(" --hash="));
}

/** The lock file also names the indexes, because it may be installed without the requirements files. */
export function withHead(sentence: string, { requirements }: InstallJob, pins: string): string {
  return [`# ${sentence}`, ...sourceLines(requirements.options), pins].join("\n");
}
