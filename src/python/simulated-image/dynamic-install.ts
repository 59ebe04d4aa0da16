import { join } from "node:path";
import { copyTree } from "../../host/copy-files.ts";
import type { Host } from "../../host/host.ts";
import { failedInstall } from "../install/failed-install.ts";
import type { InstallJob } from "../install/job.ts";
import { obtainPip } from "../install/obtain-installer.ts";
import { PipInstaller } from "../install/pip.ts";
import { pythonIn, sitePackagesOf } from "../interpreter/virtual-environment.ts";
import { requireReadableMetadata } from "../packaging/metadata-size.ts";
import { freeze } from "../packaging/pip-freeze.ts";
import type { SimulatedImageWithServer } from "./simulated-image-with-server.ts";

/** A simulated image after it installed the requirements file, as the image does at every container start. */
export interface DynamicInstall {
  /** Absolute; a copy that may be written to. */
  readonly directory: string;
  readonly python: string;
  readonly sitePackages: string;
  /** Milliseconds that pip took. */
  readonly duration: number;
  /** `pip freeze --all` before and after. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly installer: PipInstaller;
}

/**
 * Installs the requirements file once, as the image does at every container start: with pip, over the packages of the
 * image, without a cache, and with no wheels for a newer glibc than the image's.
 * @throws UserError with pip's own reason, where the container would fail with exit code 95
 */
export async function installDynamically(
  job: InstallJob,
  image: SimulatedImageWithServer,
  host: Host,
): Promise<DynamicInstall> {
  const directory = join(host.temporary, "dynamic-install");
  copyTree(image.directory, directory);
  const python = pythonIn(directory);
  const pip = await obtainPip(job.python, job.settings, host);
  const installer = new PipInstaller(pip, job, host);
  const sitePackages = sitePackagesOf(directory, job.python);
  const before = await freeze(python, sitePackages, pip, host);
  const start = performance.now();
  const run = await host.log.group("pip install, as the image does at every container start", () =>
    installer.installOver(python, job.requirements.installable),
  );
  const duration = Math.round(performance.now() - start);
  if (run.exitCode !== 0) {
    const consequence = "In the container this fails with exit code 95.";
    throw failedInstall(run, job.requirements, job.options, host, consequence);
  }
  requireReadableMetadata(sitePackages);
  const after = await freeze(python, sitePackages, pip, host);
  return { directory, python, sitePackages, duration, before, after, installer };
}
