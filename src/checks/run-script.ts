import { statSync } from "node:fs";
import { basename, join, posix, relative, sep } from "node:path";
import type { Location } from "../mount/location.ts";
import type { Options } from "../options/options.ts";
import type { FileKind } from "../target/existing-kind.ts";
import { contentsOf } from "../target/image-contents.ts";
import { scoringDirectoryOf } from "../target/places.ts";
import { RUN_SCRIPT_EXITS, type RunScriptOutcome, runScript } from "../target/run-script.ts";
import type { Target } from "../target/target.ts";
import { variablesFor } from "../target/variables.ts";
import { slashed } from "../text.ts";
import type { Answer, Check, Evidence } from "./check.ts";

/** What the image's run script will make of the deployment. */

export const mountNotFound: Check = {
  id: "C1",
  severity: "error",
  title: "the run script would not put the mount on the path",
  explanation:
    "The run script of the image is played as a pure function over the code directory, the variables that this tool emits and the image. It ends with exit code 97 when no directory stands where AZUREML_EXTRA_PYTHON_LIB_PATH, behind the scoring directory, points to, and with 100 when the server is not installed (a list in `image-packages` without azureml-inference-server-http); the container then starts again and again. Or it goes on and the mount is not on the resulting PYTHONPATH. Azure ML may start a scoring script in a sub-directory from there or from the root of the code directory: what holds for only one of them is a warning. The message says why, and which value would be found. Never safe to turn off as an error; as a warning, when the deployment was seen to work.",
  *find(evidence) {
    const [local, root] = startsOf(evidence.options);
    const problem = problemWith(local, evidence);
    if (problem !== undefined) yield problem;
    else if (root !== undefined) {
      const other = problemWith(root, evidence);
      if (other)
        yield { ...other, severity: "warning", hint: "Put the scoring script into the root of the code directory." };
    }
  },
};

interface Start {
  readonly amlAppRoot: string;
  readonly entryScript: string;
}

/** The code directory as the container calls it; a scoring script further down may be started from two places. */
function startsOf({ codeDirectory, scoringScript }: Options): [Start, Start?] {
  const root = containerRoot(codeDirectory);
  const script = slashed(relative(codeDirectory, scoringScript));
  const below = posix.dirname(script);
  if (below === ".") return [{ amlAppRoot: root, entryScript: script }];
  return [
    { amlAppRoot: `${root}/${below}`, entryScript: posix.basename(script) },
    { amlAppRoot: root, entryScript: script },
  ];
}

function problemWith(start: Start, { options, location, target }: Evidence): Answer | undefined {
  const { outcome, scoringDirectory } = outcomeOf(start, options, location, target);
  if ("exitCode" in outcome) {
    const meaning = RUN_SCRIPT_EXITS[outcome.exitCode];
    return { message: `The container ends with exit code ${outcome.exitCode} (${meaning}): ${outcome.reason}.` };
  }
  const mount = posix.normalize(`${scoringDirectory}/${location.libraryPath}`);
  if (outcome.pythonPath.some((path) => posix.normalize(path) === mount)) return undefined;
  const path = outcome.pythonPath.join(", ") || "empty";
  return {
    message: `The container starts, and the mount (${mount}) is not on its path (${path}); started from ${start.amlAppRoot}.`,
  };
}

function outcomeOf(start: Start, options: Options, location: Location, target: Target) {
  const image = contentsOf(target, options.imagePackages);
  const question = {
    ...start,
    environment: variablesFor(location.libraryPath, target),
    image: target.image,
    exists: existsInContainer(options, location.environmentDirectory),
    serverInstalled: image.known !== "listed" || image.server !== undefined,
  };
  const outcome: RunScriptOutcome = runScript(question);
  return { outcome, scoringDirectory: scoringDirectoryOf(question) };
}

/** Why a library path is not found in the container, as its run script would say. */
export function whyNotFound(options: Options, location: Location, target: Target): string | undefined {
  const { outcome } = outcomeOf(startsOf(options)[0], options, location, target);
  return "exitCode" in outcome ? `exit code ${outcome.exitCode}: ${outcome.reason}` : undefined;
}

/** Looks on disk for a path of the container; a mount that is not placed yet counts as if it were. */
function existsInContainer(options: Options, environmentDirectory: string): (path: string) => FileKind | undefined {
  const root = containerRoot(options.codeDirectory);
  const placed = join(options.mountParent, options.environmentName);
  return (path) => {
    if (path !== root && !path.startsWith(`${root}/`)) return root.startsWith(`${path}/`) ? "directory" : undefined;
    const file = join(options.codeDirectory, path.slice(root.length));
    const inMount = file === placed || file.startsWith(placed + sep);
    return kindOf(inMount ? environmentDirectory + file.slice(placed.length) : file);
  };
}

function containerRoot(codeDirectory: string): string {
  return `/var/azureml-app/${basename(codeDirectory) || "code"}`;
}

function kindOf(path: string): FileKind | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  return found.isDirectory() ? "directory" : "file";
}
