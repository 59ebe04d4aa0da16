import { ExitCode, messageOf, UserError } from "../errors.ts";
import type { Host } from "../runner/host.ts";
import type { Target } from "../target/target.ts";
import type { InstallJob } from "./install.ts";
import type { Pip } from "./own-pip.ts";
import { UV } from "./pins.ts";
import { settingsOnlyPipObeys } from "./settings.ts";
import { obtainPip, obtainUv } from "./tools.ts";

/** The installer of a build, and why it is the one. */
export type Choice = ChosenUv | ChosenPip;

interface ChosenUv {
  readonly name: "uv";
  readonly version: string;
  readonly reason: string;
  /** Path of its program. */
  readonly uv: string;
}

interface ChosenPip {
  readonly name: "pip";
  readonly version: string;
  readonly reason: string;
  readonly pip: Pip;
}

/** uv where it can be had and can do what is asked, else pip. */
export async function chooseInstaller(job: InstallJob, host: Host): Promise<Choice> {
  const { installer } = job.options;
  if (installer === "pip") return await pipFor(job, "asked for.", host);
  const onlyPip = whatOnlyPipCanDo(job);
  if (installer === "auto" && onlyPip !== undefined) return await pipFor(job, onlyPip, host);
  try {
    const uv = await obtainUv(job.python, job.settings, host);
    const reason = installer === "uv" ? "asked for." : "the fastest that can be had.";
    return { name: "uv", version: UV.version, uv, reason };
  } catch (error) {
    const reason = `uv ${UV.version} could not be had: ${messageOf(error)}`;
    if (installer === "auto") return await pipFor(job, reason, host);
    throw new UserError(reason, {
      hint: "Let the package index serve uv, or set installer to auto, which then takes pip.",
      exitCode: ExitCode.install,
      cause: error,
    });
  }
}

async function pipFor({ python, settings }: InstallJob, reason: string, host: Host): Promise<ChosenPip> {
  const pip = await obtainPip(python, settings, host);
  return { name: "pip", version: pip.version, reason, pip };
}

/** What makes `auto` take pip, or `undefined`. */
function whatOnlyPipCanDo(job: Pick<InstallJob, "target" | "settings" | "requirements">): string | undefined {
  if (uvPlatform(job.target) === undefined) return `uv cannot hold packages to glibc ${job.target.glibc.join(".")}.`;
  const settings = settingsOnlyPipObeys(job.settings);
  if (settings.length > 0) return `pip's configuration sets ${settings.join(", ")}, which uv does not read.`;
  const lines = job.requirements.options.flatMap(({ values }) => Object.keys(values));
  const options = ["pre", "prefer_binary", "features_enabled", "trusted_hosts"].filter((name) => lines.includes(name));
  if (options.length > 0) return `the requirements files use ${options.join(", ")}, which uv does not read.`;
  return undefined;
}

/** The manylinux platforms that uv knows; in between, it cannot be held to a glibc. */
export function uvPlatform({ glibc, architecture }: Target): string | undefined {
  const [major, minor] = glibc;
  const known = major === 2 && (minor === 17 || minor === 28 || (minor >= 31 && minor <= 40));
  return known ? `${architecture}-manylinux_${major}_${minor}` : undefined;
}
