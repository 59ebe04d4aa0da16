import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ExitCode, UserError } from "../errors.ts";
import type { Host } from "../runner/host.ts";
import { cleanEnvironment } from "./environment.ts";
import type { Interpreter } from "./interpreter.ts";
import { pinnedPip } from "./pins.ts";

/** A pip that is in no environment. */
export interface Pip {
  /** Directory or wheel that holds the `pip` package; run it as `python <path>/pip`. */
  readonly path: string;
  readonly version: string;
}

/**
 * A copy of the interpreter's pip without its metadata, or `pip freeze` would list it beside the environment.
 * Its bytecode is copied too, so it starts sooner than one that was just installed.
 * @throws UserError when there is none, or none that runs elsewhere
 */
export async function ownPip(python: Interpreter, host: Host): Promise<Pip> {
  if (!python.pip) throw withoutPip(python);
  const { path, version } = python.pip;
  const home = join(host.temporary, `pip-${version}`);
  if (existsSync(home)) return { path: home, version };
  const draft = `${home}.draft`;
  if (path.endsWith(".whl")) await unpack(path, draft, python, host);
  else cpSync(join(path, "pip"), join(draft, "pip"), { recursive: true, preserveTimestamps: true });
  if (!isWhole(draft)) throw withoutLibraries(python);
  renameSync(draft, home);
  return { path: home, version };
}

async function unpack(wheel: string, directory: string, python: Interpreter, host: Host): Promise<void> {
  await host.capture(python.path, ["-I", "-m", "zipfile", "-e", wheel, directory], {
    environment: cleanEnvironment(host.environment),
  });
  for (const name of readdirSync(directory)) {
    if (name.endsWith(".dist-info")) rmSync(join(directory, name), { recursive: true });
  }
}

/** Distributions that take pip's libraries out of it have to say so in this place. */
function isWhole(directory: string): boolean {
  return !/^DEBUNDLED = True/m.test(readFileSync(join(directory, "pip", "_vendor", "__init__.py"), "utf8"));
}

function withoutLibraries({ path, minor }: Interpreter): UserError {
  return new UserError(`The pip of ${path} has its libraries elsewhere, so it runs in no other environment.`, {
    hint: `Let the package index serve pip ${pinnedPip(minor).version}, or take a Python with a pip that is whole, for example of actions/setup-python or pyenv.`,
    exitCode: ExitCode.install,
  });
}

export function withoutPip({ path }: Interpreter): UserError {
  return new UserError(`${path} has neither pip nor ensurepip.`, { hint: "Install python3-venv or pip." });
}
