import { basename, join } from "node:path";
import { lockOf } from "../mount/location.ts";
import { withLock } from "../mount/lock.ts";
import type { Options } from "../options/options.ts";
import type { Host } from "../runner/host.ts";
import { shortHash } from "../runner/user-directories.ts";

/**
 * Runs `work`, which makes a mount and writes output files, while no other run does that in the same places.
 * @throws UserError when another run takes too long
 */
export async function alone<T>(options: Options, host: Host, work: () => Promise<T>): Promise<T> {
  const environmentDirectory = join(options.mountParent, options.environmentName);
  const output = outputOf(options, host);
  const inner = () => withLock(join(host.toolDirectory, "locks", shortHash(output)), output, host, work);
  return await withLock(lockOf(environmentDirectory), environmentDirectory, host, inner);
}

/** The output directory, or by default what the names of all have in common that this run may come to use. */
function outputOf({ outputDirectory, artifactName, codeDirectory, environmentName }: Options, host: Host): string {
  return outputDirectory || host.outputDirectory(artifactName || `${basename(codeDirectory)}-${environmentName}`);
}
