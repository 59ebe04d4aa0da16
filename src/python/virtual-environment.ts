import { join } from "node:path";
import { ExitCode, isDiskFull, messageOf, UserError } from "../errors.ts";
import type { Host } from "../runner/host.ts";
import { cleanEnvironment } from "./environment.ts";
import type { Interpreter } from "./interpreter.ts";

/**
 * Makes an empty virtual environment by the standard library's venv: the newest virtualenv refuses Python 3.8. Without
 * seeds, so that none can be mounted.
 * @param directory absolute; what is there goes
 * @returns its interpreter
 * @throws UserError when this Python cannot make one
 */
export async function makeEnvironment(directory: string, python: Interpreter, host: Host): Promise<string> {
  const environment = cleanEnvironment(host.environment);
  try {
    await host.capture(python.path, ["-I", "-m", "venv", "--without-pip", "--clear", directory], { environment });
  } catch (error) {
    if (isDiskFull(error)) throw error;
    throw new UserError(`${python.path} cannot make a virtual environment: ${messageOf(error)}`, {
      hint: "Install this Python again (of Debian's and Ubuntu's, python3-venv is a part), or name another one with the input python.",
      exitCode: ExitCode.install,
      cause: error,
    });
  }
  return pythonIn(directory);
}

/** The interpreter of a virtual environment. */
export function pythonIn(directory: string): string {
  return process.platform === "win32" ? join(directory, "Scripts", "python.exe") : join(directory, "bin", "python");
}
