import data from "./server-packages.json" with { type: "json" };

/** Releases of the server whose own packages require the same of each other. */
export interface ServerGeneration {
  /** Its first release, `major.minor`. */
  readonly from: string;
  /** Requires-Dist among the server's own packages, by normalised name. */
  readonly requires: Readonly<Record<string, readonly string[]>>;
  /** Distributions of the other generations' telemetry, which the server of this one does not bring. */
  readonly without: readonly string[];
  /** Modules in the server's own distribution besides its own package. */
  readonly ownModules: readonly string[];
}

const GENERATIONS = data.generations as readonly ServerGeneration[];

/**
 * The generation of a server release.
 *
 * @param version such as `1.3.4`
 */
export function serverGeneration(version: string): ServerGeneration {
  const [major = 0, minor = 0] = numbersOf(version);
  const begun = GENERATIONS.filter(({ from }) => {
    const [firstMajor = 0, firstMinor = 0] = numbersOf(from);
    return major > firstMajor || (major === firstMajor && minor >= firstMinor);
  });
  return begun.at(-1) ?? (GENERATIONS[0] as ServerGeneration);
}

function numbersOf(version: string): readonly number[] {
  return version.split(".").map(Number);
}

/** Standard-library modules that a worker of the server has imported before the scoring script runs. */
export const SERVER_STANDARD_LIBRARY: ReadonlySet<string> = new Set(data.standardLibrary.modules);
