import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ExitCode, messageOf, UserError } from "../errors.ts";
import type { Host } from "../runner/host.ts";
import { cleanEnvironment } from "./environment.ts";
import type { Interpreter } from "./interpreter.ts";
import { type PipSettings, pipEnvironment } from "./settings.ts";

/** A tool at one version, with the SHA-256 of every wheel of it that we run. */
export interface PinnedTool {
  readonly name: "uv" | "pip";
  readonly version: string;
  readonly hashes: readonly string[];
}

export const UV: PinnedTool = {
  name: "uv",
  version: "0.12.24",
  hashes: [
    "e47005957dca320272ad68960b591b854b6bf0c3288368efb096d9ccd06b8404", // Linux x86_64
    "0fc14fabb78c55d140a01125d5cd038afb4fed317eb0c3868f3fba87b8cefe16", // Linux aarch64
    "48cc70ecf59eece47e28d37c5c5eb9bb093e16881b1cc03e4a202286765a2022", // macOS x86_64
    "7b3403f72dfda049295daf5c4c2da716138feecb0e9d5f22ad4b9734518c77dd", // macOS arm64
    "83f5dbd2389eb6f998e195faf7efb83199a3df825d4ec954b4d6e45f286ee52d", // Windows x86_64
  ],
};

/** The last pip for each Python that has a last one, and one for all that are younger. */
const PIPS: Readonly<Record<string, PinnedTool>> = {
  "3.7": { name: "pip", version: "24.0", hashes: ["ba0d021a166865d2265246961bec0152ff124de910c5cc39f1156ce3fa7c69dc"] },
  "3.8": {
    name: "pip",
    version: "25.0.1",
    hashes: ["c46efd13b6aa8279f33f2864459c8ce587ea6a1a59ee20de055868d8f7688f7f"],
  },
  "3.9": {
    name: "pip",
    version: "26.0.1",
    hashes: ["bdb1b08f4274833d62c1aa29e20907365a2ceb950410df15fc9521bad440122b"],
  },
};
const NEWER_PIP: PinnedTool = {
  name: "pip",
  version: "26.2.1",
  hashes: ["71138adf1f4ca900cdb7d289c21b7494329f2332b6d85f0e1c42108c0384ed3e"],
};

export function pinnedPip(minor: string): PinnedTool {
  return PIPS[minor] ?? NEWER_PIP;
}

/** uv for the machine we run on, at the pinned version and hash. */
export async function obtainUv(python: Interpreter, settings: PipSettings, host: Host): Promise<string> {
  const directory = await obtain(UV, python, settings, host);
  return join(directory, "bin", process.platform === "win32" ? "uv.exe" : "uv");
}

/** pip at the pinned version, or, where the index does not have it, the interpreter's own: both give the same mount. */
export interface Pip {
  /** Directory or wheel that holds the `pip` package; run it as `python <path>/pip`. */
  readonly path: string;
  readonly version: string;
}

export async function obtainPip(python: Interpreter, settings: PipSettings, host: Host): Promise<Pip> {
  const tool = pinnedPip(python.minor);
  try {
    return { path: await obtain(tool, python, settings, host), version: tool.version };
  } catch (error) {
    if (!python.pip) throw error;
    host.log.info(
      `pip ${tool.version} could not be had (${messageOf(error)}); using pip ${python.pip.version} of the interpreter.`,
    );
    return await ownPip(python, host);
  }
}

/** The tool's directory, from an earlier run when it is there. */
async function obtain(tool: PinnedTool, python: Interpreter, settings: PipSettings, host: Host): Promise<string> {
  const home = join(host.toolDirectory, `${tool.name}-${tool.version}-${tool.hashes[0]?.slice(0, 12)}`);
  if (existsSync(home)) return home;
  mkdirSync(host.toolDirectory, { recursive: true });
  const fresh = mkdtempSync(join(host.toolDirectory, ".fetching-"));
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
      ...cleanEnvironment(host.environment),
      PYTHONPATH: python.pip.path,
      TMPDIR: host.temporary, // a run that is stopped takes with it what pip left there
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

/**
 * A copy of the interpreter's pip without its metadata, or `pip freeze` would list it beside the environment.
 * Its bytecode is copied too, so it starts sooner than one that was just installed.
 * @throws UserError when there is none
 */
export async function ownPip(python: Interpreter, host: Host): Promise<Pip> {
  if (!python.pip) throw withoutPip(python);
  const { path, version } = python.pip;
  const home = join(host.temporary, `pip-${version}`);
  if (existsSync(home)) return { path: home, version };
  if (!path.endsWith(".whl")) {
    cpSync(join(path, "pip"), join(home, "pip"), { recursive: true, preserveTimestamps: true });
    return { path: home, version };
  }
  await host.capture(python.path, ["-I", "-m", "zipfile", "-e", path, home], {
    environment: cleanEnvironment(host.environment),
  });
  for (const name of readdirSync(home)) {
    if (name.endsWith(".dist-info")) rmSync(join(home, name), { recursive: true });
  }
  return { path: home, version };
}

function withoutPip({ path }: Interpreter): UserError {
  return new UserError(`${path} has neither pip nor ensurepip.`, { hint: "Install python3-venv or pip." });
}

/** The last line in which an installer says what went wrong. */
export function lastError(output: string): string | undefined {
  return output
    .split("\n")
    .filter((line) => /^\s*(ERROR|error):/.test(line))
    .at(-1)
    ?.replace(/^\s*(ERROR|error):\s*/, "");
}
