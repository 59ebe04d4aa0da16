// An interpreter that says it is on another platform: to whoever asks for its facts or for environment markers. What it
// installs with, and where, is this machine's.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { type Cleanup, createWorkspace, writeFiles } from "../machine/workspace.ts";

export interface OtherPlatform {
  /** Of Python's `sys`. */
  platform: "darwin" | "win32" | "linux";
  machine: string;
  /** Of Python's `platform.system()`. */
  system: string;
  /** Its C library is musl, which knows no version of glibc. */
  isMusl?: boolean;
}

export const appleSilicon: OtherPlatform = { platform: "darwin", machine: "arm64", system: "Darwin" };
export const windows: OtherPlatform = { platform: "win32", machine: "AMD64", system: "Windows" };
export const alpine: OtherPlatform = { platform: "linux", machine: "x86_64", system: "Linux", isMusl: true };
export const armLinux: OtherPlatform = { platform: "linux", machine: "aarch64", system: "Linux" };

/** What musl's `confstr` answers. */
const MUSL = `
    import os
    def confstr(name):
        raise OSError(22, "Invalid argument")
    os.confstr = confstr
`;

/** @param python a real interpreter of 3.8 */
export function pythonOn(t: Cleanup, python: string, { platform, machine, system, isMusl }: OtherPlatform): string {
  const directory = join(createWorkspace(t), "python");
  execFileSync(python, ["-m", "venv", "--without-pip", directory], { stdio: "pipe" });
  // Not `sys.platform` where environment markers are evaluated: Python's library would look for that platform's modules.
  const lies = `
import sys
with open("/proc/self/cmdline") as stream:
    words = stream.read()
if "probes/interpreter.py" in words or "probes/questions.py" in words:
    import platform, sysconfig
    sysconfig.get_config_vars()
    platform.machine = lambda: ${JSON.stringify(machine)}
    platform.system = lambda: ${JSON.stringify(system)}
if "probes/interpreter.py" in words:
    sys.platform = ${JSON.stringify(platform)}
${isMusl ? MUSL : ""}`;
  writeFiles(join(directory, "lib", "python3.8", "site-packages"), { "sitecustomize.py": lies });
  return join(directory, "bin", "python");
}
