import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ExitCode, messageOf, UserError } from "../errors.ts";
import type { Host } from "../runner/host.ts";
import { installerEnvironment } from "./environment.ts";
import type { Interpreter } from "./interpreter.ts";
import { ownPip, type Pip, withoutPip } from "./own-pip.ts";
import { type PinnedTool, pinnedPip, UV } from "./pins.ts";
import { type PipSettings, pipEnvironment } from "./settings.ts";

/** uv for the machine we run on, at the pinned version and hash. */
export async function obtainUv(python: Interpreter, settings: PipSettings, host: Host): Promise<string> {
  const directory = await obtain(UV, python, settings, host);
  return join(directory, "bin", process.platform === "win32" ? "uv.exe" : "uv");
}

/** pip at the pinned version, or, where the index does not have it, the interpreter's own: both give the same mount. */
export async function obtainPip(python: Interpreter, settings: PipSettings, host: Host): Promise<Pip> {
  const tool = pinnedPip(python.minor);
  try {
    return { path: await obtain(tool, python, settings, host), version: tool.version };
  } catch (error) {
    if (!python.pip) throw error;
    const why = `pip ${tool.version} could not be had (${messageOf(error)})`;
    const own = await ownPip(python, host).catch((problem) => {
      throw new UserError(`${why}. ${messageOf(problem)}`, {
        hint: problem instanceof UserError ? problem.hint : undefined,
        exitCode: ExitCode.install,
        cause: error,
      });
    });
    host.log.info(`${why}; using pip ${own.version} of the interpreter.`);
    return own;
  }
}

/** For a question that every pip answers alike: the interpreter's own, which is here, or else the pinned one. */
export async function anyPip(python: Interpreter, settings: PipSettings, host: Host): Promise<Pip> {
  return await ownPip(python, host).catch(() => obtainPip(python, settings, host));
}

/** The tool's directory, from an earlier run when it is there. */
async function obtain(tool: PinnedTool, python: Interpreter, settings: PipSettings, host: Host): Promise<string> {
  const home = join(host.toolDirectory, `${tool.name}-${tool.version}-${tool.hashes[0]?.slice(0, 12)}`);
  if (existsSync(home)) return home;
  const fresh = host.draft();
  try {
    await fetchInto(fresh, tool, python, settings, host);
    placeOnce(fresh, home);
    return home;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/** @throws UserError with pip's last line when it cannot be had */
async function fetchInto(directory: string, tool: PinnedTool, python: Interpreter, settings: PipSettings, host: Host) {
  if (!python.pip) throw withoutPip(python);
  const list = join(directory, "requirements.txt");
  writeFileSync(
    list,
    `${tool.name}==${tool.version} ${tool.hashes.map((hash) => `--hash=sha256:${hash}`).join(" ")}\n`,
  );
  const target = join(directory, "site");
  const args = [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--target",
    target,
    "--no-deps",
    "--no-compile",
    "--only-binary",
    ":all:",
  ];
  await quietly(host, python.path, ["-s", ...args, "--require-hashes", "--requirement", list], {
    environment: {
      ...installerEnvironment(host),
      PYTHONPATH: python.pip.path,
      ...pipEnvironment(settings),
      PIP_RETRIES: "1",
      PIP_NO_BINARY: "",
      PIP_ONLY_BINARY: "",
    },
  });
  for (const name of readdirSync(target)) {
    if (!name.endsWith(".dist-info")) renameSync(join(target, name), join(directory, name));
  }
  rmSync(target, { recursive: true });
}

/** Without a word in the log, for there is something to fall back to. */
async function quietly(host: Host, ...[command, args, options]: Parameters<Host["capture"]>): Promise<void> {
  try {
    await host.capture(command, args, options);
  } catch (error) {
    throw new UserError(messageOf(error).replace(/^\s*(ERROR|error):\s*/, ""), { exitCode: ExitCode.install });
  }
}

/** Another job may have been faster; then what it placed, which is the same, serves. */
export function placeOnce(fresh: string, home: string): void {
  try {
    renameSync(fresh, home);
  } catch (error) {
    if (!existsSync(home)) throw error;
  }
}
