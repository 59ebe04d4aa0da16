import { ask, capitalised, command, type Engine, EngineError, lastLine } from "./engine.ts";
import type { LocalImage } from "./local-image.ts";

/** A pull for which the engine has no room. */
export class NoSpaceError extends EngineError {}

/** As the operating system says it, of a full disk and of a quota. */
const NO_SPACE = /no space left|disk quota exceeded/i;

/**
 * Pulls an image.
 * @param timeout milliseconds
 * @param signal ends it before
 * @throws NoSpaceError, EngineError with a reason and, where a login is missing, how to log in
 */
export async function pull(engine: Engine, reference: string, timeout: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new EngineError("the run has ended");
  const { code, errors, timedOut } = await ask(engine, ["pull", "--quiet", reference], timeout, signal);
  if (code === 0) return;
  const name = capitalised(engine.name);
  if (timedOut) throw new EngineError(`${name} did not pull ${reference} within ${Math.round(timeout / 1000)} s`);
  const reason = `${name} could not pull ${reference}: ${lastLine(errors)}`;
  if (NO_SPACE.test(errors)) throw new NoSpaceError(`${reason}; free space where the engine keeps its images`);
  throw new EngineError(reason + adviceFor(errors, engine, reference));
}

function adviceFor(errors: string, { name }: Engine, reference: string): string {
  if (/unauthorized|authentication required|access.* denied|no basic auth/i.test(errors)) {
    const registry = /^[^/]+[.:][^/]*(?=\/)/.exec(reference)?.[0]; // none: Docker Hub
    return `; log in to the registry first: ${name} login${registry === undefined ? "" : ` ${registry}`}`;
  }
  if (/manifest unknown|not found|name unknown/i.test(errors)) return "; check the image's name and tag";
  return "";
}

/**
 * Removes an image, to make room for the one that its name means now: only one that no other name and no container needs,
 * and that can be pulled again.
 * @returns why the image is kept, as a clause; `undefined` if it was removed
 */
export async function removeReplaced(engine: Engine, image: LocalImage): Promise<string | undefined> {
  if (image.digest === "") return "it comes from no registry";
  if (image.names.length > 1) return "it has other names too";
  try {
    const users = ["ps", "--all", "--quiet", "--filter", `ancestor=${image.id.replace("sha256:", "")}`];
    if ((await command(engine, users)).trim() !== "") return "a container uses it";
    await command(engine, ["image", "rm", image.reference], REMOVAL_PATIENCE);
    return undefined;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return error.message;
  }
}

/** Milliseconds: a slow disk takes a minute for the files of a large image. */
const REMOVAL_PATIENCE = 120_000;
