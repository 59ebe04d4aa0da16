import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import type { Target } from "../../images/target.ts";
import { settleAll } from "../../util/schedule.ts";
import { installerEnvironment } from "../child-environment.ts";
import type { Interpreter } from "../interpreter/interpreter.ts";
import { isOnPlatform, pipPlatform } from "../platform/platform.ts";
import { withIndexes } from "./indexes.ts";
import { glibcLimit, pipArguments, pipEnvironment } from "./pip-program.ts";
import { readPipSettings } from "./pip-settings.ts";
import type { OptionLine } from "./requirements.ts";

/** The metadata of a mount may contain anything, also text that pip would read as an option. */
const RELEASE = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?==[A-Za-z0-9][A-Za-z0-9.+!_-]*$/;
/** More distributions than share a namespace package. */
const MOST = 50;
const AT_ONCE = 4;
/** The files make a finding more exact. If the index does not answer, the check does without them. */
const IMPATIENT = { PIP_TIMEOUT: "10", PIP_RETRIES: "1" };

/**
 * Downloads the wheels of installed releases from the index that pip is configured for. No code in them is run, and
 * releases without a wheel are skipped.
 *
 * @param releases `name==version`, names normalised
 * @param most the number of releases that are downloaded
 * @returns absolute paths, below the host's temporary directory
 */
export async function wheelFiles(
  releases: readonly string[],
  target: Target,
  lines: readonly OptionLine[],
  python: Interpreter,
  host: Host,
  most = MOST,
): Promise<string[]> {
  const wanted = releases.filter((release) => RELEASE.test(release)).slice(0, most);
  if (python.pip === undefined || wanted.length === 0) return [];
  const directory = join(host.temporary, "wheels");
  mkdirSync(directory, { recursive: true });
  const settings = withIndexes(await readPipSettings(python, host), lines, host.workspace);
  const environment = {
    ...installerEnvironment(host),
    ...pipEnvironment(settings),
    ...IMPATIENT,
    ...glibcLimit(target, host),
  };
  const platform = isOnPlatform(python, target) ? [] : pipPlatform(target);
  const download = ["download", "--quiet", "--no-deps", "--only-binary", ":all:", ...platform, "--dest", directory];
  const { pip } = python;
  const waiting = [...wanted];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      // Not logged: messages about an index may contain credentials.
      await host.askTool(python.path, pipArguments(pip, [...download, next]), { environment }).catch(() => "");
    }
  };
  await settleAll(Array.from({ length: AT_ONCE }, worker));
  return readdirSync(directory)
    .filter((name) => name.endsWith(".whl"))
    .map((name) => join(directory, name));
}
