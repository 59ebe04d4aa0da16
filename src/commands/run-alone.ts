import { join } from "node:path";
import type { Host } from "../host/host.ts";
import { shortHash } from "../host/user-directories.ts";
import type { Options } from "../inputs/options.ts";
import { withLock } from "../mount/run-lock/with-lock.ts";
import { requireWritable, setAside } from "../mount/swap-directories.ts";
import { codeName } from "../plan/code-name.ts";
import { lockOf } from "../plan/location.ts";

/**
 * Runs `work`, which makes a mount and writes output files, while no other run does so in the same directories. Whether
 * it succeeds or fails, no temporary files are left beside the mount.
 * @throws UserError if another run takes too long, or if this user cannot write there
 */
export async function runAlone<T>(options: Options, host: Host, work: () => Promise<T>): Promise<T> {
  const environmentDirectory = join(options.mountParent, options.environmentName);
  requireWritable(options.mountParent);
  const output = outputOf(options, host);
  return await withLock(lockOf(environmentDirectory), environmentDirectory, host, async () => {
    const forget = host.atEnd(() => setAside(environmentDirectory, host.temporary));
    try {
      return await withLock(join(host.toolDirectory, "locks", shortHash(output)), output, host, work);
    } finally {
      forget();
    }
  });
}

/** The output directory; by default, the common part of the names of all that this run may use. */
function outputOf(options: Options, host: Host): string {
  return options.outputDirectory || host.outputDirectory(options.artifactName || codeName(options));
}
