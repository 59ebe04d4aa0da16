// `az` as deploy-example calls it: keeps endpoints as files, plays the container of a deployment with Python, and fails or
// hangs where a test says so. What it does not know ends with exit code 2, as an unknown command of az does.
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parse } from "yaml";

export interface Plan {
  /** An interpreter. */
  readonly python: string;
  /** Variables that the container ignores. */
  readonly ignores?: readonly string[];
  /** Command → how often it fails; its effect remains. */
  readonly fails?: Readonly<Record<string, number>>;
  /** Commands that write this instead of what they would write. */
  readonly answers?: Readonly<Record<string, string>>;
  /** Command → seconds that it takes after its effect. */
  readonly takes?: Readonly<Record<string, number>>;
}

const directory = process.env.AZ_STAND_IN ?? "";
const [service, area = "", verb = "", ...rest] = process.argv.slice(2);
if (directory !== "") await main();

async function main(): Promise<void> {
  const plan = JSON.parse(readFileSync(join(directory, "plan.json"), "utf8")) as Plan;
  const request = basename(optional("--request-file") ?? "");
  const command = [area, verb, request].filter(Boolean).join(" ");
  const number = countOf(command);
  appendFileSync(join(directory, "calls.jsonl"), `${JSON.stringify({ command, words: rest, pid: process.pid })}\n`);
  const output = service === "ml" ? answer(`${area} ${verb}`, plan) : undefined;
  if (output === undefined) fail(2, `'${command}' is misspelled or not recognized by the system.`);
  const seconds = plan.takes?.[command] ?? 0;
  if (seconds > 0) await new Promise((done) => setTimeout(done, seconds * 1000));
  if (number < (plan.fails?.[command] ?? 0)) fail(1, `(InternalServerError) ${command} does not work today`);
  process.stdout.write(plan.answers?.[command] ?? output);
}

/** How often the command was called before. */
function countOf(command: string): number {
  const path = join(directory, "calls.jsonl");
  if (!existsSync(path)) return 0;
  const calls = readFileSync(path, "utf8").trim().split("\n");
  return calls.filter((line) => JSON.parse(line).command === command).length;
}

function answer(command: string, plan: Plan): string | undefined {
  required("--resource-group");
  required("--workspace-name");
  const endpoints = join(directory, "endpoints");
  mkdirSync(endpoints, { recursive: true });
  if (command === "online-endpoint create") return create(parse(readFileSync(required("--file"), "utf8")).name);
  if (command === "online-endpoint list")
    return readdirSync(endpoints)
      .map((name) => `${name}\n`)
      .join("");
  if (command === "online-endpoint delete") return remove(endpointFile(required("--name")));
  if (command === "online-deployment create") return deploy(required("--file"));
  if (command === "online-deployment get-logs") return "the container's log\n";
  if (command === "online-endpoint invoke") return invoke(endpointFile(required("--name")), plan);
  return undefined;
}

function create(name: string): string {
  writeFileSync(join(directory, "endpoints", name), "{}");
  return "{}\n";
}

function remove(path: string): string {
  if (!rest.includes("--yes")) fail(2, "Are you sure? Use --yes where nobody can answer.");
  rmSync(path);
  return "";
}

function deploy(file: string): string {
  const deployment = { ...parse(readFileSync(file, "utf8")), directory: dirname(file) };
  writeFileSync(endpointFile(deployment.endpoint_name), JSON.stringify(deployment));
  writeFileSync(join(directory, "deployment.json"), JSON.stringify(deployment));
  return "{}\n";
}

/** The container: its variables, its search path, and the request. az writes an answer as a JSON string. */
function invoke(path: string, { python, ignores = [] }: Plan): string {
  const {
    directory: code,
    environment_variables: set,
    code_configuration: what,
  } = JSON.parse(readFileSync(path, "utf8"));
  const read = Object.entries<string>(set).filter(([name]) => !ignores.includes(name));
  const source = `import json, sys; import ${what.scoring_script.replace(/\.py$/, "")} as script
script.init(); print(json.dumps(json.dumps(script.run(open(sys.argv[1]).read()))))`;
  const env = { ...set, PYTHONPATH: read.map(([, value]) => join(code, value)).join(":") };
  const words = ["-c", source, required("--request-file")];
  const { status, stdout, stderr } = spawnSync(python, words, { cwd: code, env, encoding: "utf8" });
  if (status !== 0) fail(1, stderr);
  return stdout;
}

function endpointFile(name: string): string {
  const path = join(directory, "endpoints", name);
  if (!existsSync(path)) fail(3, `(UserError) The endpoint ${name} is not there.`);
  return path;
}

function optional(option: string): string | undefined {
  return rest.includes(option) ? rest[rest.indexOf(option) + 1] : undefined;
}

function required(option: string): string {
  return optional(option) ?? fail(2, `the following arguments are required: ${option}`);
}

function fail(exitCode: number, message: string): never {
  process.stderr.write(`ERROR: ${message}\n`);
  process.exit(exitCode);
}
