import { Problems, UserError } from "../util/errors.ts";
import { nearest } from "../util/text.ts";
import { readUtf8 } from "./deployment-file/read-utf8.ts";
import { isRecord, parseYaml, type YamlFile } from "./deployment-file/yaml-file.ts";
import type { OptionName } from "./table.ts";

/** The inputs that a deployment of a list can have; the schema is schemas/deployment-list.schema.json. */
export const LISTED_INPUTS = [
  "code-directory",
  "scoring-script",
  "deployment-file",
  "image",
  "python-version",
  "environment-name",
  "requirements",
  "packages",
  "slim",
  "checks",
  "smoke-test",
  "audit",
  "max-size",
] as const satisfies readonly OptionName[];
type ListedInput = (typeof LISTED_INPUTS)[number];

export interface ListedDeployment {
  /** Unique; part of the names of artifacts. */
  readonly name: string;
  /** Every input, `""` where the list has none. */
  readonly inputs: Readonly<Record<ListedInput, string>>;
  /** Of its entry, counted from 1. */
  readonly line: number | undefined;
}

const KNOWN: readonly string[] = ["name", ...LISTED_INPUTS];
/** Names of artifacts may have these characters on every file system. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/**
 * Reads a list of deployments: a sequence of mappings.
 * @param file absolute
 * @throws UserErrors with file and line of everything that is wrong
 */
export function readDeploymentList(file: string): ListedDeployment[] {
  const yaml = parseYaml(file, readUtf8(file), "failsafe"); // 3.10 is a version
  const problems = new Problems();
  if (!Array.isArray(yaml.value) || yaml.value.length === 0) {
    throw new UserError("The file is not a list of deployments.", {
      file,
      line: 1,
      hint: "Write a sequence of mappings: - code-directory: models/iris.",
    });
  }
  const deployments = yaml.value.flatMap(
    (entry, index) => problems.collectAll(() => deploymentOf(entry, index, yaml)) ?? [],
  );
  requireUniqueNames(deployments, file, problems);
  problems.throwIfAny();
  return deployments;
}

function deploymentOf(entry: unknown, index: number, yaml: YamlFile): ListedDeployment {
  const line = lineOfEntry(yaml, index);
  const refuse = (message: string, hint: string) => new UserError(message, { file: yaml.file, line, hint });
  if (!isRecord(entry)) throw refuse("A deployment is not a mapping.", "Write - code-directory: models/iris.");
  for (const key of Object.keys(entry)) {
    if (KNOWN.includes(key)) continue;
    const meant = nearest(key, KNOWN);
    const hint = meant === undefined ? `The fields are ${KNOWN.join(", ")}.` : `Did you mean "${meant}"?`;
    throw refuse(`A deployment has no field "${key}".`, hint);
  }
  const read = (key: string) => textOf(entry[key], () => refuse(`${key} is not a text.`, "Write a text or a list."));
  const inputs = Object.fromEntries(LISTED_INPUTS.map((key) => [key, read(key)])) as Record<ListedInput, string>;
  const place = inputs["code-directory"] || inputs["deployment-file"];
  if (place === "") throw refuse("A deployment has no code-directory.", "Add code-directory, or deployment-file.");
  const name = read("name") || place.replace(/^\.\/|\/+$/g, "").replaceAll("/", "--");
  if (!NAME.test(name)) {
    throw refuse(`"${name}" cannot be the name of a deployment.`, "Set name to letters, digits, periods, - and _.");
  }
  return { name, inputs, line };
}

/** A scalar as text, or a list of scalars as lines. */
function textOf(value: unknown, refuse: () => UserError): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map((item) => textOf(item, refuse)).join("\n");
  if (typeof value === "object") throw refuse();
  return String(value).trim();
}

function lineOfEntry({ document, lineOf }: YamlFile, index: number): number | undefined {
  return lineOf(document.getIn([index], true));
}

function requireUniqueNames(deployments: readonly ListedDeployment[], file: string, problems: Problems): void {
  const first = new Map<string, ListedDeployment>();
  for (const deployment of deployments) {
    const { name, line } = deployment;
    // Names of artifacts that differ in case only are one file on some systems.
    const earlier = first.get(name.toLowerCase());
    if (earlier === undefined) first.set(name.toLowerCase(), deployment);
    else
      problems.add(`Two deployments have the name ${name}: see line ${earlier.line}.`, {
        file,
        line,
        hint: "Set name, for example to the name of the deployment in Azure.",
      });
  }
}
