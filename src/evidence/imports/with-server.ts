import { contentsOf } from "../../images/contents/image-contents.ts";
import { serverVersionsFor } from "../../images/server/server.ts";
import type { RunningImage } from "../../python/running-image.ts";
import type { ScoringImports } from "../scoring-script.ts";
import type { Subject } from "../subject.ts";
import { needsServer, type ScriptView, tryScriptImports } from "./script-imports.ts";

/**
 * A simulated image that has the server, with the packages that it brings.
 * @param version of the server, if not that of the image
 * @returns `undefined` if it cannot be had here
 */
export type ImagesWithServer = (version?: string) => Promise<RunningImage | undefined>;

interface Places {
  readonly image: RunningImage;
  readonly withServer: ImagesWithServer | undefined;
  /** Absolute directories, in the image, for the end of `sys.path`. */
  readonly appended: readonly string[];
}

/**
 * Tries the imports of the scoring script. If it takes names from packages that only the server brings, they are tried
 * beside these packages. If it is not known which server the image has, a failure is certain only with the oldest, too.
 */
export async function tryWithServer(
  scoring: ScoringImports,
  subject: Subject,
  { image, withServer, appended }: Places,
): Promise<ScriptView> {
  const beside = withServer !== undefined && needsServer(scoring, subject) ? await withServer() : undefined;
  const newest = await tryScriptImports(scoring, subject, beside ?? image, appended);
  const { options, target } = subject;
  const isCertain = contentsOf(target, options.imagePackages).server?.certain !== false;
  if (beside === undefined || withServer === undefined || isCertain || newest.failures.length === 0) return newest;
  const [oldest] = serverVersionsFor(target.python);
  const other = oldest === beside.server ? beside : await withServer(oldest);
  const view = other && (await tryScriptImports(scoring, subject, other, appended));
  const failsToo = new Set(view?.failures.map(({ file, line, module }) => `${file}:${line} ${module}`));
  const failures = newest.failures.map((one) => ({
    ...one,
    isUncertain: one.isUncertain || !failsToo.has(`${one.file}:${one.line} ${one.module}`),
  }));
  return { ...newest, failures };
}
