import { normalisedName } from "../../../util/text.ts";
import type { Requirement } from "../../packaging/requirements.ts";

/** What the installer says about the releases of a project that has none as requested. */

/** A final release or a post-release. */
const FINAL = /^[0-9]+(\.[0-9]+)*(\.post[0-9]+)?$/;

/**
 * The versions that the index has for this Python and platform, oldest first; `undefined` if the installer does not say.
 * Only pip lists them.
 */
export function offeredVersions(output: string, name: string): readonly string[] | undefined {
  const lines = output.matchAll(/satisfies the requirement ([A-Za-z0-9._-]+).* \(from versions: ([^)]*)\)/g);
  const found = [...lines].find(([, project = ""]) => normalisedName(project) === name)?.[2];
  return found === undefined ? undefined : found.split(/,\s*/).filter((version) => version !== "none");
}

/** The Python that a release requires which pip ignored, such as `>=3.9`. */
export function pythonOfIgnored(output: string, version: string): string | undefined {
  const ignored =
    /Ignored the following versions that require a different python version: (.*)/.exec(output)?.[1] ?? "";
  const entry = ignored.split("; ").find((one) => one.startsWith(`${version} Requires-Python `));
  return entry?.slice(`${version} Requires-Python `.length);
}

/** What to write instead; `undefined` if the installer does not list the releases of the project. */
export function versionHint(
  output: string,
  { name, pinned }: Pick<Requirement, "name" | "pinned">,
): string | undefined {
  if (name === null || pinned === null) return undefined; // of a range, the newest release may have been yanked
  const newest = offeredVersions(output, name)?.findLast((version) => FINAL.test(version));
  if (newest === undefined) return undefined;
  const write = `Write ${name}==${newest}, its newest release for this Python and platform`;
  const python = pythonOfIgnored(output, pinned);
  if (python !== undefined) {
    return `${write}, or deploy on an image with another Python: ${name} ${pinned} requires Python ${python}.`;
  }
  return `${write}: the index does not have ${name} ${pinned}.`;
}
