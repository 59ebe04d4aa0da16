import { basename } from "node:path";
import { allEnded } from "../all-ended.ts";
import { hasUnreadMetadata } from "../mount/distribution.ts";
import type { Mount } from "../mount/mount.ts";
import type { Interference } from "../mount/snapshot.ts";
import type { Options } from "../options/options.ts";
import type { Interpreter } from "../python/interpreter.ts";
import type { OptionLine } from "../python/requirements.ts";
import type { Host } from "../runner/host.ts";
import type { Target } from "../target/target.ts";
import { importableDigest } from "./beside.ts";
import type { ContainerView } from "./check.ts";
import { type Closure, walkClosure } from "./closure-probe.ts";
import { viewOfContainer } from "./container-view.ts";
import type { Rehearsal } from "./prototype.ts";
import { readScoringImports, type ScoringImports } from "./scoring-probe.ts";
import { askServer, type ServerAnswer } from "./server-probe.ts";
import { compareSharedSources, type SharedSources } from "./shared-sources.ts";
import type { SmokeTest } from "./smoke.ts";
import { askForWheels, type NewestWheels } from "./wheel-probe.ts";

export interface Subject {
  readonly options: Options;
  readonly target: Target;
  readonly mount: Mount;
  /** What the requirements files say about indexes; absent where none were read. */
  readonly indexLines?: readonly OptionLine[] | undefined;
  /** What the scoring script imports, where somebody has asked already. */
  readonly scoring?: Promise<ScoringImports>;
}

/** What programs had to be run for, and what a cache may keep of the same bytes. */
export interface Testimony {
  /**
   * What can be imported from the scoring directory, which comes second on the path, and who appends to that. As long as
   * it is the same, closure and container are.
   */
  readonly beside: string;
  readonly closure: Closure | undefined;
  readonly container: ContainerView | undefined;
  readonly server: ServerAnswer | undefined;
  readonly sharedSources?: SharedSources | undefined;
}

/** Before any program was run. */
export const UNASKED: Testimony = { beside: "", closure: undefined, container: undefined, server: undefined };

/** What programs had to be run for, and what hangs on more than the mount: it is found out anew in every run. */
export interface Surroundings {
  readonly scoring: ScoringImports | undefined;
  /** Only for distributions that need a newer system than the image's. */
  readonly newestWheels?: NewestWheels | undefined;
  /** Only in mode `dynamic`. */
  readonly rehearsal?: Rehearsal | undefined;
  /** Only after a first verdict that was green: the mount must be worth a server. */
  readonly smoke?: SmokeTest | undefined;
  /** What code of the packages did to the mount while it ran. */
  readonly interference?: Interference | undefined;
  /** The runner's command files, by their variables, that other programs than ours had written to. */
  readonly commandFiles?: readonly string[] | undefined;
}

/** Runs a piece of work when its time has come: the job may have something to end first. */
export type Later = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Asks Python about a mount: its closure, what the container sees and can import, and what the image's server needs.
 * @param known what an earlier run found out of the same bytes: what of it still holds is taken over
 */
export async function takeTestimony(
  subject: Subject,
  known: unknown,
  python: Interpreter | undefined,
  host: Host,
  later: Later,
): Promise<Testimony> {
  const beside = importableBeside(subject);
  if (python === undefined) return { ...UNASKED, beside };
  const earlier = (known ?? {}) as Partial<Testimony>;
  const [server, sharedSources, { closure, container }] = await allEnded([
    askServer(subject, python, host.environment, earlier.server),
    earlier.sharedSources ?? compareSharedSources(subject, python, host),
    // Imports may have met the user's own modules.
    earlier.beside === beside && isEnough(earlier, subject)
      ? (earlier as Testimony)
      : lookInto(subject, python, host, later),
  ]);
  return { beside, closure, container, server, sharedSources };
}

/** An earlier run may have been asked to try no imports. */
function isEnough({ container }: Partial<Testimony>, { options }: Subject): boolean {
  return (options.evidence === "files") === (container === undefined);
}

async function lookInto(
  subject: Subject,
  python: Interpreter,
  host: Host,
  later: Later,
): Promise<Pick<Testimony, "closure" | "container">> {
  const { mount, target } = subject;
  const walking = python.pip
    ? walkClosure(mount.inventory, mount.requirements, target, python, host.environment)
    : undefined;
  // What is too large for us is M6's, and Python would take gigabytes and minutes for it.
  const canBeViewed = isLike(target, python) && !hasUnreadMetadata(mount.inventory, mount.inventory.distributions);
  const askScript = () => scoringOf(subject, python, host);
  const isAsked = subject.options.evidence !== "files";
  const viewing = isAsked && canBeViewed ? viewOfContainer(subject, python, askScript, later, host) : undefined;
  const [closure, container] = await allEnded([walking, viewing]);
  return { closure, container };
}

function importableBeside({ options, mount }: Subject): string {
  const { environmentDirectory, libraryPath } = mount.location;
  const digest = importableDigest(options.scoringDirectory, environmentDirectory, options.environmentName);
  // Which file the script is, and where it sees the mount, decide which directories it puts on the path.
  return [digest, basename(options.scoringScript), libraryPath].join(" ");
}

/** Asks Python about the scoring script, and the index where a finding needs its word. */
export async function lookAround(subject: Subject, python: Interpreter | undefined, host: Host): Promise<Surroundings> {
  if (python === undefined) return { scoring: undefined };
  const [scoring, newestWheels] = await allEnded([
    scoringOf(subject, python, host),
    isLike(subject.target, python) ? askForWheels(subject, python, host) : undefined,
  ]);
  return { scoring, newestWheels };
}

/** An interpreter of another platform cannot import the target's compiled modules. */
function isLike(target: Target, python: Interpreter): boolean {
  return python.platform === "linux" && python.machine === target.architecture && python.minor === target.python;
}

function scoringOf({ options, scoring }: Subject, python: Interpreter, host: Host): Promise<ScoringImports> {
  return scoring ?? readScoringImports(options, python, host.environment);
}
