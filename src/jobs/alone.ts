import { basename, join } from "node:path";
import { lockOf } from "../mount/location.ts";
import { withLock } from "../mount/lock.ts";
import { requireWritable, setAside } from "../mount/place.ts";
import type { Options } from "../options/options.ts";
import type { Host } from "../runner/host.ts";
import { shortHash } from "../runner/user-directories.ts";

/**
 * Runs `work`, which makes a mount and writes output files, while no other run does that in the same places. However it
 * ends, nothing of ours stays beside the mount.
 * @throws UserError when another run takes too long, or this user cannot write there
 */
export async function alone<T>(options: Options, host: Host, work: () => Promise<T>): Promise<T> {
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

/** The output directory, or by default what the names of all have in common that this run may come to use. */
function outputOf({ outputDirectory, artifactName, codeDirectory, environmentName }: Options, host: Host): string {
  return outputDirectory || host.outputDirectory(artifactName || `${basename(codeDirectory)}-${environmentName}`);
}
