import type { Host } from "../../host/host.ts";
import { messageOf } from "../../util/errors.ts";
import { normalisedName } from "../../util/text.ts";
import { cleanEnvironment } from "../child-environment.ts";
import type { Interpreter } from "../interpreter/interpreter.ts";
import { probe } from "../questions.ts";
import { type Pip, pipArguments, pipEnvironment } from "./pip-program.ts";

/** Switches with which Python starts without the `.pth` files of an environment, which are code of packages. */
export const WITHOUT_START_FILES = ["-I", "-S", "-B"] as const;

/**
 * `pip freeze --all` of the packages in a directory, by a pip outside it; nothing of the packages runs.
 * `-B`: modules of the environment may be compiled at the same time. `-I`: otherwise packages on PYTHONPATH are listed.
 * `--all`: otherwise pip and setuptools are left out even where they were requested.
 */
export async function freeze(python: string, sitePackages: string, pip: Pip, host: Host): Promise<string[]> {
  const args = ["freeze", "--all", "--path", sitePackages];
  const environment = environmentOf(host);
  return linesOf(await host.askTool(python, pipArguments(pip, args, WITHOUT_START_FILES), { environment }));
}

/**
 * The same by an interpreter's own pip, in the process that has imported it for other questions: a tenth of the time.
 * @returns `undefined` if pip must run as a program, in the environment that it is asked about
 */
export async function askFreeze(
  { path, pip }: Interpreter,
  sitePackages: string,
  host: Host,
): Promise<string[] | undefined> {
  if (pip === undefined) return undefined;
  const question = { pip: pip.path, packages: sitePackages };
  const how = { environment: environmentOf(host), temporary: host.temporary };
  try {
    const { text } = await probe<{ readonly text: string | null }>(path, "freeze", question, how);
    return text === null ? undefined : linesOf(text);
  } catch (error) {
    host.log.debug(`pip freeze: ${messageOf(error)}`);
    return undefined;
  }
}

function environmentOf({ environment }: Host): NodeJS.ProcessEnv {
  return { ...cleanEnvironment(environment), ...pipEnvironment({}) };
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line !== "");
}

/**
 * Normalised name → version, which is undefined for direct references. Of an editable install freeze writes
 * `-e …#egg=name`, or a comment that ends in `(name==version)` and `-e` with a path.
 */
export function parseFreeze(lines: readonly string[]): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const line of lines.map((one) => one.trim())) {
    const plain = /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:(===?)\s*(\S+)|@\s*\S+)/.exec(line);
    const editable =
      /^-e .*#egg=([A-Za-z0-9._-]+)/.exec(line) ?? /^# Editable .*\(([A-Za-z0-9._-]+)==[^)]*\)$/.exec(line);
    if (plain?.[1]) found.set(normalisedName(plain[1]), plain[3]);
    else if (editable?.[1]) found.set(normalisedName(editable[1]), undefined);
  }
  return found;
}
