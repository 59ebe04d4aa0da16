import { readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import { ExitCode, isDiskFull, messageOf, UserError } from "../../util/errors.ts";
import { installerEnvironment } from "../child-environment.ts";
import { BEFORE_PIP, fetchUv } from "../fetch/fetch-uv.ts";
import { linksOf } from "../fetch/index-links.ts";
import { NotOffered } from "../fetch/not-offered.ts";
import { obtainTool, uvProgram } from "../fetch/tool-directory.ts";
import { Web } from "../fetch/web.ts";
import type { Interpreter } from "../interpreter/interpreter.ts";
import { bundledPip, withoutPip } from "../packaging/bundled-pip.ts";
import { type PinnedTool, pinnedPip, UV } from "../packaging/pins.ts";
import { type Pip, pipArguments, pipEnvironment } from "../packaging/pip-program.ts";
import type { PipSettings } from "../packaging/pip-settings.ts";

/**
 * Path of uv for this machine, at the pinned version and hash. Node fetches it, which takes half of the time of pip; where
 * it cannot, pip does, which can log in to an index in more ways.
 */
export async function obtainUv(python: Interpreter, settings: PipSettings, host: Host): Promise<string> {
  try {
    await fetchUv(settings, { firstByte: BEFORE_PIP }, host);
  } catch (error) {
    if (isDiskFull(error) || (error instanceof NotOffered && error.isCertain)) throw error;
    host.log.debug(`uv is fetched with pip: ${messageOf(error)}`);
    await obtainTool(UV, host, (to) => download(to, UV, python, settings, host));
  }
  return uvProgram(host);
}

/**
 * pip at the pinned version, or the interpreter's own pip where the index does not have that version. Both build the same
 * mount.
 */
export async function obtainPip(python: Interpreter, settings: PipSettings, host: Host): Promise<Pip> {
  const tool = pinnedPip(python.minor);
  try {
    const path = await obtainTool(tool, host, async (directory) => {
      await requireOffered(tool, settings, host);
      await download(directory, tool, python, settings, host);
    });
    return { path, version: tool.version };
  } catch (error) {
    if (!python.pip) throw error;
    const why = `pip ${tool.version} is not available: ${messageOf(error).replace(/\.$/, "")}`;
    const own = await bundledPip(python, host).catch((problem) => {
      if (isDiskFull(problem)) throw problem; // which the index has nothing to do with
      throw new UserError(`${why}. ${messageOf(problem)}`, {
        hint: problem instanceof UserError ? problem.hint : undefined,
        exitCode: ExitCode.install,
        cause: error,
      });
    });
    host.log.info(`${why}. Using pip ${own.version} of the interpreter.`);
    return own;
  }
}

/** For commands whose result is the same with every pip: the interpreter's own, which needs no download, or the pinned one. */
export async function anyPip(python: Interpreter, settings: PipSettings, host: Host): Promise<Pip> {
  return await bundledPip(python, host).catch(() => obtainPip(python, settings, host));
}

/**
 * Asking an index takes less time than starting pip, which would find nothing.
 * @throws NotOffered
 */
async function requireOffered({ name, version }: PinnedTool, settings: PipSettings, host: Host): Promise<void> {
  const offers = await linksOf(name, settings, new Web(settings, host.environment, { firstByte: BEFORE_PIP }));
  const isOffered = offers.links.some(({ filename }) => filename.startsWith(`${name}-${version}-`));
  if (!isOffered && offers.isComplete) throw new NotOffered("no wheel was found", offers);
}

/** @throws UserError with pip's last line when the index does not have the tool */
async function download(directory: string, tool: PinnedTool, python: Interpreter, settings: PipSettings, host: Host) {
  if (!python.pip) throw withoutPip(python);
  const list = join(directory, "requirements.txt");
  const hashes = tool.hashes.map((hash) => `--hash=sha256:${hash}`).join(" ");
  writeFileSync(list, `${tool.name}==${tool.version} ${hashes}\n`);
  const target = join(directory, "site");
  const flags = ["--quiet", "--no-deps", "--no-compile", "--only-binary", ":all:"];
  const args = ["install", ...flags, "--target", target, "--require-hashes", "--requirement", list];
  await captureQuietly(host, python.path, pipArguments(python.pip, args), {
    environment: {
      ...installerEnvironment(host),
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

/** Logs no error, because another installer may be used instead. */
async function captureQuietly(host: Host, ...[command, args, options]: Parameters<Host["askTool"]>): Promise<void> {
  try {
    await host.askTool(command, args, options);
  } catch (error) {
    throw new UserError(
      messageOf(error)
        .replace(/^\s*(ERROR|error):\s*/, "")
        .trim(),
      { exitCode: ExitCode.install },
    );
  }
}
