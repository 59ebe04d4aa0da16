import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import { contentsOf } from "../../images/contents/image-contents.ts";
import { lastServerVersionFor, SERVER } from "../../images/server/server.ts";
import type { Target } from "../../images/target.ts";
import type { Options } from "../../inputs/options.ts";
import { ExitCode, UserError } from "../../util/errors.ts";
import { sha256 } from "../../util/sha256.ts";
import { cleanEnvironment } from "../child-environment.ts";
import { moveUnlessThere } from "../fetch/tool-directory.ts";
import { chooseInstaller } from "../install/choose-installer.ts";
import { failedInstall } from "../install/failed-install.ts";
import type { InstallerRun } from "../install/installer.ts";
import type { Interpreter } from "../interpreter/interpreter.ts";
import { makeEnvironment } from "../interpreter/virtual-environment.ts";
import { readPipSettings } from "../packaging/pip-settings.ts";
import type { Requirements } from "../packaging/requirements.ts";
import { runProbe } from "../probe.ts";

/** A virtual environment that simulates an image and holds the real inference server. */
export interface SimulatedImageWithServer {
  /** Absolute. Shared by later runs: nothing may be written to it. */
  readonly directory: string;
  /** Version of the server. */
  readonly server: string;
}

/**
 * Installs the inference server at the version that the image has, otherwise the last one for its Python, with the packages
 * that the image is known to contain. The environment is kept beside the tools for later runs.
 * @param version of the server, if not that of the image
 * @throws UserError when the index does not have the server
 */
export async function obtainImageWithServer(
  options: Options,
  target: Target,
  python: Interpreter,
  host: Host,
  version?: string,
): Promise<SimulatedImageWithServer> {
  const ofImage = contentsOf(target, options.imagePackages).server?.version;
  const server = version ?? ofImage ?? lastServerVersionFor(python.minor);
  if (server === undefined) throw new UserError(`There is no inference server for Python ${python.minor}.`);
  const requirements = requirementsOf(server, options, target);
  const identity = sha256(
    JSON.stringify([LAYOUT, python.path, python.version, target.glibc, target.facts === undefined, requirements]),
  );
  const name = `server-${server}-py${python.version}-${identity.slice(0, 12)}`;
  const directory = join(host.toolDirectory, name);
  if (!existsSync(directory)) await make(directory, requirements, { options, target, python }, host);
  return { directory, server };
}

/** Environments that were filled in another way are not taken again. */
const LAYOUT = 2;

function requirementsOf(server: string, { imagePackages }: Options, { image }: Target): string[] {
  const named = Object.entries(image?.packages ?? {}).map(([name, specifier]) => `${name}${specifier}`);
  const listed = imagePackages?.flatMap(({ name, version }) => (version === undefined ? [] : [`${name}==${version}`]));
  return [`${SERVER}==${server}`, ...(listed?.filter((line) => !line.startsWith(`${SERVER}==`)) ?? named)];
}

/** What the user's requirements files say does not hold for the packages of the image. */
const NO_REQUIREMENTS: Requirements = { files: [], requirements: [], options: [], installable: [] };

interface ImageJob {
  readonly options: Options;
  readonly target: Target;
  readonly python: Interpreter;
}

async function make(directory: string, packages: readonly string[], job: ImageJob, host: Host): Promise<void> {
  const fresh = host.draft();
  try {
    const title = `Installing the inference server: ${packages.join(", ")}`;
    const run = await host.log.group(title, () => fill(fresh, packages, job, host));
    if (run.exitCode !== 0) throw notInstalled(packages, run, job.options, host);
    moveUnlessThere(fresh, directory);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

async function fill(directory: string, packages: readonly string[], job: ImageJob, host: Host): Promise<InstallerRun> {
  const python = await makeEnvironment(directory, job.python, host);
  // What an image says of itself is complete.
  const isComplete = job.target.facts !== undefined || packages.some((line) => /^setuptools\b/.test(line));
  if (!isComplete) await addBundledSetuptools(python, host);
  const sources = { settings: await readPipSettings(job.python, host), requirements: NO_REQUIREMENTS };
  const { installer } = await chooseInstaller({ ...job, ...sources, requireHashes: false }, host);
  const file = join(host.temporary, "server-requirements.txt");
  writeFileSync(file, packages.map((line) => `${line}\n`).join(""));
  return await installer.install({ directory, python, compile: true }, { files: [file], requireHashes: false });
}

/**
 * Conda's environments have setuptools, which old servers and packages import; `pip freeze` omits it. Python 3.12 and later
 * bring none along, and Debian's needs python3-venv.
 */
async function addBundledSetuptools(python: string, host: Host): Promise<void> {
  await runProbe(python, "bundled_setuptools", null, { environment: cleanEnvironment(host.environment) });
}

function notInstalled(requirements: readonly string[], run: InstallerRun, options: Options, host: Host): UserError {
  const { message, hint } = failedInstall(run, NO_REQUIREMENTS, options, host);
  return new UserError(`The inference server cannot be installed (${requirements.join(", ")}): ${message}`, {
    hint: hint ?? "Leave the input smoke-test empty where the package index does not have the inference server.",
    exitCode: ExitCode.install,
  });
}
