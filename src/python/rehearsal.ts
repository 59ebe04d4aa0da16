import { cpSync } from "node:fs";
import { join } from "node:path";
import { requireReadableMetadata } from "../mount/stage.ts";
import type { Host, RunResult } from "../runner/host.ts";
import { runInstaller } from "./disk-guard.ts";
import { installerEnvironment } from "./environment.ts";
import { failedInstall } from "./failure.ts";
import { freeze } from "./freeze.ts";
import { glibcCap, type InstallJob, sitePackagesOf } from "./install.ts";
import { reaped } from "./isolation.ts";
import type { Pip } from "./own-pip.ts";
import { reportArguments } from "./pip-report.ts";
import type { ServedImage } from "./served-image.ts";
import { pipEnvironment } from "./settings.ts";
import { obtainPip } from "./tools.ts";
import { pythonIn } from "./virtual-environment.ts";

/** The image after it installed the requirements at its start. */
export interface StartedImage {
  /** Absolute; a copy that may be written to. */
  readonly directory: string;
  readonly python: string;
  readonly sitePackages: string;
  /** Milliseconds that pip took. */
  readonly duration: number;
  /** `pip freeze --all` before and after. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly pip: Pip;
}

/**
 * Installs the requirements file once as the image does at every start: by pip, over the packages of the image, with
 * nothing cached, and no newer wheels than the image's glibc lets pip take.
 * @throws UserError with pip's own reason, where the container would end with exit code 95
 */
export async function rehearse(job: InstallJob, image: ServedImage, host: Host): Promise<StartedImage> {
  const directory = join(host.temporary, "started-image");
  cpSync(image.directory, directory, { recursive: true, verbatimSymlinks: true });
  const python = pythonIn(directory);
  const pip = await obtainPip(job.python, job.settings, host);
  const before = await freeze(python, pip, host);
  const start = performance.now();
  const run = await host.log.group("pip install, as the image would at every start", () =>
    installOver(python, pip, job, host),
  );
  const duration = Math.round(performance.now() - start);
  if (run.exitCode !== 0)
    throw failedInstall(
      run,
      job.requirements,
      job.options,
      host,
      "At its start the container would end with exit code 95.",
    );
  const sitePackages = sitePackagesOf(directory, job.python);
  requireReadableMetadata(sitePackages);
  const after = await freeze(python, pip, host);
  return { directory, python, sitePackages, duration, before, after, pip };
}

async function installOver(python: string, pip: Pip, job: InstallJob, host: Host): Promise<RunResult> {
  const files = job.options.requirementsFiles.flatMap((file) => ["--requirement", file]);
  const args = ["install", "--no-cache-dir", "--no-warn-script-location", "--progress-bar", "off"];
  return await runInstaller(
    host,
    python,
    ["-s", join(pip.path, "pip"), ...args, ...reportArguments(pip, host), ...files],
    {
      directory: host.temporary, // the image has not yet changed to the scoring directory
      environment: {
        ...installerEnvironment(host),
        ...pipEnvironment(job.settings),
        PYTHONPATH: glibcCap(job.target, host),
      },
      isolation: reaped(job.python),
    },
  );
}
