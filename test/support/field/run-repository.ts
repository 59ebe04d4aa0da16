// Runs the shipped command line in a copy of a repository of test/field.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Finding } from "../../../src/findings/check.ts";
import { readAction } from "../github/runner/action-definition.ts";
import { repositoryRoot } from "../github/runner/action-runner.ts";
import { runCli } from "../machine/cli.ts";
import { type Cleanup, createWorkspace, writeFiles } from "../machine/workspace.ts";
import { type PackageIndex, startIndex } from "../packages/package-index.ts";
import { pickled } from "../python/models.ts";
import type { SeenError, SeenFinding, SeenRun } from "./compare.ts";
import { type ExpectedRun, FIELD, type FieldRepository, isIn } from "./expected.ts";
import { privateStubs, publicStubs } from "./stubs.ts";

/** PyPI's place, and an organisation's own index, which asks for a password. */
export interface Indexes {
  readonly pypi: PackageIndex;
  readonly own: PackageIndex;
}

export const TOKEN = "token-of-the-feed";

export async function startIndexes(): Promise<Indexes> {
  const own = { packages: privateStubs(), credentials: { user: "build", password: TOKEN } };
  return { pypi: await startIndex({ packages: publicStubs() }), own: await startIndex(own) };
}

/** A copy with the files that are made at run time. */
export function copyRepository(t: Cleanup, { name, make }: FieldRepository): string {
  const copy = join(createWorkspace(t), "repository");
  cpSync(join(FIELD, name), copy, { recursive: true, filter: (path) => basename(path) !== "expected.json" });
  for (const [path, expression] of Object.entries(make)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), pickled(expression));
  }
  return copy;
}

/** The inputs that a deployment file answers are empty in a step that names one. */
export function inputsOf({ inputs = {} }: ExpectedRun): Record<string, string> {
  return { ...("deployment-file" in inputs ? { "code-directory": "", "scoring-script": "" } : {}), ...inputs };
}

export function environmentOf({ variables = {} }: ExpectedRun, { pypi, own }: Indexes): Record<string, string> {
  return { ...pypi.env(), PIP_RETRIES: "0", FEED_HOST: new URL(own.url).host, ...variables };
}

const defaults = Object.entries(readAction(repositoryRoot).inputs)
  .filter(([name]) => name !== "mode")
  .map(([name, input]) => `--${name}=${input.default ?? ""}`);

/** One run of a repository, in a copy that earlier runs may have changed. */
export async function runIn(
  t: Cleanup,
  run: ExpectedRun,
  place: { readonly copy: string; readonly home: string },
  indexes: Indexes,
): Promise<SeenRun> {
  const { copy: cwd, home } = place;
  writeFiles(cwd, run.change ?? {});
  const flags = Object.entries(inputsOf(run)).flatMap(([name, value]) =>
    value.split("\n").map((line) => `--${name}=${line}`),
  );
  const words = [run.command ?? "build", ...defaults, ...flags, ...(run.flags ?? []), "--json"];
  const { exitCode, stderr, json = {} } = await runCli(t, words, { cwd, home, env: environmentOf(run, indexes) });
  const file = json["report-file"] ?? "";
  const report = file !== "" && existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const findings: Finding[] = report.findings ?? [];
  return {
    exitCode,
    verdict: verdictOf(exitCode, report.verdict),
    image: report.target?.image ?? "",
    installed: (report.distributions ?? []).map(({ name, version }: Record<string, string>) => `${name}==${version}`),
    findings: findings.flatMap((one) => seenFindings(one, stderr)),
    errors: errorsIn(stderr).filter(({ message }) => !/^[A-Z]\d+: /.test(message)),
    log: stderr,
    outputs: json,
  };
}

function verdictOf(exitCode: number | null, verdict: string | undefined): string {
  if (exitCode === 2) return "refused";
  if (exitCode === 3) return "not built";
  return verdict ?? "done";
}

/** Each of its members, with its place as the log has it: `warning: file:1: M14: …`. */
function seenFindings({ members = [], ...one }: Finding, log: string): SeenFinding[] {
  const { check, severity, message } = one;
  const line = log.split("\n").find((text) => text.startsWith(`${severity}: `) && text.includes(message)) ?? "";
  const place = new RegExp(`^${severity}: (.*:\\d+): ${check}: `).exec(line)?.[1] ?? "";
  return (members.length === 0 ? [one] : members).map(({ hint = "", ...member }) => {
    const { severity, distribution, message } = member;
    return { check, severity, distribution, place, text: `${hint} ${message}` };
  });
}

/** `error: file:1: message`, and a hint in the lines below that are indented. */
function errorsIn(log: string): SeenError[] {
  return [...log.matchAll(/^error: (?:(\S[^\n]*?:\d+)(?: \([^)\n]*\))?: )?(.*)((?:\n {2}.*)*)/gm)].map(
    ([, place = "", message = "", hint = ""]) => ({ place, message, hint: hint.trim() }),
  );
}

/** What files do not contain that a run is to write. */
export function fileDifferences({ files = {} }: ExpectedRun, copy: string): string[] {
  return Object.entries(files)
    .filter(([path, text]) => !existsSync(join(copy, path)) || !isIn(text, readFileSync(join(copy, path), "utf8")))
    .map(([path, text]) => `${path} does not contain ${text}`);
}
