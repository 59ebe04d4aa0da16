import { basename, relative } from "node:path";
import type { Host } from "../host/host.ts";
import { targetOf } from "../images/target.ts";
import { deployedVariables } from "../inputs/deployment-file/deployed-variables.ts";
import { exclusions } from "../mount/upload/upload.ts";
import type { PendingImage } from "../python/container/pending-image.ts";
import type { Interpreter } from "../python/interpreter/interpreter.ts";
import { early, settleAll, type Turn } from "../util/schedule.ts";
import { sha256 } from "../util/sha256.ts";
import { slashed } from "../util/text.ts";
import { auditMount } from "./audit/audit.ts";
import { readCached } from "./cached/read-cached.ts";
import { decidedByImports } from "./compiled-code/decided-by-imports.ts";
import { compiledCodeProblems, filesInDoubt, needingNewerSystem } from "./compiled-code/problems.ts";
import { walkClosure } from "./dependencies.ts";
import { collectDisk } from "./disk/collect-disk.ts";
import type { CacheableEvidence, ContextEvidence, Evidence } from "./evidence.ts";
import { imageInUse, type Runners, viewImage } from "./image-evidence.ts";
import { findOwnModules } from "./importable/own-modules.ts";
import type { ContainerView } from "./imports/container.ts";
import { isLoaded } from "./imports/is-loaded.ts";
import { isLike } from "./is-like.ts";
import type { CompiledCodeProblem } from "./loader/problems.ts";
import { readSavedModels } from "./models/saved-models.ts";
import { releasesInDoubt } from "./models/saved-releases.ts";
import { findNewestWheels } from "./newest-wheels.ts";
import { reusableView } from "./reuse.ts";
import { digestOfImportable } from "./scoring-directory-digest.ts";
import { NOTHING_READ, readScoringImports, type ScoringImports } from "./scoring-script.ts";
import { findServerConflicts } from "./server-conflicts.ts";
import { compareSharedSources } from "./shared-sources.ts";
import type { Subject } from "./subject.ts";

/** What a collection may use besides its subject. */
export interface Sources {
  /** Evidence of an earlier run about the same bytes, which is reused as far as it is still valid. */
  readonly cached: unknown;
  /** Absent if there is no interpreter of the target: then no code of the packages is run on this machine. */
  readonly python: Interpreter | undefined;
  /** The image of the deployment, which may still be pulled. */
  readonly image?: PendingImage | undefined;
  /** When code of the packages may run. */
  readonly turn: Turn;
}

/** Collects everything that the checks read about a mount, except what is known only after its packages have run. */
export async function collectEvidence(asked: Subject, sources: Sources, host: Host): Promise<Evidence> {
  const earlier = readCached(sources.cached, (difference) =>
    host.log.info(`The evidence in the cache is collected anew: ${difference}.`),
  );
  const scoringDirectory = digestOfScoringDirectory(asked);
  const inUse = await imageInUse(asked.options, earlier, scoringDirectory, sources.image, host);
  const { facts, image } = inUse;
  const { image: known, python: minor } = asked.target;
  const subject = facts === undefined ? asked : { ...asked, target: targetOf({ image: known, python: minor, facts }) };
  const runners = { python: sources.python, image };
  const { options, target, mount } = subject;
  const suspected =
    runners.python === undefined && image === undefined ? [] : compiledCodeProblems(mount.inventory, target);
  const collecting = early(
    settleAll([
      collectCacheable(
        subject,
        { earlier, scoringDirectory, holds: inUse.holds },
        runners,
        suspected,
        sources.turn,
        host,
      ),
      collectContext(subject, sources.python, suspected, host),
      auditMount(mount.inventory, options, sources.python, host),
    ]),
  );
  const disk = collectDisk({ ...mount, options, target }); // while the programs run
  const [cacheable, context, audit] = await collecting;
  const all = {
    ...mount,
    options,
    target,
    ...disk,
    ...cacheable,
    imageFacts: facts,
    ...context,
    audit,
    lockFile: asked.lockFile,
  };
  const problems = compiledCodeProblems(mount.inventory, target, (path) => isLoaded(path, all));
  return { ...all, compiledCode: decidedByImports(problems, all) };
}

interface Cached {
  readonly earlier: Partial<CacheableEvidence>;
  readonly scoringDirectory: string;
  readonly holds: boolean;
}

async function collectCacheable(
  subject: Subject,
  { earlier, scoringDirectory, holds }: Cached,
  runners: Runners,
  suspected: readonly CompiledCodeProblem[],
  turn: Turn,
  host: Host,
): Promise<Omit<CacheableEvidence, "imageFacts">> {
  const { python } = runners;
  if (python === undefined) {
    const container = await view(subject, runners, suspected, turn, host);
    return { scoringDirectory, closure: undefined, container, server: undefined };
  }
  const [server, sharedSources, { closure, container }] = await settleAll([
    findServerConflicts(subject, python, host, earlier.server),
    earlier.sharedSources ?? compareSharedSources(subject, python, host),
    reusableView(earlier, { scoringDirectory, requirements: subject.mount.requirements }, subject.options, {
      image: runners.image,
      holds,
    }) ?? askTargetPython(subject, { ...runners, python }, suspected, turn, host),
  ]);
  return { scoringDirectory, closure, container, server, sharedSources };
}

async function askTargetPython(
  subject: Subject,
  runners: Runners & { readonly python: Interpreter },
  suspected: readonly CompiledCodeProblem[],
  turn: Turn,
  host: Host,
): Promise<Pick<CacheableEvidence, "closure" | "container">> {
  const { mount, target } = subject;
  const { python } = runners;
  const walking = python.pip ? walkClosure(mount.inventory, mount.requirements, target, python, host) : undefined;
  const [closure, container] = await settleAll([walking, view(subject, runners, suspected, turn, host)]);
  return { closure, container };
}

async function view(
  subject: Subject,
  runners: Runners,
  suspected: readonly CompiledCodeProblem[],
  turn: Turn,
  host: Host,
): Promise<ContainerView | undefined> {
  const readScript = async () =>
    runners.python === undefined ? NOTHING_READ : await scoringOf(subject, runners.python, host);
  return await viewImage(subject, { filesInDoubt: filesInDoubt(suspected), readScript, turn }, runners, host);
}

function digestOfScoringDirectory({ options, mount }: Subject): string {
  const { environmentDirectory, libraryPath } = mount.location;
  const { scoringDirectory, codeDirectory, modelDirectory } = options;
  // The script may add the other two to the path.
  const directories = [...new Set([scoringDirectory, codeDirectory, modelDirectory])].filter((one) => one !== "");
  const isExcluded = exclusions(options);
  const digests = directories.map((one) =>
    digestOfImportable(one, environmentDirectory, options.environmentName, isExcluded),
  );
  // Its name and the path to the mount determine which directories the script adds to the path. Messages of failed
  // imports may contain the path of the directory.
  const place = slashed(relative(options.workspace, options.scoringDirectory));
  const variables = sha256(JSON.stringify(deployedVariables(options)));
  return [...digests, basename(options.scoringScript), libraryPath, place, variables].join(" ");
}

/** Asks Python about the scoring script, and the index if the advice of a finding depends on it. */
async function collectContext(
  subject: Subject,
  python: Interpreter | undefined,
  suspected: readonly CompiledCodeProblem[],
  host: Host,
): Promise<ContextEvidence> {
  if (python === undefined) return { scoring: undefined };
  const { target, mount, indexLines } = subject;
  const names = isLike(target, python) ? needingNewerSystem(suspected, mount.inventory) : [];
  const [scoring, models, newestWheels] = await settleAll([
    scoringOf(subject, python, host),
    modelsOf(subject, python, host),
    findNewestWheels(names, target, indexLines, python, host),
  ]);
  return { scoring, ownModules: findOwnModules(scoring, subject.options), ...models, newestWheels };
}

async function modelsOf(
  subject: Subject,
  python: Interpreter,
  host: Host,
): Promise<Pick<ContextEvidence, "savedModels" | "savedReleases">> {
  const { options, target, indexLines } = subject;
  const savedModels = await readSavedModels(options, python, host.environment);
  const releases = isLike(target, python) ? releasesInDoubt(savedModels, subject) : [];
  return { savedModels, savedReleases: await findNewestWheels(releases, target, indexLines, python, host) };
}

function scoringOf({ options, scoring }: Subject, python: Interpreter, host: Host): Promise<ScoringImports> {
  return scoring ?? readScoringImports(options, python, host);
}
