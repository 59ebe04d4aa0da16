import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { ExitCode, isSystemError, messageOf, UserError } from "../errors.ts";
import type { Deployment } from "../options/deployment.ts";
import { isRecord, lineAt, parseYaml, readYaml, sharedAt, textAt, type YamlFile } from "../options/yaml-file.ts";
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
 * The file's text with these variables set. Only the lines concerned change, byte for byte: the text is edited, never
 * written anew from what it means.
 * @throws UserError with file and line where that cannot be done without a change elsewhere
 */
export function withVariables(yaml: YamlFile, variables: Variables): string {
  const edited = withPairs(yaml, VARIABLES, variables);
  if (edited === yaml.text || (edited !== undefined && isAllThatChanged(yaml, edited, variables))) return edited;
  const shared = Object.keys(variables).find((name) => sharedAt(yaml, [VARIABLES, name]) !== undefined);
  const [what, place] = shared
    ? [`the value of ${shared} is shared by an anchor`, [VARIABLES, shared]]
    : ["it is written in a way that this tool cannot change", [VARIABLES]];
  throw new UserError(`${VARIABLES} cannot be brought up to date without changing something else: ${what}.`, {
    file: yaml.file,
    line: lineAt(yaml, place),
    hint: `Write it as a mapping with one variable a line, without anchors. It needs: ${JSON.stringify(variables)}`,
    exitCode: ExitCode.delivery,
  });
}

/** Whether both texts mean the same but for these variables, in the values of YAML 1.2 and in the words as written. */
function isAllThatChanged({ file, text }: YamlFile, edited: string, variables: Variables): boolean {
  return [undefined, "failsafe" as const].every((schema) => {
    const before = parseYaml(file, text, schema);
    const meant = { ...(before.value as object), [VARIABLES]: { ...presentIn(before), ...variables } };
    return isDeepStrictEqual(meaningOf(file, edited, schema), meant);
  });
}

/** An edited text may be no YAML at all, where the file is written in an unusual way. */
function meaningOf(file: string, text: string, schema: "failsafe" | undefined): unknown {
  try {
    return parseYaml(file, text, schema).value;
  } catch {
    return undefined;
  }
}

function presentIn({ value }: YamlFile): object {
  const present = (value as Record<string, unknown>)[VARIABLES];
  return isRecord(present) ? present : {};
}
