import { join, relative } from "node:path";
import { stringify } from "yaml";
import type { Host } from "../host/host.ts";
import { lineAt, parseTemplate, textAt, valueAt, type YamlFile } from "../inputs/deployment-file/yaml-file.ts";
import type { Options } from "../inputs/options.ts";
import { isFile } from "../inputs/paths.ts";
import { isFoundByDefault } from "../inputs/sources/requested-sources.ts";
import { ExitCode, UserError } from "../util/errors.ts";
import { slashed } from "../util/text.ts";
import { writeWhole } from "../util/write-whole.ts";

/** The file that names the packages once the deployment file has no conda file any more. */
export interface PackageList {
  /** Absolute. */
  readonly file: string;
  /** What it is to contain; `undefined` if it exists. */
  readonly text: string | undefined;
}

type Places = Pick<Options, "deployment" | "sources" | "scoringDirectory" | "workspace">;

/**
 * A conda environment that is written in the deployment file would be lost, so it gets a file beside the scoring script.
 * @returns `undefined` if the packages are named elsewhere
 * @throws UserError with file and line if there is another file of that name
 */
export function packageListAfter({ deployment, sources, scoringDirectory }: Places): PackageList | undefined {
  const conda = deployment?.environment.condaFile;
  const isRead = sources.some(({ file }) => file === (conda?.path ?? conda?.inline?.yaml.file));
  if (conda === undefined || !isRead) return undefined;
  if (conda.inline === undefined) return { file: conda.path ?? "", text: undefined };
  const { yaml, path } = conda.inline;
  const file = join(scoringDirectory, "conda.yml");
  if (isFile(file)) {
    throw new UserError(`The conda environment cannot be moved out of the file: ${file} exists already.`, {
      file: yaml.file,
      line: lineAt(yaml, path),
      hint: "Write the packages into a file of another name, and name it in the input requirements.",
      exitCode: ExitCode.delivery,
    });
  }
  // As text: 3.10 is a number to YAML.
  return { file, text: stringify(valueAt(parseTemplate(yaml.file, yaml.text, "failsafe"), path)) };
}

/** Writes the list, if it has no file yet. */
export function keepPackageList(list: PackageList | undefined): void {
  if (list?.text !== undefined) writeWhole(list.file, list.text);
}

/** Says what the next run and the next deployment need, which the user cannot see in the changed file. */
export function sayWhatFollows(
  yaml: YamlFile,
  list: PackageList | undefined,
  { deployment, scoringDirectory, workspace }: Places,
  { log }: Host,
): void {
  const { file } = yaml;
  const line = lineAt(yaml, ["environment"]);
  const name = slashed(relative(workspace, list?.file ?? ""));
  const written = deployment?.write === true;
  if (list?.text !== undefined) {
    const verb = written ? "are now" : "would be";
    log.notice(`The packages of conda_file ${verb} in ${name}. Commit it with the deployment file.`, { file, line });
  }
  if (list !== undefined && !isFoundByDefault(list.file, scoringDirectory)) {
    const when = written ? "From now on" : "After --write";
    const message = `${when}, name the packages in the input requirements: ${name}. The deployment file names no conda_file any more.`;
    log.notice(message, { file, line });
  }
  const version = textAt(yaml, "environment", "version");
  if (version === undefined) return;
  log.notice(
    `The environment keeps the version ${version.text}. Azure ML refuses other content for a version that it has already: write a new version, or remove name and version.`,
    { file, line: version.line },
  );
}
