import { basename, dirname, join, posix, relative } from "node:path";
import { withoutCredentials } from "../util/credentials.ts";
import { programName } from "../util/program-name.ts";
import { shellWord } from "../util/shell-word.ts";
import { slashed } from "../util/text.ts";
import type { Options } from "./options.ts";
import type { RequirementSource } from "./sources/source.ts";

type Inputs = Pick<
  Options,
  | "workspace"
  | "codeDirectory"
  | "scoringScript"
  | "scoringDirectory"
  | "sources"
  | "packages"
  | "image"
  | "imagePackagesFile"
  | "imageFactsFile"
  | "pythonVersion"
  | "deployment"
>;

/** The flags with which another command reads the same requirements for the same target; `""` if all are the defaults. */
export function sameInputs(options: Inputs): string {
  const { workspace, codeDirectory, scoringScript, packages, deployment } = options;
  const path = (file: string) => slashed(relative(workspace, file)) || ".";
  const optional = (file: string) => (file === "" ? "" : path(file));
  const code = path(codeDirectory);
  const script = posix.join(slashed(relative(codeDirectory, dirname(scoringScript))), basename(scoringScript));
  const flags: (readonly [string, string])[] = [
    ["deployment-file", deployment === undefined ? "" : path(deployment.file)],
    ["code-directory", code === "." || deployment?.code !== undefined ? "" : code],
    ["scoring-script", script === "score.py" || deployment?.scoringScript !== undefined ? "" : script],
    ...namedSources(options).map((source) => ["requirements", selected(source, path(source.file))] as const),
    ...packages.map((text) => ["packages", withoutCredentials(text)] as const),
    ["image", options.image],
    ["image-packages", optional(options.imagePackagesFile)],
    ["image-facts", optional(options.imageFactsFile)],
    ["python-version", options.pythonVersion],
  ];
  return flags.flatMap(([name, value]) => (value === "" ? [] : [`--${name} ${shellWord(value)}`])).join(" ");
}

/** @param verb of the command line, with flags of its own */
export function commandLike(verb: string, options: Inputs): string {
  return `${programName()} ${verb} ${sameInputs(options)}`.trimEnd();
}

/** Those that are not found without being named. */
function namedSources({ sources, scoringDirectory, deployment }: Inputs): readonly RequirementSource[] {
  const conda = deployment?.environment.condaFile;
  const byDefault =
    conda === undefined ? join(scoringDirectory, "requirements.txt") : (conda.path ?? deployment?.file ?? "");
  return sources.length === 1 && sources[0]?.file === byDefault ? [] : sources;
}

function selected({ selection: { extras, group } }: RequirementSource, path: string): string {
  return `${path}${extras.length === 0 ? "" : `[${extras.join(",")}]`}${group === "" ? "" : `:${group}`}`;
}
