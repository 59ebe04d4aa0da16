import { isDeepStrictEqual } from "node:util";
import type { Host } from "../host/host.ts";
import { mergePythonPath } from "../images/python-path.ts";
import {
  isRecord,
  lineAt,
  parseTemplate,
  readYaml,
  sharedAt,
  textAt,
  type YamlFile,
} from "../inputs/deployment-file/yaml-file.ts";
import type { Options } from "../inputs/options.ts";
import { ExitCode, messageOf, UserError } from "../util/errors.ts";
import { writeWhole } from "../util/write-whole.ts";
import { withImageAlone } from "./image-alone.ts";
import { keepPackageList, packageListAfter, sayWhatFollows } from "./replaced-conda-file.ts";
import { withPairs } from "./yaml-edits.ts";

const VARIABLES = "environment_variables";
type Variables = Readonly<Record<string, string>>;

/** What a deployment file is to contain. */
export interface DeploymentUpdate {
  readonly variables: Variables;
  /** Reference of the image that replaces a conda file and its image; `undefined` leaves the environment as it is. */
  readonly image: string | undefined;
}

/**
 * Updates the variables and, if asked, the image of a deployment file; if it is only to be read, prints the update.
 * @returns the file if it contains the variables now, else `''`
 */
export function updateDeployment(options: Options, update: DeploymentUpdate, host: Host): string {
  const { deployment } = options;
  if (deployment === undefined) return "";
  const { image } = update;
  const before = readYaml(deployment.file);
  const yaml = image === undefined ? before : parseTemplate(deployment.file, withImageAlone(before, image));
  const variables = mergePythonPath(update.variables, textAt(yaml, VARIABLES, "PYTHONPATH")?.text);
  const text = withVariables(yaml, variables);
  if (text === before.text) return deployment.file;
  const packages = image === undefined ? undefined : packageListAfter(options);
  if (deployment.write) {
    keepPackageList(packages);
    rewrite(deployment.file, text);
    host.log.info(`Updated ${deployment.file}.`);
  } else {
    host.log.info(preview(deployment.file, { image, variables }));
  }
  if (image !== undefined) sayWhatFollows(yaml, packages, options, host);
  return deployment.write ? deployment.file : "";
}

function preview(file: string, { image, variables }: DeploymentUpdate): string {
  const lines = Object.entries(variables).map(([name, value]) => `  ${name}: ${value}`);
  const environment = image === undefined ? [] : ["environment:", `  image: ${image}`];
  return [`With --write, ${file} would contain:`, ...environment, `${VARIABLES}:`, ...lines].join("\n");
}

function rewrite(file: string, text: string): void {
  try {
    writeWhole(file, text);
  } catch (error) {
    throw new UserError(`${file} cannot be updated: ${messageOf(error)}.`, {
      file,
      hint: "Make it writable for this user, or run without --write and edit it as the log shows.",
      exitCode: ExitCode.delivery,
      cause: error,
    });
  }
}

/**
 * The file's text with these variables set. All other lines stay as they are, byte for byte: the text is edited, not
 * serialised again.
 * @throws UserError with file and line if that is not possible without a change elsewhere
 */
export function withVariables(yaml: YamlFile, variables: Variables): string {
  const edited = withPairs(yaml, VARIABLES, variables);
  if (edited === yaml.text || (edited !== undefined && isAllThatChanged(yaml, edited, variables))) return edited;
  const shared = Object.keys(variables).find((name) => sharedAt(yaml, [VARIABLES, name]) !== undefined);
  const [what, place] = shared
    ? [`the value of ${shared} is shared by an anchor`, [VARIABLES, shared]]
    : ["this tool cannot edit the form in which it is written", [VARIABLES]];
  throw new UserError(`${VARIABLES} cannot be updated without changing something else: ${what}.`, {
    file: yaml.file,
    line: lineAt(yaml, place),
    hint: `Write it as a mapping with one variable per line, without anchors. It must contain: ${JSON.stringify(variables)}`,
    exitCode: ExitCode.delivery,
  });
}

/** Whether both texts mean the same except for these variables, as values of YAML 1.2 and as text. */
function isAllThatChanged({ file, text }: YamlFile, edited: string, variables: Variables): boolean {
  return [undefined, "failsafe" as const].every((schema) => {
    const before = parseTemplate(file, text, schema);
    const meant = { ...(before.value as object), [VARIABLES]: { ...presentIn(before), ...variables } };
    return isDeepStrictEqual(meaningOf(file, edited, schema), meant);
  });
}

/** The edited text may be invalid YAML if the file is written in an unusual way. */
function meaningOf(file: string, text: string, schema: "failsafe" | undefined): unknown {
  try {
    return parseTemplate(file, text, schema).value;
  } catch {
    return undefined;
  }
}

function presentIn({ value }: YamlFile): object {
  const present = (value as Record<string, unknown>)[VARIABLES];
  return isRecord(present) ? present : {};
}
