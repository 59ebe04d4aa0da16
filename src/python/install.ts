import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { allEnded } from "../all-ended.ts";
import type { Options } from "../options/options.ts";
import type { Host, RunOptions, RunResult } from "../runner/host.ts";
import type { Target } from "../target/target.ts";
import { runInstaller } from "./disk-guard.ts";
import { installerEnvironment, variablesLeftOut } from "./environment.ts";
import { failedInstall } from "./failure.ts";
import { notOverruled } from "./indexes.ts";
import { chooseInstaller, uvPlatform } from "./installer.ts";
import { dropUnsharedArchives, pipCacheEnvironment, uvCacheEnvironment } from "./installer-cache.ts";
import type { Interpreter } from "./interpreter.ts";
import { reaped } from "./isolation.ts";
import type { Pip } from "./own-pip.ts";
import { reportArguments, reportOf } from "./pip-report.ts";
import { dropReplacedWheels } from "./replaced-wheels.ts";
import type { Requirements } from "./requirements.ts";
import { type PipSettings, pipEnvironment, uvEnvironment } from "./settings.ts";
import { makeEnvironment } from "./virtual-environment.ts";

/** What an installation needs to know. */
export interface InstallJob {
  readonly options: Options;
  readonly target: Target;
  readonly python: Interpreter;
  readonly requirements: Requirements;
  readonly settings: PipSettings;
  readonly requireHashes: boolean;
}

/** A virtual environment with everything installed, before anything is staged. */
export interface BuildEnvironment {
  readonly directory: string;
  readonly python: string;
  readonly sitePackages: string;
  readonly installer: { readonly name: "uv" | "pip"; readonly version: string; readonly reason: string };
  /** Path of uv, where it installed. */
  readonly uv: string | undefined;
  /** Where pip's installation report lies, if pip installed and is young enough to write one. */
  readonly pipReport: string;
  /** What the installer said, or the end of it. */
  readonly output: string;
  /** Inherited variables that were kept out of the build. */
  readonly leftOut: readonly string[];
}

/**
 * Creates a virtual environment without seeds in the temporary directory and installs into it.
 * @throws UserError with the installer's own reason and the requirement's line
 */
export async function install(job: InstallJob, host: Host): Promise<BuildEnvironment> {
  const directory = join(host.temporary, "environment");
  const [python, installer] = await allEnded([
    makeEnvironment(directory, job.python, host),
    chooseInstaller(job, host),
  ]);
  host.log.info(`Installing with ${installer.name} ${installer.version}: ${installer.reason}`);
  const title = `${installer.name} install, Python ${job.python.version}, glibc at most ${job.target.glibc.join(".")}`;
  const run = await host.log.group(title, () =>
    installer.name === "uv"
      ? installWithUv(job, python, installer.uv, host)
      : installWithPip(job, python, installer.pip, host),
  );
  if (run.exitCode !== 0) throw failedInstall(run, job.requirements, job.options, host);
  return {
    directory,
    python,
    sitePackages: sitePackagesOf(directory, job.python),
    installer: { name: installer.name, version: installer.version, reason: installer.reason },
    uv: installer.name === "uv" ? installer.uv : undefined,
    pipReport: reportOf(host),
    output: run.output,
    leftOut: variablesLeftOut(host.environment),
  };
}

export function sitePackagesOf(directory: string, python: Interpreter): string {
  if (process.platform === "win32") return join(directory, "Lib", "site-packages");
  return join(directory, "lib", `python${python.minor}`, "site-packages");
}

function requirementArguments({ options, requireHashes }: InstallJob): string[] {
  const files = options.requirementsFiles.flatMap((file) => ["--requirement", file]);
  return [...(requireHashes ? ["--require-hashes"] : []), ...files, ...options.packages];
}

async function installWithUv(job: InstallJob, python: string, uv: string, host: Host): Promise<RunResult> {
  const platform = uvPlatform(job.target);
  const target = ["--python", python, ...(platform ? ["--python-platform", platform] : [])];
  const how: RunOptions = {
    directory: job.options.workspace,
    // uv would listen to the environment before it listens to the files.
    environment: {
      ...installerEnvironment(host),
      ...uvEnvironment(notOverruled(job.settings, job.requirements.options)),
      ...uvCacheEnvironment(job, host),
    },
    isolation: reaped(job.python),
  };
  await dropReplacedWheels(job, (args) => host.capture(uv, ["pip", "compile", ...target, ...args], how), host);
  const run = await runInstaller(host, uv, ["pip", "install", ...target, ...requirementArguments(job)], how);
  dropUnsharedArchives(job, host);
  return run;
}

async function installWithPip(job: InstallJob, python: string, pip: Pip, host: Host): Promise<RunResult> {
  const args = [
    "-s",
    join(pip.path, "pip"),
    "install",
    "--ignore-installed",
    "--no-compile",
    "--no-warn-script-location",
  ];
  const log = join(host.temporary, "pip.log");
  const run = await runInstaller(
    host,
    python,
    [...args, "--progress-bar", "off", "--log", log, ...reportArguments(pip, host), ...requirementArguments(job)],
    {
      directory: job.options.workspace,
      environment: {
        ...installerEnvironment(host),
        ...pipEnvironment(job.settings),
        ...pipCacheEnvironment(job, host),
        PYTHONPATH: glibcCap(job.target, host),
      },
      isolation: reaped(job.python),
    },
  );
  return { ...run, output: run.output + silencesIn(log) };
}

/** A package that is built may print more than a string can hold. */
const LOG_LIMIT = 2 ** 24;

function endOf(file: string): string {
  const descriptor = openSync(file, "r");
  try {
    const bytes = Buffer.alloc(Math.min(fstatSync(descriptor).size, LOG_LIMIT));
    readSync(descriptor, bytes, 0, bytes.length, fstatSync(descriptor).size - bytes.length);
    return bytes.toString("utf8");
  } finally {
    closeSync(descriptor);
  }
}

/** pip tells only its log that an index refused it or did not answer; a page that is not there is an answer. */
function silencesIn(log: string): string {
  if (!existsSync(log)) return "";
  const lines = endOf(log).matchAll(/Could not fetch URL (.*?)(?: - skipping)?$/gm);
  const reasons = [...lines].map(([, reason]) => `${reason}`).filter((reason) => !reason.includes(" 404 "));
  return [...new Set(reasons)]
    .slice(-1)
    .map((reason) => `ERROR: ${reason}\n`)
    .join("");
}

/** A directory with the module that pip asks which manylinux wheels may run; for the installer's path only. */
export function glibcCap({ glibc: [major, minor] }: Target, host: Host): string {
  const directory = join(host.temporary, "glibc-cap");
  mkdirSync(directory, { recursive: true });
  const rule = `def manylinux_compatible(major, minor, _architecture):\n    return (major, minor) <= (${major}, ${minor})\n`;
  writeFileSync(join(directory, "_manylinux.py"), rule);
  return directory;
}
