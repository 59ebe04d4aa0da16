import { createHash } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ExitCode, UserError } from "../errors.ts";
import type { Options } from "../options/options.ts";
import type { Host, RunResult } from "../runner/host.ts";
import { contentsOf } from "../target/image-contents.ts";
import { lastServerVersionFor, SERVER } from "../target/server.ts";
import type { Target } from "../target/target.ts";
import { runInstaller } from "./disk-guard.ts";
import { installerEnvironment } from "./environment.ts";
import { failedInstall } from "./failure.ts";
import { glibcCap } from "./install.ts";
import { chooseInstaller, uvPlatform } from "./installer.ts";
import { dropUnsharedArchives, pipCacheEnvironment, uvCacheEnvironment } from "./installer-cache.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Requirements } from "./requirements.ts";
import { pipEnvironment, readPipSettings, uvEnvironment } from "./settings.ts";
import { placeOnce } from "./tools.ts";
import { makeEnvironment } from "./virtual-environment.ts";

/** An image played by a virtual environment that holds the real inference server. */
export interface ServedImage {
  /** Absolute. Shared by later runs: nothing may be written to it. */
  readonly directory: string;
  /** Version of the server. */
  readonly server: string;
}

/**
 * The server's version that the image has, else the last for its Python, with the packages that the image is known to
 * hold. Made once for each such list; later runs find it among the tools.
 * @throws UserError when the index does not give it
 */
export async function obtainServedImage(
  options: Options,
  target: Target,
  python: Interpreter,
  host: Host,
): Promise<ServedImage> {
  const server = contentsOf(target, options.imagePackages).server?.version ?? lastServerVersionFor(python.minor);
  if (server === undefined) throw new UserError(`There is no inference server for Python ${python.minor}.`);
  const requirements = requirementsOf(server, options, target);
  const identity = createHash("sha256").update(
    JSON.stringify([python.path, python.version, target.glibc, requirements]),
  );
  const name = `server-${server}-py${python.version}-${identity.digest("hex").slice(0, 12)}`;
  const directory = join(host.toolDirectory, name);
  if (!existsSync(directory)) await make(directory, requirements, { options, target, python }, host);
  return { directory, server };
}

function requirementsOf(server: string, { imagePackages }: Options, { image }: Target): string[] {
  const named = Object.entries(image?.packages ?? {}).map(([name, specifier]) => `${name}${specifier}`);
  const listed = imagePackages?.flatMap(({ name, version }) => (version === undefined ? [] : [`${name}==${version}`]));
  return [`${SERVER}==${server}`, ...(listed?.filter((line) => !line.startsWith(`${SERVER}==`)) ?? named)];
}

/** The requirements files say nothing of the image. */
const NOTHING: Requirements = { files: [], requirements: [], options: [] };

interface Job {
  readonly options: Options;
  readonly target: Target;
  readonly python: Interpreter;
}

async function make(directory: string, requirements: readonly string[], job: Job, host: Host): Promise<void> {
  const draft = host.draft();
  try {
    const python = await makeEnvironment(draft, job.python, host);
    const title = `Installing the inference server: ${requirements.join(", ")}`;
    const run = await host.log.group(title, () => fill(python, requirements, job, host));
    if (run.exitCode !== 0) throw notInstalled(requirements, run, job.options, host);
    placeOnce(draft, directory);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function fill(python: string, requirements: readonly string[], job: Job, host: Host): Promise<RunResult> {
  const sources = { settings: await readPipSettings(job.python, host), requirements: NOTHING };
  const installer = await chooseInstaller({ ...job, ...sources, requireHashes: false }, host);
  const environment = installerEnvironment(host);
  if (installer.name === "uv") {
    const platform = uvPlatform(job.target);
    const args = ["pip", "install", "--python", python, ...(platform ? ["--python-platform", platform] : [])];
    const run = await runInstaller(host, installer.uv, [...args, ...requirements], {
      environment: { ...environment, ...uvEnvironment(sources.settings), ...uvCacheEnvironment(sources, host) },
    });
    dropUnsharedArchives(sources, host);
    return run;
  }
  const args = ["-s", join(installer.pip.path, "pip"), "install", "--no-warn-script-location", "--progress-bar", "off"];
  return await runInstaller(host, python, [...args, ...requirements], {
    // The image could not load newer wheels than its glibc's.
    environment: {
      ...environment,
      ...pipEnvironment(sources.settings),
      ...pipCacheEnvironment(sources, host),
      PYTHONPATH: glibcCap(job.target, host),
    },
  });
}

function notInstalled(requirements: readonly string[], run: RunResult, options: Options, host: Host): UserError {
  const { message, hint } = failedInstall(run, NOTHING, options, host);
  return new UserError(`The smoke test needs ${requirements.join(", ")}: ${message}`, {
    hint: hint ?? "Leave smoke-test empty where the package index does not have the inference server.",
    exitCode: ExitCode.install,
  });
}
