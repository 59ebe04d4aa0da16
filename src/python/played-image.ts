import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../runner/host.ts";
import type { Interpreter } from "./interpreter.ts";
import { type Confinement, confine } from "./isolation.ts";
import { type ProbeName, type ProbeRun, runProbe } from "./probe.ts";
import { makeEnvironment, pythonIn } from "./virtual-environment.ts";

/**
 * The image, played: an empty virtual environment of the target's Python under the run script's environment.
 * The mount comes first on the path, before the standard library; the scoring directory second (the trailing colon);
 * `.pth` files do not run; nothing of the machine's own packages is seen.
 */
export interface PlayedImage {
  /** Absolute. */
  readonly python: string;
  /** Absolute: where programs start. */
  readonly directory: string;
  /** Absolute: the packages, which nothing may change. */
  readonly packages: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly confinement: Confinement;
}

export async function playImage(
  python: Interpreter,
  mount: string,
  scoringDirectory: string,
  host: Host,
): Promise<PlayedImage> {
  const venv = join(host.temporary, "played-image");
  const executable = existsSync(venv) ? pythonIn(venv) : await makeEnvironment(venv, python, host);
  const confinement = confine(python, [mount, scoringDirectory], host);
  const separator = process.platform === "win32" ? ";" : ":";
  return {
    python: executable,
    directory: scoringDirectory,
    packages: mount,
    environment: { ...confinement.environment, PYTHONPATH: `${mount}${separator}` },
    confinement,
  };
}

/**
 * Runs a probe that runs code of packages.
 * @param timeout milliseconds
 */
export async function probeImage(
  { python, directory, environment, confinement }: PlayedImage,
  name: ProbeName,
  question: unknown,
  { timeout, isOpen = false }: { readonly timeout?: number; readonly isOpen?: boolean } = {},
): Promise<ProbeRun> {
  return await runProbe(python, name, question, {
    environment,
    directory,
    ...(timeout === undefined ? {} : { timeout }),
    switches: ["-s", "-B"], // -I and -E would drop PYTHONPATH
    isolation: isOpen ? confinement.open : confinement.confined,
  });
}
