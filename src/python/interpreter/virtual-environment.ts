import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import { ExitCode, isDiskFull, messageOf, UserError } from "../../util/errors.ts";
import { cleanEnvironment } from "../child-environment.ts";
import type { Interpreter } from "./interpreter.ts";

/**
 * Creates an empty virtual environment with the standard library's venv, because current virtualenv does not support
 * Python 3.8. Without pip and setuptools, so that they are not mounted.
 * @param directory absolute; an existing one is replaced
 * @returns path of its interpreter
 * @throws UserError when this Python cannot create one
 */
export async function makeEnvironment(directory: string, python: Interpreter, host: Host): Promise<string> {
  const environment = cleanEnvironment(host.environment);
  try {
    await host.askTool(python.path, ["-I", "-m", "venv", "--without-pip", "--clear", directory], { environment });
  } catch (error) {
    if (isDiskFull(error)) throw error;
    throw new UserError(`${python.path} cannot create a virtual environment: ${messageOf(error)}`, {
      hint: "Reinstall this Python (on Debian and Ubuntu, with the package python3-venv), or name another one in the input python.",
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

export function sitePackagesOf(directory: string, { minor }: Interpreter): string {
  if (process.platform === "win32") return join(directory, "Lib", "site-packages");
  return join(directory, "lib", `python${minor}`, "site-packages");
}
