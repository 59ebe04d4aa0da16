import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { allEnded } from "../all-ended.ts";
import type { Host } from "../runner/host.ts";
import type { Target } from "../target/target.ts";
import { installerEnvironment } from "./environment.ts";
import { withIndexes } from "./indexes.ts";
import { glibcCap } from "./install.ts";
import type { Interpreter } from "./interpreter.ts";
import type { OptionLine } from "./requirements.ts";
import { pipEnvironment, readPipSettings } from "./settings.ts";

/** A mount's metadata may hold anything, also what pip would read as an option. */
const RELEASE = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?==[A-Za-z0-9][A-Za-z0-9.+!_-]*$/;
/** More distributions than share a namespace package. */
const MOST = 50;
const AT_ONCE = 4;
/** The files help to judge; where the index does not answer, nobody waits for it. */
const IN_PASSING = { PIP_TIMEOUT: "10", PIP_RETRIES: "1" };

/**
 * Downloads the wheels of installed releases from the index that pip is configured for. Nothing of them is run, and what
 * has no wheel is left out.
 *
 * @param releases `name==version`, names normalised
 * @returns absolute paths, below the host's temporary directory
 */
export async function wheelFiles(
  releases: readonly string[],
  target: Target,
  lines: readonly OptionLine[],
  python: Interpreter,
  host: Host,
): Promise<string[]> {
  const wanted = releases.filter((release) => RELEASE.test(release)).slice(0, MOST);
  if (python.pip === undefined || wanted.length === 0) return [];
  const directory = join(host.temporary, "wheels");
  mkdirSync(directory, { recursive: true });
  const settings = withIndexes(await readPipSettings(python, host), lines, host.workspace);
  const environment = {
    ...installerEnvironment(host),
    ...pipEnvironment(settings),
    ...IN_PASSING,
    PYTHONPATH: glibcCap(target, host),
  };
  const pip = ["-s", join(python.pip.path, "pip"), "download", "--quiet", "--no-deps", "--only-binary", ":all:"];
  const waiting = [...wanted];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      // Not one word: what is said of an index may hold credentials.
      await host.capture(python.path, [...pip, "--dest", directory, next], { environment }).catch(() => "");
    }
  };
  await allEnded(Array.from({ length: AT_ONCE }, worker));
  return readdirSync(directory)
    .filter((name) => name.endsWith(".whl"))
    .map((name) => join(directory, name));
}
