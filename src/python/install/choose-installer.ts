import type { Host } from "../../host/host.ts";
import { ExitCode, messageOf, UserError } from "../../util/errors.ts";
import { UV } from "../packaging/pins.ts";
import { settingsOnlyPipReads } from "../packaging/pip-settings.ts";
import { placeName, type Requirement } from "../packaging/requirements.ts";
import { uvPlatform } from "../packaging/wheel-tags.ts";
import { isOnPlatform } from "../platform/platform.ts";
import { settingPairs } from "../sources/plain-files.ts";
import type { Installer } from "./installer.ts";
import type { InstallJob } from "./job.ts";
import { obtainPip, obtainUv } from "./obtain-installer.ts";
import { PipInstaller } from "./pip.ts";
import { UvInstaller } from "./uv.ts";

export interface ChosenInstaller {
  readonly installer: Installer;
  /** Why this one, as a sentence. */
  readonly reason: string;
}

/** Uses uv if it is available and can do what the job requires, otherwise pip. */
export async function chooseInstaller(job: InstallJob, host: Host): Promise<ChosenInstaller> {
  const { installer } = job.options;
  if (installer === "pip") return await choosePip(job, "the input installer says so.", host);
  const canUsePip = installer === "auto" && isOnPlatform(job.python, job.target);
  const onlyPip = whatOnlyPipCanDo(job);
  if (canUsePip && onlyPip !== undefined) return await choosePip(job, onlyPip, host);
  if (installer === "uv") requireNoneForPipAlone(job);
  try {
    const uv = await obtainUv(job.python, job.settings, host);
    const reason = installer === "uv" ? "the input installer says so." : "it is available and faster than pip.";
    return { installer: new UvInstaller(uv, job, host), reason };
  } catch (error) {
    const reason = `uv ${UV.version} is not available: ${messageOf(error)}`;
    if (canUsePip) return await choosePip(job, reason, host);
    throw new UserError(reason, {
      hint: `Add uv to the package index${installer === "uv" ? ", or set installer to auto, which uses pip when uv is not available" : ""}.`,
      exitCode: ExitCode.install,
      cause: error,
    });
  }
}

async function choosePip(job: InstallJob, reason: string, host: Host): Promise<ChosenInstaller> {
  const pip = await obtainPip(job.python, job.settings, host);
  return { installer: new PipInstaller(pip, job, host), reason };
}

/** Why `auto` uses pip, or `undefined`. */
export function whatOnlyPipCanDo({ target, settings, requirements }: InstallJob): string | undefined {
  if (uvPlatform(target) === undefined) return `uv cannot limit packages to glibc ${target.glibc.join(".")}.`;
  const set = settingsOnlyPipReads(settings);
  if (set.length > 0) return `pip's configuration sets ${set.join(", ")}, which uv does not read.`;
  const lines = requirements.options.flatMap(({ values }) => Object.keys(values));
  const used = ["pre", "prefer_binary", "features_enabled", "trusted_hosts"].filter((name) => lines.includes(name));
  if (used.length > 0) return `the requirements files use ${used.join(", ")}, which uv does not read.`;
  const [first] = forPipAlone(requirements);
  return first && `${first.text} has an option for its build that uv does not pass on.`;
}

/** Requirements with options for their builds that uv has not: `--global-option`, and settings without a name to go with. */
function forPipAlone({ requirements }: InstallJob["requirements"]): Requirement[] {
  return requirements.filter(
    ({ name, settings, globalOptions, applies }) =>
      applies && ((globalOptions ?? []).length > 0 || (name === null && settingPairs(settings).length > 0)),
  );
}

/** @throws UserError if the input installer says uv, and only pip can build it */
function requireNoneForPipAlone({ requirements, options }: InstallJob): void {
  const [first] = forPipAlone(requirements);
  if (first === undefined) return;
  const { file, line, text } = first;
  throw new UserError(
    `${placeName(file ?? "", line, options.workspace)}: ${text} has an option for its build that uv does not pass on.`,
    { file: file ?? undefined, line, hint: "Remove the option, or set the input installer to pip." },
  );
}
