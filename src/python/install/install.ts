import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import { whyThisGlibc } from "../../images/target.ts";
import { settleAll } from "../../util/schedule.ts";
import { variablesLeftOut } from "../child-environment.ts";
import { makeEnvironment, sitePackagesOf } from "../interpreter/virtual-environment.ts";
import type { Origins } from "../packaging/pip-report.ts";
import { withoutBuilding } from "../platform/wheels-only.ts";
import { makeCopies, withOriginals } from "../sources/local-copies.ts";
import { chooseInstaller } from "./choose-installer.ts";
import { failedInstall } from "./failed-install.ts";
import type { Installer, TargetEnvironment } from "./installer.ts";
import { type InstallJob, packagesFile } from "./job.ts";

/** A virtual environment with everything installed, before anything is staged. */
export interface BuildEnvironment extends TargetEnvironment {
  readonly sitePackages: string;
  readonly installer: Installer;
  /** Why this installer was used, as a sentence. */
  readonly reason: string;
  readonly origins: Origins;
  /** Inherited variables that were kept out of the build. */
  readonly leftOut: readonly string[];
}

/**
 * Creates an empty virtual environment in the temporary directory and installs into it.
 * @throws UserError with the installer's own reason and the requirement's line
 */
export async function install(job: InstallJob, host: Host): Promise<BuildEnvironment> {
  const directory = join(host.temporary, "environment");
  const [python, { installer, reason }] = await settleAll([
    makeEnvironment(directory, job.python, host),
    chooseInstaller(job, host),
  ]);
  host.log.info(`Installing with ${installer.name} ${installer.version}: ${reason}`);
  if (job.target.image === undefined) host.log.info(whyThisGlibc(job.target));
  const title = `${installer.name} install, Python ${job.python.version}, glibc at most ${job.target.glibc.join(".")}`;
  const environment = { directory, python, compile: false };
  const packages = job.requirements.lock === undefined ? packagesFile(job, host) : []; // they are in the lock file
  const { copies = [] } = job.requirements;
  await makeCopies(copies);
  const wanted = { files: [...job.requirements.installable, ...packages], requireHashes: job.requireHashes };
  const ended = await host.log.group(title, () => installer.install(environment, wanted));
  const run = { ...ended, output: withOriginals(ended.output, copies) };
  if (run.exitCode !== 0) throw withoutBuilding(failedInstall(run, job.requirements, job.options, host), job);
  return {
    ...environment,
    sitePackages: sitePackagesOf(directory, job.python),
    installer,
    reason,
    origins: installer.origins(run),
    leftOut: variablesLeftOut(host.environment),
  };
}
