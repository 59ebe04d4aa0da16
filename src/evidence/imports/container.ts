import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import { isAskedFor } from "../../python/packaging/requirements.ts";
import type { EvidenceSource, RunningImage } from "../../python/running-image.ts";
import { orNothing } from "../../util/errors.ts";
import type { Turn } from "../../util/schedule.ts";
import { foldersOfScript } from "../importable/path-folders.ts";
import type { ScoringImports } from "../scoring-script.ts";
import type { Subject } from "../subject.ts";
import { type DoubtsTried, findLoadedFiles, type LoadedFiles } from "./loaded-files.ts";
import { type Replacements, tryReplacements } from "./replacements.ts";
import type { ScriptView } from "./script-imports.ts";
import { type ImportFailure, tryImportsWithScript } from "./try-imports.ts";
import { type WantedLibrary, withoutDoubles } from "./wanted-libraries.ts";
import { type FindImageWithServer, tryWithServer } from "./with-server.ts";

/** What the container's Python finds in the mount. */
export interface ContainerView {
  /** Where the imports ran. */
  readonly source: EvidenceSource;
  readonly searchPath: readonly string[];
  readonly distributions: readonly (readonly [name: string, version: string])[];
  readonly importFailures: readonly ImportFailure[];
  /** What running the imports of the scoring script showed. */
  readonly script?: ScriptView;
  /** Only where modules of the mount replace those of the standard library. */
  readonly replacements?: Replacements | undefined;
  /** Only for distributions whose compiled files have a problem in the image. */
  readonly loaded?: LoadedFiles;
  /** Only for the same: which modules cannot be imported without what the image lacks. */
  readonly tried?: DoubtsTried["tried"];
  /** System libraries that code opens by name while it is imported, and that neither the mount nor the image has. */
  readonly wanted?: readonly WantedLibrary[];
  /** Libraries of this machine that its Python uses, so that they could not be hidden. */
  readonly visible?: readonly string[];
  /** Why Python cannot even list the distributions, if so; then nothing else was tried. */
  readonly startFailure?: string;
}

export interface ContainerQuestion {
  /** Compiled files that have a problem in the image if they are loaded. */
  readonly filesInDoubt: readonly string[];
  /** Reads what the scoring script imports. */
  readonly readScript: () => Promise<ScoringImports>;
  /** When code of packages may run. */
  readonly turn: Turn;
  /** A simulated image that also has the server, for scripts that import what the server brings. */
  readonly findImageWithServer?: FindImageWithServer;
}

/** Asks the target's Python, under the container's import rules, what it finds in the mount and can import. */
export async function viewContainer(
  subject: Subject,
  { filesInDoubt, readScript, turn, findImageWithServer }: ContainerQuestion,
  image: RunningImage,
  host: Host,
): Promise<ContainerView> {
  const { inventory, requirements } = subject.mount;
  const asked = new Set(requirements.filter(isAskedFor).map(({ name }) => name));
  // Without a manifest it is not known what was requested, nor with a requirement whose name is not known.
  const isUnknown = asked.size === 0 || asked.has(null);
  const tried = inventory.distributions.filter(({ name }) => isUnknown || asked.has(name));
  const readAppended = async () => appendedBy(subject, await readScript(), image);
  // The mount has been packed before this turn starts.
  return await turn(async () => {
    const listing = await listingOf(image, host);
    const { source } = image;
    if (listing.startFailure !== undefined) return { source, ...listing, importFailures: [] };
    const replacements = await tryReplacements(subject, image);
    const scoring = await readScript();
    const { failures: importFailures, wanted } = await tryImportsWithScript(
      tried,
      { inventory, target: subject.target },
      image,
      readAppended,
    );
    const appended = await readAppended();
    const script = await tryWithServer(scoring, subject, { image, findImage: findImageWithServer, appended });
    const doubts = await findLoadedFiles(filesInDoubt, subject, image, readScript, readAppended);
    const libraries = withoutDoubles([...wanted, ...script.wanted]);
    return {
      source,
      ...listing,
      importFailures,
      script,
      replacements,
      ...doubts,
      wanted: libraries,
      visible: image.hidden?.visible ?? [],
    };
  });
}

/** The directories of the mount that the scoring script appends to `sys.path`. Absolute, in the image. */
function appendedBy(
  { options, target, mount }: Subject,
  scoring: ScoringImports,
  { packages }: RunningImage,
): string[] {
  const folders = foldersOfScript({ ...mount, options, target, scoring });
  return folders.map((folder) => join(packages, folder));
}

/** The distributions that `importlib.metadata` finds. */
async function listingOf(image: RunningImage, host: Host): Promise<Omit<ContainerView, "source" | "importFailures">> {
  const run = await image.probe("distributions", { directories: directoriesOf(image) });
  host.log.info(howImportsRun(image, run.isConfined));
  const answer = run.exitCode === 0 ? orNothing(() => readListing(run.output)) : undefined;
  if (answer !== undefined) return answer;
  // A module of the mount shadows one that Python itself needs.
  const why = run.exitCode === 0 ? "its output has an unexpected format" : "the interpreter crashes";
  const startFailure = run.errors.trim().split("\n").at(-1) || why;
  return { searchPath: [], distributions: [], startFailure };
}

/** The simulated image has no packages of its own; those of a real one are not the mount's. */
function directoriesOf({ source, packages, directory }: RunningImage): readonly string[] | null {
  return source.kind === "image" ? [packages, directory] : null;
}

function howImportsRun({ source }: RunningImage, isConfined: boolean): string {
  if (source.kind === "image") {
    return `Imports run in a container of ${source.reference} (${source.digest}, ${source.engine}): without network, and they can write only to /tmp.`;
  }
  return isConfined
    ? "Imports run under Landlock, a Linux sandbox: they cannot write to the mount or the workspace."
    : "Landlock, a Linux sandbox, is not available on this system: the mount is compared before and after the imports.";
}

/**
 * @throws when the output has another format: a module of the mount that shadows one of Python's may have written it
 */
function readListing(output: string): Pick<ContainerView, "searchPath" | "distributions"> {
  const { searchPath, distributions } = JSON.parse(output) as Record<string, readonly unknown[]>;
  if (!Array.isArray(searchPath) || !Array.isArray(distributions)) throw new TypeError("not a listing");
  return {
    searchPath: searchPath.map(String),
    distributions: distributions.map(([name, version]) => [String(name), String(version)]),
  };
}
