import { ExitCode, Problems, UserError } from "../../util/errors.ts";
import { whatOnlyPipCanDo } from "../install/choose-installer.ts";
import { HINTS } from "../install/hint-texts.ts";
import type { InstallJob } from "../install/job.ts";
import { placeName, type Requirement, requested } from "../packaging/requirements.ts";
import { isOnPlatform, platformName } from "./platform.ts";

/**
 * On a machine of another platform than the image's, only uv installs for the image, and only wheels: what is built from
 * source would be for this machine.
 * @throws UserErrors with everything that cannot be installed here
 */
export function requireWheels(job: InstallJob): void {
  const { target, python, requirements, options } = job;
  if (isOnPlatform(python, target)) return;
  const problems = new Problems();
  const because = whyNotUv(job);
  if (because !== undefined) problems.add(`${because} ${onOther(job)}`, { hint: elsewhere(job) });
  for (const requirement of requested(requirements.requirements).filter(isSource)) {
    const { file, line, name, text } = requirement;
    const where = file === null ? `Input packages, line ${line}` : placeName(file, line, options.workspace);
    problems.add(`${where}: ${name ?? text} is installed from source. ${onOther(job)}`, {
      file: file ?? undefined,
      line,
      hint: `Name a release with a wheel. ${elsewhere(job)}`,
    });
  }
  for (const { file, line, text, values } of requirements.options.filter(({ values }) => forbidsWheels(values))) {
    problems.add(
      `${placeName(file, line, options.workspace)}: ${text} forbids the wheels of ${forbidden(values)}. ${onOther(job)}`,
      {
        file,
        line,
        hint: `Remove the line. ${elsewhere(job)}`,
      },
    );
  }
  problems.throwIfAny();
}

function whyNotUv(job: InstallJob): string | undefined {
  const { mode, installer } = job.options;
  if (mode === "dynamic") return "Mode dynamic runs the image's pip.";
  if (installer === "pip") return "Input installer: pip installs for the machine that it runs on.";
  const onlyPip = whatOnlyPipCanDo(job);
  return onlyPip && onlyPip[0]?.toUpperCase() + onlyPip.slice(1);
}

function isSource({ url }: Requirement): boolean {
  return url !== null && !/\.whl$/i.test(url);
}

function forbidsWheels({ no_binary }: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(no_binary) && no_binary.length > 0;
}

function forbidden({ no_binary }: Readonly<Record<string, unknown>>): string {
  const names = no_binary as string[];
  return names.includes(":all:") ? "all packages" : names.join(", ");
}

function onOther({ python, target }: InstallJob): string {
  return `This machine is ${platformName(python)}, where only uv installs for Linux ${target.architecture}, and only wheels.`;
}

function elsewhere({ target }: InstallJob): string {
  return `Everything else needs Linux ${target.architecture}: a job on ubuntu-latest, or a container with Node and Python ${target.python}.`;
}

/** The error of an installation that failed because a requirement has no wheel, with the reason on this machine. */
export function withoutBuilding(error: UserError, job: InstallJob): UserError {
  if (isOnPlatform(job.python, job.target) || error.hint !== HINTS.noBuild) return error;
  const { file, line } = error.place;
  const hint = `There is no wheel that fits. ${onOther(job)} Pin a release with a wheel. ${elsewhere(job)}`;
  return new UserError(error.message, { file, line, hint, exitCode: ExitCode.install, cause: error });
}
