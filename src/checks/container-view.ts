import { join } from "node:path";
import { orNothing } from "../errors.ts";
import type { Interpreter } from "../python/interpreter.ts";
import { type PlayedImage, playImage, probeImage } from "../python/played-image.ts";
import type { Host } from "../runner/host.ts";
import type { ContainerView } from "./check.ts";
import { tryImportsWithScript } from "./import-probe.ts";
import { tryLoading } from "./load-probe.ts";
import { foldersOfScript } from "./path-folders.ts";
import type { ScoringImports } from "./scoring-probe.ts";
import type { Later, Subject } from "./testimony.ts";

type AskScript = () => Promise<ScoringImports>;

/** The directories of the mount that the scoring script appends to the path. Absolute. */
async function appendedBy({ options, target, mount }: Subject, askScript: AskScript): Promise<string[]> {
  const scoring = await askScript();
  const folders = foldersOfScript({ ...mount, options, target, scoring });
  return folders.map((folder) => join(mount.location.directory, folder));
}

/**
 * Asks the target's Python, under the container's import rules, what it sees in the mount and can import.
 * @param askScript asks what the scoring script imports
 * @param later when code of packages may run
 */
export async function viewOfContainer(
  subject: Subject,
  python: Interpreter,
  askScript: AskScript,
  later: Later,
  host: Host,
): Promise<ContainerView> {
  const { options, mount } = subject;
  const { inventory, requirements, location } = mount;
  const image = await playImage(python, location.directory, options.scoringDirectory, host);
  const asked = new Set(requirements.filter((one) => !one.constraint && one.applies).map(({ name }) => name));
  // A mount without a manifest does not say what was requested, nor does a requirement whose name is not known.
  const isUnknown = asked.size === 0 || asked.has(null);
  const tried = inventory.distributions.filter(({ name }) => isUnknown || asked.has(name));
  const appended = () => appendedBy(subject, askScript);
  // Code of packages runs from here on, so that what is packed was packed before.
  return await later(async () => {
    const listing = await listingOf(image, host);
    if (listing.startFailure !== undefined) return { ...listing, importFailures: [] };
    const importFailures = await tryImportsWithScript(tried, inventory, image, appended);
    const loaded = await tryLoading(subject, image, askScript, appended);
    return { ...listing, importFailures, loaded };
  });
}

/** What Python's own metadata library sees. */
async function listingOf(image: PlayedImage, host: Host): Promise<Omit<ContainerView, "importFailures">> {
  const run = await probeImage(image, "distributions", { mount: image.packages });
  host.log.info(
    run.landlock > 0
      ? "Imports run under Landlock, which keeps them from writing to the mount and the workspace."
      : "This system has no Landlock: imports could write to the mount, so it is compared before and after them.",
  );
  const answer = run.exitCode === 0 ? orNothing(() => readListing(run.output)) : undefined;
  if (answer !== undefined) return answer;
  // Something in the mount took the place of what Python itself needs.
  const why = run.exitCode === 0 ? "what it prints is not what it was asked for" : "the interpreter crashes";
  const startFailure = run.errors.trim().split("\n").at(-1) || why;
  return { searchPath: [], distributions: [], startFailure };
}

/** @throws when it is another answer: a module of the mount that has the name of one of Python's may have written it */
function readListing(output: string): Pick<ContainerView, "searchPath" | "distributions"> {
  const { searchPath, distributions } = JSON.parse(output) as Record<string, readonly unknown[]>;
  if (!Array.isArray(searchPath) || !Array.isArray(distributions)) throw new TypeError("It is no listing.");
  return {
    searchPath: searchPath.map(String),
    distributions: distributions.map(([name, version]) => [String(name), String(version)]),
  };
}
