import type { Host } from "../../host/host.ts";
import type { Target } from "../../images/target.ts";
import { cleanEnvironment } from "../child-environment.ts";
import type { Interpreter } from "../interpreter/interpreter.ts";
import { runProbe } from "../probe.ts";
import { withIndexes } from "./indexes.ts";
import { pipEnvironment } from "./pip-program.ts";
import { readPipSettings } from "./pip-settings.ts";
import type { OptionLine } from "./requirements.ts";

/** Milliseconds for all names. */
const TIMEOUT = 30_000;
/** The metadata of a mount may contain anything, also text that pip would read as an option. */
const NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(==\d[A-Za-z0-9.]*)?$/;
/** The answer only improves a hint and verifies nothing, so the index is asked once, with a short time-out. */
const IMPATIENT = { PIP_TIMEOUT: "5", PIP_RETRIES: "0" };

/**
 * The newest release of each distribution that has a wheel for the target, on the index that pip is configured for.
 * Of a name such as `numpy==1.24.4`, that release. Without the names for which the index has none; `undefined` if the index could not be asked.
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
    // A private index may be named in the requirements files alone. No other index may be asked about its packages.
    const settings = withIndexes(await readPipSettings(python, host), lines, host.workspace);
    const environment = { ...cleanEnvironment(host.environment), ...pipEnvironment(settings), ...IMPATIENT };
    const run = await runProbe(python.path, "newest_wheels", question, { environment, timeout: TIMEOUT });
    return run.exitCode === 0 ? (JSON.parse(run.output) as Record<string, string>) : undefined;
  } catch {
    // Not logged: old pips do not support this, and messages about an index or settings may contain credentials.
    return undefined;
  }
}
