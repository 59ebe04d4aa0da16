import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Host } from "../../host/host.ts";
import { type Confinement, confine } from "../confinement.ts";
import { runForeignProbe } from "../foreign-probe.ts";
import type { Interpreter } from "../interpreter/interpreter.ts";
import { makeEnvironment, pythonIn } from "../interpreter/virtual-environment.ts";
import type { RunningImage } from "../running-image.ts";
import { type HiddenLibraries, libraryPathOf } from "./hidden-libraries.ts";

/**
 * An empty virtual environment of the target's Python, with the environment variables that the run script sets.
 * The mount is first on the path, before the standard library; the scoring directory is second (the trailing colon).
 * `.pth` files do not run, and the machine's own packages are not visible.
 */
export async function simulateImage(
  python: Interpreter,
  mount: string,
  scoringDirectory: string,
  hidden: HiddenLibraries | undefined,
  host: Host,
): Promise<RunningImage> {
  const venv = join(host.temporary, "simulated-image");
  const executable = existsSync(venv) ? pythonIn(venv) : await makeEnvironment(venv, python, host);
  return simulatedIn(executable, python, { mount, scoringDirectory, hidden }, host);
}

/** What is put into a simulated image; the directories are absolute. */
export interface SimulatedDeployment {
  readonly mount: string;
  readonly scoringDirectory: string;
  readonly hidden: HiddenLibraries | undefined;
}

/** The same in another environment. @param executable of the environment, absolute */
export function simulatedIn(
  executable: string,
  python: Interpreter,
  { mount, scoringDirectory, hidden }: SimulatedDeployment,
  host: Host,
): RunningImage {
  const confinement = confine(python, [mount, scoringDirectory, dirname(dirname(executable))], host);
  const separator = process.platform === "win32" ? ";" : ":";
  const environment = { ...confinement.environment, PYTHONPATH: `${mount}${separator}` };
  return simulatedBy(executable, { directory: scoringDirectory, packages: mount, environment, confinement, hidden });
}

interface Simulation extends Pick<RunningImage, "directory" | "packages" | "hidden"> {
  readonly environment: NodeJS.ProcessEnv;
  readonly confinement: Confinement;
}

/** @param python runs the probes; absolute */
export function simulatedBy(
  python: string,
  { directory, packages, environment: own, confinement, hidden }: Simulation,
): RunningImage {
  const environment = hidden === undefined ? own : { ...own, LD_LIBRARY_PATH: libraryPathOf(hidden) };
  return {
    source: { kind: "simulated" },
    directory,
    packages,
    hidden,
    probe: (name, question, { timeout, isOpen = false } = {}) =>
      runForeignProbe(python, name, question, {
        environment,
        directory,
        timeout,
        switches: ["-s", "-B"], // -I and -E would drop PYTHONPATH
        isolation: isOpen ? confinement.open : confinement.confined,
      }),
  };
}
