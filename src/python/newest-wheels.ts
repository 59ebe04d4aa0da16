import type { Host } from "../runner/host.ts";
import type { Target } from "../target/target.ts";
import { cleanEnvironment } from "./environment.ts";
import { withIndexes } from "./indexes.ts";
import type { Interpreter } from "./interpreter.ts";
import { runProbe } from "./probe.ts";
import type { OptionLine } from "./requirements.ts";
import { pipEnvironment, readPipSettings } from "./settings.ts";

/** Milliseconds for all names. */
const PATIENCE = 30_000;
/** A mount's metadata may hold anything, also what pip would read as an option. */
const NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
/** What the index says is a help and no part of the proof: it is asked once and not waited for. */
const IN_PASSING = { PIP_TIMEOUT: "5", PIP_RETRIES: "0" };

/**
 * The newest release of each distribution that has a wheel for the target, from the index that pip is configured for.
 * Names are left out where the index has none; `undefined` where it could not be asked.
 */
export async function newestWheels(
  names: readonly string[],
  { glibc }: Target,
  lines: readonly OptionLine[],
  python: Interpreter,
  host: Host,
): Promise<Readonly<Record<string, string>> | undefined> {
  const known = names.filter((name) => NAME.test(name));
  if (python.pip === undefined || known.length === 0) return undefined;
  const question = { pip: python.pip.path, names: known, glibc };
  try {
    // A private index that only the requirements files name must be asked, and no other about its packages.
    const settings = withIndexes(await readPipSettings(python, host), lines, host.workspace);
    const environment = { ...cleanEnvironment(host.environment), ...pipEnvironment(settings), ...IN_PASSING };
    const run = await runProbe(python.path, "newest_wheels", question, { environment, timeout: PATIENCE });
    return run.exitCode === 0 ? (JSON.parse(run.output) as Record<string, string>) : undefined;
  } catch {
    // Not one word: an old pip cannot be asked, and what is said of an index or of settings may hold credentials.
    return undefined;
  }
}
