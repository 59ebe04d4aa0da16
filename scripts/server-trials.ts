// Starts each release of the inference server with each series of its packages that it does not take first on its path, as
// a mount has it, and with its namespaces cut, and writes which releases answer to src/images/server/server-trials.json.
//   node scripts/node24.mjs scripts/server-trials.ts --uv PATH 3.8 3.9 …   for these versions of Python; 20 minutes for each
//   … --only NAME                                                          only this package, which may be repeated
// What is installed stays in a directory of the system's temporary files (or --directory DIR) for the next run.
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Host } from "../src/host/host.ts";
import { serverVersionsFor } from "../src/images/server/server.ts";
import { type Interpreter, searchInterpreter } from "../src/python/interpreter/interpreter.ts";
import { formatted } from "./formatted.ts";
import { candidatesFor, refusedBy, sharesOf } from "./server-trials/cases.ts";
import { namespaceAsMount, serverEnvironments, type Workshop } from "./server-trials/environments.ts";
import {
  type Beside,
  type Outcome,
  rowsOf,
  steadyError,
  type Table,
  type Tried,
  type Without,
  withTried,
} from "./server-trials/table.ts";
import { tryServer } from "./server-trials/trial.ts";

const TABLE = "src/images/server/server-trials.json";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    uv: { type: "string", default: "uv" },
    directory: { type: "string" },
    only: { type: "string", multiple: true, default: [] },
  },
});
const directory = values.directory ?? join(tmpdir(), "server-trials");
mkdirSync(directory, { recursive: true });
/** Of this run, for the scoring script. */
const place = mkdtempSync(join(directory, "trial-"));
for (const minor of positionals) await write(minor, await tryAll(await workshopFor(minor)));

async function workshopFor(minor: string): Promise<{ workshop: Workshop; python: Interpreter }> {
  const host = { environment: process.env, toolDirectory: directory, log: { debug: () => {} } } as unknown as Host;
  const { found: python, rejected } = await searchInterpreter(minor, "auto", host);
  if (python === undefined) throw new Error(`There is no Python ${minor}. ${rejected.join(" ")}`);
  return { workshop: { directory, uv: values.uv, minor, python: python.path }, python };
}

async function tryAll({ workshop, python }: { workshop: Workshop; python: Interpreter }): Promise<Tried> {
  const candidates = await candidatesFor(workshop, values.only);
  const servers: string[] = [];
  const packages: Outcome<Beside>[] = [];
  const namespaces: Outcome<Without>[] = [];
  for (const server of serverVersionsFor(python.minor)) {
    const environment = await answering(server, workshop);
    if (environment === undefined) continue;
    servers.push(server);
    for (const { name, series, version, mount } of await refusedBy(server, candidates, python)) {
      packages.push(await outcome({ name, series, release: version }, server, environment, mount));
    }
    const shares = values.only.length > 0 ? [] : sharesOf(server, environment, python);
    for (const { namespace, holder, modules } of shares) {
      const mount = namespaceAsMount(namespace, modules, environment, workshop);
      namespaces.push(await outcome({ namespace, hidden: holder }, server, environment, mount));
    }
  }
  const date = new Date().toISOString().slice(0, 10);
  return { date, python: python.version, servers, packages: rowsOf(packages), namespaces: rowsOf(namespaces) };
}

/** An environment whose server answers when nothing is put before it. */
async function answering(server: string, workshop: Workshop): Promise<string | undefined> {
  for (const environment of serverEnvironments(server, workshop)) {
    const problem = await tryServer(environment, undefined, place);
    if (problem === undefined) return environment;
    process.stdout.write(`${workshop.minor} ${server} alone: ${problem}\n`);
  }
  return undefined;
}

async function outcome<Subject>(subject: Subject, server: string, environment: string, mount: string) {
  const problem = await tryServer(environment, mount, place);
  process.stdout.write(`${server} ${JSON.stringify(subject)} ${problem ?? "answers"}\n`);
  return { subject, server, problem: problem && steadyError(problem) };
}

async function write(minor: string, tried: Tried): Promise<void> {
  const path = fileURLToPath(new URL(`../${TABLE}`, import.meta.url));
  const table = JSON.parse(readFileSync(path, "utf8")) as Table;
  writeFileSync(path, formatted(JSON.stringify(withTried(table, minor, tried, values.only)), TABLE));
}
