import { join, posix, relative, sep } from "node:path";
import { contentsOf } from "../../images/contents/image-contents.ts";
import { variablesFor } from "../../images/deployment-variables.ts";
import { codeInAppRoot, scoringDirectoryOf } from "../../images/run-script/container-paths.ts";
import { type FileKind, kindOnDisk } from "../../images/run-script/path-kind.ts";
import { type RunScriptOutcome, runScript } from "../../images/run-script/run-script.ts";
import type { Target } from "../../images/target.ts";
import type { Options } from "../../inputs/options.ts";
import type { Location } from "../../plan/location.ts";
import { slashed } from "../../util/text.ts";

/**
 * The outcome of the image's run script, given the code directory and the environment variables that this tool sets.
 */
export interface RunScriptStart {
  /** Value of AML_APP_ROOT in the container. */
  readonly amlAppRoot: string;
  /** Its path in the container. */
  readonly scoringDirectory: string;
  readonly outcome: RunScriptOutcome;
}

interface Deployment {
  readonly options: Options;
  readonly location: Location;
  readonly target: Target;
}

/** Started from the scoring directory first, then from the root of the code directory if that is another directory. */
export function evaluateRunScript(deployment: Deployment): RunScriptStart[] {
  return startsOf(deployment.options).map((start) => outcomeOf(start, deployment));
}

/** Why the library path is not found in the container, as its run script reports it. */
export function whyNotFound(deployment: Deployment): string | undefined {
  const outcome = evaluateRunScript(deployment)[0]?.outcome;
  return outcome && "exitCode" in outcome ? `exit code ${outcome.exitCode}: ${outcome.reason}` : undefined;
}

interface Start {
  readonly amlAppRoot: string;
  readonly entryScript: string;
}

/** Paths in the container; a scoring script in a subdirectory may be started from two directories. */
function startsOf({ codeDirectory, scoringScript }: Options): Start[] {
  const root = codeInAppRoot(codeDirectory);
  const script = slashed(relative(codeDirectory, scoringScript));
  const below = posix.dirname(script);
  if (below === ".") return [{ amlAppRoot: root, entryScript: script }];
  return [
    { amlAppRoot: `${root}/${below}`, entryScript: posix.basename(script) },
    { amlAppRoot: root, entryScript: script },
  ];
}

function outcomeOf(start: Start, { options, location, target }: Deployment): RunScriptStart {
  const image = contentsOf(target, options.imagePackages);
  const question = {
    ...start,
    environment: variablesFor(location.libraryPath, target),
    image: target.image,
    exists: existsInContainer(options, location.environmentDirectory),
    serverInstalled: image.known !== "listed" || image.server !== undefined,
  };
  return {
    amlAppRoot: start.amlAppRoot,
    scoringDirectory: scoringDirectoryOf(question),
    outcome: runScript(question),
  };
}

/** Looks up a path of the container on disk; a mount that is not in place yet is treated as if it were. */
function existsInContainer(options: Options, environmentDirectory: string): (path: string) => FileKind | undefined {
  const root = codeInAppRoot(options.codeDirectory);
  const placed = join(options.mountParent, options.environmentName);
  return (path) => {
    if (path !== root && !path.startsWith(`${root}/`)) return root.startsWith(`${path}/`) ? "directory" : undefined;
    const file = join(options.codeDirectory, path.slice(root.length));
    const inMount = file === placed || file.startsWith(placed + sep);
    return kindOnDisk(inMount ? environmentDirectory + file.slice(placed.length) : file);
  };
}
