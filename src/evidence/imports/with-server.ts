import { contentsOf } from "../../images/contents/image-contents.ts";
import { serverVersionsFor } from "../../images/server/server.ts";
import type { RunningImage } from "../../python/running-image.ts";
import type { ScoringImports } from "../scoring-script.ts";
import type { Subject } from "../subject.ts";
import {
  needsServer,
  type ScriptFailure,
  type ScriptView,
  serverPackageOf,
  tryScriptImports,
} from "./script-imports.ts";

/**
 * A simulated image that has the server, with the packages that it brings.
 * @param version of the server, if not that of the image
 * @returns `undefined` if it cannot be had here
 */
export type FindImageWithServer = (version?: string) => Promise<RunningImage | undefined>;

interface Places {
  readonly image: RunningImage;
  readonly findImage: FindImageWithServer | undefined;
  /** Absolute directories, in the image, for the end of `sys.path`. */
  readonly appended: readonly string[];
}

/**
 * Tries the imports of the scoring script. If it takes names from packages that only the server brings, they are tried
 * beside these packages. If it is not known which server the image has, a name that the newest one lacks is certainly
 * missing only if the oldest one lacks it, too.
 */
export async function tryWithServer(
  scoring: ScoringImports,
  subject: Subject,
  { image, findImage, appended }: Places,
): Promise<ScriptView> {
  const newest = findImage !== undefined && needsServer(scoring, subject) ? await findImage() : undefined;
  const view = await tryScriptImports(scoring, subject, newest ?? image, appended);
  const { options, target } = subject;
  const isCertain = contentsOf(target, options.imagePackages).server?.certain !== false;
  const isOfServer = ({ module }: ScriptFailure) => serverPackageOf(module, subject) !== undefined;
  if (newest === undefined || findImage === undefined || isCertain || !view.failures.some(isOfServer)) return view;
  const [version] = serverVersionsFor(target.python);
  const oldest = version === newest.server ? newest : await findImage(version);
  const other = oldest && (await tryScriptImports(scoring, subject, oldest, appended));
  const failsToo = new Set(other?.failures.map(keyOf));
  const failures = view.failures.map((one) =>
    isOfServer(one) && !failsToo.has(keyOf(one)) ? { ...one, isUncertain: true } : one,
  );
  return { ...view, failures };
}

function keyOf({ file, line, module }: ScriptFailure): string {
  return `${file}:${line} ${module}`;
}
