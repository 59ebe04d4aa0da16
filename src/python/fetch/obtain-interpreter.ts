import { existsSync } from "node:fs";
import type { Host } from "../../host/host.ts";
import { ExitCode, messageOf, UserError } from "../../util/errors.ts";
import { obtainUv } from "../install/obtain-installer.ts";
import {
  findInterpreter,
  type Interpreter,
  isPath,
  minorIn,
  notFound,
  searchInterpreter,
} from "../interpreter/interpreter.ts";
import { UV } from "../packaging/pins.ts";
import { readPipSettings } from "../packaging/pip-settings.ts";
import { fetchPython } from "./fetch-python.ts";
import { fetchUv } from "./fetch-uv.ts";
import { machineOf } from "./machine.ts";
import { type OfferedPython, offeredPython } from "./offered-python.ts";
import { readPipConfig } from "./pip-config.ts";
import { uvProgram } from "./tool-directory.ts";

/**
 * An interpreter whose version is in the range: the one that the input `python` names, one on this machine or, with
 * `auto`, one that uv fetches.
 * @throws UserError with the step that installs one
 */
export async function obtainInterpreter(range: string, given: string, host: Host): Promise<Interpreter> {
  if (isPath(given) || given === "found") return await findInterpreter(range, given, host);
  const { found, rejected } = await searchInterpreter(range, given, host);
  if (found !== undefined) return found;
  const { UV_PYTHON_DOWNLOADS: policy = "" } = host.environment;
  if (/^(never|manual|false|0)$/i.test(policy)) {
    const more = `, and UV_PYTHON_DOWNLOADS, which is ${policy}, forbids fetching one`;
    throw notFound(range, rejected, host, { more });
  }
  const offered = await offeredPython(range, machineOf(), host);
  if (offered === undefined) throw notOffered(range, rejected, host);
  const uv = await uvWithoutTarget(host).catch((error) => {
    const more = `, and uv ${UV.version}, which could fetch one, is not available: ${messageOf(error).replace(/\.$/, "")}`;
    const hint = error instanceof UserError ? error.hint : undefined;
    throw notFound(range, rejected, host, { more, hint, exitCode: ExitCode.install });
  });
  return await fetched(offered, uv, { range, rejected }, host);
}

async function fetched(
  offered: OfferedPython,
  uv: string,
  { range, rejected }: { readonly range: string; readonly rejected: readonly string[] },
  host: Host,
): Promise<Interpreter> {
  const { path, problem } = await fetchPython(offered, uv, host);
  if (path !== undefined) {
    const started = await searchInterpreter(range, path, host);
    if (started.found !== undefined) return started.found;
    const more = `, and the one that uv fetched is not usable: ${started.rejected[0]}`;
    throw notFound(range, rejected, host, { more, exitCode: ExitCode.install });
  }
  const more = `, and Python ${offered.version} could not be fetched: ${problem?.why}`;
  throw notFound(range, rejected, host, { more, hint: `${problem?.fix}.`, exitCode: ExitCode.install });
}

/** uv, where there is no Python of the target: by the pip of another Python if there is one, otherwise by Node. */
async function uvWithoutTarget(host: Host): Promise<string> {
  if (existsSync(uvProgram(host))) return uvProgram(host);
  const { found } = await searchInterpreter(">=3.7", "", host);
  if (found === undefined) return await fetchUv(readPipConfig(host.environment), {}, host);
  try {
    return await obtainUv(found, await readPipSettings(found, host), host);
  } catch (error) {
    host.log.debug(`The pip of ${found.path} has not installed uv: ${messageOf(error)}`);
    return await fetchUv(readPipConfig(host.environment), {}, host);
  }
}

function notOffered(range: string, rejected: readonly string[], host: Host): UserError {
  const minor = minorIn(range);
  const instead = `Install one with \`pyenv install ${minor}\` and name it with the input python, run this tool in a container that has Python ${minor} and Node, or deploy on an image with another Python.`;
  return notFound(range, rejected, host, { more: `, and uv offers none for ${machineOf().name}`, instead });
}
