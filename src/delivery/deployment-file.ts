import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { ExitCode, isSystemError, messageOf, UserError } from "../errors.ts";
import type { Deployment } from "../options/deployment.ts";
import { isRecord, parseYaml, readYaml, textAt, valueAt, type YamlFile } from "../options/yaml-file.ts";
import type { Host } from "../runner/host.ts";
import { besideOwnPythonPath } from "../target/python-path.ts";
import { withPairs } from "./yaml-lines.ts";

const VARIABLES = "environment_variables";
type Variables = Readonly<Record<string, string>>;

/**
 * Brings the variables of a deployment file up to date; where it is only to be read, says what would be written.
 * @returns the file, when it holds the variables now; else `''`
 */
export function updateDeployment(deployment: Deployment | undefined, needed: Variables, host: Host): string {
  if (deployment === undefined) return "";
  const yaml = readYaml(deployment.file);
  const variables = besideOwnPythonPath(needed, textAt(yaml, VARIABLES, "PYTHONPATH")?.text);
  const text = withVariables(yaml, variables);
  if (!deployment.write && text !== yaml.text) {
    const lines = Object.entries(variables).map(([name, value]) => `  ${name}: ${value}`);
    host.log.info([`With --write, ${deployment.file} would say:`, `${VARIABLES}:`, ...lines].join("\n"));
    return "";
  }
  if (text !== yaml.text) {
    rewrite(deployment.file, text);
    host.log.info(`Brought up to date: ${deployment.file}`);
  }
  return deployment.file;
}

/** As a whole or not at all: a run that is cut off must not leave half of a user's file. */
function rewrite(file: string, text: string): void {
  const place = realpathSync(file);
  const draft = `${place}.${process.pid}.new`;
  try {
    writeFileSync(draft, text, { mode: statSync(place).mode, flag: "wx" });
    renameSync(draft, place);
  } catch (error) {
    if (!isSystemError(error, "EEXIST")) rmSync(draft, { force: true });
    throw new UserError(`${file} cannot be brought up to date: ${messageOf(error)}.`, {
      file,
      hint: "Make it writable for this user, or leave --write away and change it as the log says.",
      exitCode: ExitCode.delivery,
      cause: error,
    });
  }
}

/**
 * The file's text with these variables set. Only the lines concerned change: comments, order, quotes, indentation and
 * line ends stay. Where the variables are written in a way that lines cannot be changed one by one, the YAML library
 * writes the document anew, comments and order kept.
 */
export function withVariables(yaml: YamlFile, variables: Variables): string {
  const meant = { ...(yaml.value as object), [VARIABLES]: { ...presentIn(yaml), ...variables } };
  const edited = withPairs(yaml, VARIABLES, variables);
  if (edited !== undefined && isDeepStrictEqual(parsed(yaml.file, edited), meant)) return edited;
  if (valueAt(yaml, [VARIABLES]) === null) yaml.document.set(VARIABLES, yaml.document.createNode({}));
  for (const [name, value] of Object.entries(variables)) yaml.document.setIn([VARIABLES, name], value);
  const written = yaml.document.toString({ lineWidth: 0 });
  return yaml.text.includes("\r\n") ? written.replace(/\r?\n/g, "\r\n") : written;
}

/** A text that was put together by lines may be no YAML at all, where the file is written in an unusual way. */
function parsed(file: string, text: string): unknown {
  try {
    return parseYaml(file, text).value;
  } catch {
    return undefined;
  }
}

function presentIn({ value }: YamlFile): object {
  const present = (value as Record<string, unknown>)[VARIABLES];
  return isRecord(present) ? present : {};
}
