// The Python interpreters of this machine: on PATH, of pyenv, of a runner's tool cache.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** Path of a real interpreter of this minor version (`3.8`), or undefined. */
export function findPython(minor: string): string | undefined {
  return candidates(minor).find((path) => existsSync(path) && versionOf(path) === minor);
}

/** An interpreter of any of these minors, the first that is there. */
export function findAnyPython(minors = ["3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.7"]): string {
  for (const minor of minors) {
    const path = findPython(minor);
    if (path) return path;
  }
  throw new Error(`these tests need one of Python ${minors.join(", ")} on PATH or in PYENV_ROOT`);
}

function candidates(minor: string): string[] {
  const onPath = (process.env.PATH ?? "").split(delimiter);
  const pyenv = join(process.env.PYENV_ROOT ?? join(homedir(), ".pyenv"), "versions");
  const toolCache = join(process.env.RUNNER_TOOL_CACHE ?? "", "Python");
  return [
    ...installed(pyenv, minor).map((directory) => join(directory, "bin", "python")),
    ...installed(toolCache, minor).map((directory) => join(directory, "x64", "bin", "python")),
    ...onPath.flatMap((directory) => [join(directory, `python${minor}`), join(directory, "python3")]),
  ];
}

function installed(directory: string, minor: string): string[] {
  if (!existsSync(directory)) return [];
  const names = readdirSync(directory).filter((name) => name.startsWith(`${minor}.`));
  return names.sort().map((name) => join(directory, name));
}

/** pyenv has shims for versions that are not active too, so the interpreter must be run to find out. */
function versionOf(path: string): string | undefined {
  try {
    const code = "import sys; print('%d.%d' % sys.version_info[:2])";
    return execFileSync(path, ["-c", code], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return undefined;
  }
}
