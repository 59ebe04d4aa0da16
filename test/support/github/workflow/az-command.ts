// `az`, as a workflow's deploy step sees it: keeps each deployment's variables as the service would, and every command.
// Only the commands of our workflows; anything else ends with exit code 2, as an unknown command of az does.
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const directory = process.env.PLAYED_AZURE ?? "";
const words = process.argv.slice(2);
appendFileSync(join(directory, "commands.jsonl"), `${JSON.stringify(words)}\n`);
process.exitCode = az(words);

function az(given: string[]): number {
  const [group, area, verb] = given;
  if (group === "extension") return 0;
  if (group === "account") return token(given);
  if (group !== "ml") return refuse(`'${group}' is not simulated`);
  if (area === "online-endpoint") return 0;
  if (area !== "online-deployment") return refuse(`'${area}' is not simulated`);
  const options = read(given.slice(3));
  const file = options["--file"]?.[0];
  const document = file === undefined ? {} : parse(readFileSync(file, "utf8"));
  const name = options["--name"]?.[0] ?? document.name;
  const endpoint = options["--endpoint-name"]?.[0] ?? document.endpoint_name;
  if (!name || !endpoint) return refuse("name and endpoint are required");
  const store = join(directory, `${endpoint}.${name}.json`);
  if (verb === "show") return show(store, options["--query"]?.[0]);
  if (verb !== "create" && verb !== "update") return refuse(`'${verb}' is not simulated`);
  if ((verb === "update") !== existsSync(store))
    return refuse(`'${verb}': deployment ${name} exists: ${existsSync(store)}`);
  // An update adds to what is there: a variable that the file does not name stays.
  const variables = { ...(verb === "update" ? load(store) : {}), ...document.environment_variables };
  for (const assignment of options["--set"] ?? []) set(assignment, variables);
  for (const path of options["--remove"] ?? []) if (!remove(path, variables)) return refuse(`Couldn't find '${path}'`);
  writeFileSync(store, JSON.stringify(variables));
  return 0;
}

/** The token that the directory has in `token.txt`, for Azure DevOps alone. */
function token(given: string[]): number {
  const options = read(given.slice(2));
  const [resource, query, output] = ["--resource", "--query", "--output"].map((flag) => options[flag]?.[0]);
  if (given[1] !== "get-access-token" || query !== "accessToken" || output !== "tsv") return refuse("not simulated");
  if (resource !== "499b84ac-1321-427f-aa17-267ca6975798") return refuse(`'${resource}' is not Azure DevOps`);
  process.stdout.write(`${readFileSync(join(directory, "token.txt"), "utf8").trim()}\n`);
  return 0;
}

function show(store: string, query: string | undefined): number {
  if (!existsSync(store)) return refuse("(ResourceNotFound)");
  const value = query === undefined ? JSON.stringify(load(store)) : load(store)[variableOf(query)];
  if (value !== undefined) process.stdout.write(`${value}\n`);
  return 0;
}

/** Every word after a flag belongs to it, up to the next flag. */
function read(given: string[]): Record<string, string[]> {
  const options: Record<string, string[]> = {};
  let flag = "";
  for (const word of given) {
    if (word.startsWith("--")) flag = word;
    options[flag] = [...(options[flag] ?? []), ...(word.startsWith("--") ? [] : [word])];
  }
  return options;
}

function set(assignment: string, variables: Record<string, string>): void {
  const [path = "", ...value] = assignment.split("=");
  variables[variableOf(path)] = value.join("=");
}

function remove(path: string, variables: Record<string, string>): boolean {
  const isThere = variableOf(path) in variables;
  delete variables[variableOf(path)];
  return isThere;
}

function variableOf(path: string): string {
  const [, name] = /^environment_variables\.(\w+)$/.exec(path) ?? [];
  if (name === undefined) throw new Error(`az: only environment_variables are simulated, not ${path}`);
  return name;
}

function load(store: string): Record<string, string> {
  return JSON.parse(readFileSync(store, "utf8"));
}

function refuse(message: string): number {
  process.stderr.write(`ERROR: ${message}\n`);
  return 2;
}
