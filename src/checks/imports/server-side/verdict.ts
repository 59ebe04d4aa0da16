import type { Severity } from "../../../findings/check.ts";
import type { ImageContents } from "../../../images/contents/image-contents.ts";
import { SERVER } from "../../../images/server/server.ts";
import type { Tried } from "../../../images/server/server-trials.ts";

/** What the trials of the server's releases say about something in the mount. */
export interface ServerVerdict {
  /** Which of the releases that the image may have do not answer. */
  readonly fails: "all" | "some" | "none";
  /** A clause that names them, and says why. */
  readonly text: string;
}

/** What a release that does not answer makes of a finding. */
export const SEVERITY_OF: Readonly<Record<"all" | "some", Severity>> = { all: "error", some: "warning" };

/** @returns `undefined` if nothing is known */
export function verdictOn(tried: Tried | undefined, image: ImageContents, minor: string): ServerVerdict | undefined {
  if (tried === undefined || image.server === undefined) return undefined;
  return image.server.certain ? verdictOfOne(tried, image.server.version) : verdictOfAny(tried, minor);
}

function verdictOfOne({ servers, fails, error }: Tried, version: string): ServerVerdict | undefined {
  if (!servers.includes(version)) return undefined;
  if (!fails.includes(version)) return { fails: "none", text: `${SERVER} ${version} answered with it in a trial` };
  const why = version === fails.at(-1) ? ` (${error})` : "";
  return { fails: "all", text: `${SERVER} ${version} does not answer with it${why}` };
}

function verdictOfAny({ servers, fails, error }: Tried, minor: string): ServerVerdict {
  const newest = fails.at(-1);
  if (newest === undefined) {
    return { fails: "none", text: `every release of ${SERVER} for Python ${minor} answered with it in trials` };
  }
  const why = `(${newest}: ${error})`;
  if (fails.length === servers.length) {
    return { fails: "all", text: `no release of ${SERVER} for Python ${minor} answers with it ${why}` };
  }
  const some = rangesOf(fails, servers);
  const text = `it is not known which ${SERVER} the image has, and ${some} do not answer with it ${why}`;
  return { fails: "some", text };
}

/** `1.0.0, 1.2.0 to 1.3.4`, of a list of releases and all of them, both oldest first. */
function rangesOf(some: readonly string[], all: readonly string[]): string {
  const runs: string[][] = [];
  for (const [index, one] of all.entries()) {
    if (!some.includes(one)) continue;
    const run = runs.at(-1);
    if (run !== undefined && run.at(-1) === all[index - 1]) run.push(one);
    else runs.push([one]);
  }
  return runs.map((run) => (run.length > 2 ? `${run[0]} to ${run.at(-1)}` : run.join(", "))).join(", ");
}
