import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../runner/host.ts";
import { cleanEnvironment } from "./environment.ts";
import type { Interpreter } from "./interpreter.ts";
import type { ProbeOptions } from "./probe.ts";
import { makeEnvironment, pythonIn } from "./virtual-environment.ts";

/**
 * The image, played: an empty virtual environment of the target's Python under the run script's environment.
 * The mount comes first on the path, before the standard library; the scoring directory second (the trailing colon);
 * `.pth` files do not run; nothing of the machine's own packages is seen.
 */
export interface PlayedImage {
  readonly python: string;
  readonly probeOptions: ProbeOptions;
}

export async function playImage(
  python: Interpreter,
  mount: string,
  scoringDirectory: string,
  host: Host,
): Promise<PlayedImage> {
  const directory = join(host.temporary, "played-image");
  const executable = existsSync(directory) ? pythonIn(directory) : await makeEnvironment(directory, python, host);
  const separator = process.platform === "win32" ? ";" : ":";
  return {
    python: executable,
    probeOptions: {
      environment: { ...cleanEnvironment(host.environment), PYTHONPATH: `${mount}${separator}` },
      directory: scoringDirectory,
      switches: ["-s", "-B"], // -I and -E would drop PYTHONPATH
    },
  };
}
