import { githubHost } from "./host/github/github-host.ts";
import { githubLog } from "./host/github/log.ts";
import { hasUnsettledCall } from "./host/github/side-service.ts";
import type { Host } from "./host/host.ts";
import { Masks } from "./host/log-text.ts";
import { unknownInputs } from "./inputs/read-options.ts";
import { OPTIONS, type RawOptions } from "./inputs/table.ts";
import { runJob } from "./run.ts";
import { ExitCode, userErrorsOf } from "./util/errors.ts";

/** Runs the job with the inputs that the runner passes as `INPUT_<NAME>`. */
export async function runAction(): Promise<number> {
  try {
    return await run(await githubHost());
  } catch (thrown) {
    return refuse(thrown);
  }
}

/** Whether something would keep the process alive for nothing after the run. */
export const mustExit = hasUnsettledCall;

async function run(host: Host): Promise<number> {
  const given = Object.entries(host.environment)
    .filter(([name]) => name.startsWith("INPUT_"))
    .map(([name, value]) => [name.slice("INPUT_".length).toLowerCase(), value ?? ""] as const);
  for (const { message, hint } of unknownInputs(given.map(([name]) => name))) host.log.warning(`${message} ${hint}`);
  const known = new Set<string>(OPTIONS.map(({ name }) => name));
  const raw: RawOptions = Object.fromEntries(given.filter(([name]) => known.has(name)));
  return await runJob(raw, host);
}

/** An error that leaves no host, which writes outputs and the summary. */
function refuse(thrown: unknown): number {
  const errors = userErrorsOf(thrown);
  if (errors.length === 0) throw thrown;
  const log = githubLog(process.cwd(), new Masks());
  for (const { message, hint } of errors) log.error(hint ? `${message}\n${hint}` : message);
  return ExitCode.input;
}
