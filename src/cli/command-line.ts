import { resolve } from "node:path";
import { listFile, planDeployments } from "../commands/deployments/plan.ts";
import { deploymentResults } from "../commands/deployments/results.ts";
import { inspectImage } from "../commands/image/inspect-image.ts";
import { tryImage } from "../commands/try.ts";
import { emptyOutputs } from "../delivery/outputs.ts";
import type { Format } from "../host/format/format.ts";
import { logOf } from "../host/format/presenter.ts";
import { asJson } from "../host/format/text.ts";
import { terminalHost } from "../host/terminal/terminal-host.ts";
import type { RawOptions } from "../inputs/table.ts";
import { runJob, runTask } from "../run.ts";
import { ExitCode, UserError, userErrorsOf } from "../util/errors.ts";
import { VERSION } from "../util/version.ts";
import { completion } from "./completion/completion.ts";
import { explain } from "./explain.ts";
import { withFlagNames } from "./flag-names.ts";
import { formatIn, readFlags } from "./flags.ts";
import { type CommandName, hasOutputs, help, isCommand, noSuchCommand } from "./help.ts";
import { imagePage } from "./image-page.ts";
import { listImages } from "./images.ts";

/** Runs each command with its arguments. */
const COMMANDS: Readonly<Record<CommandName, (words: readonly string[]) => Promise<number> | number>> = {
  build: (words) => runMode("build", "preinstalled", words),
  restore: (words) => runMode("restore", "restore", words),
  lock: (words) => runMode("lock", "lock", words),
  verify: (words) => runMode("verify", "verify", words),
  try: (words) => runTry(words),
  "plan-deployments": (words) => runPlan(words),
  images: (words) => runImages(words),
  explain: (words) => print(explain(words)),
  completion: (words) => print(completion(words)),
  help: ([command]) => print(help(command)),
};

/**
 * Runs one command line.
 * @returns the exit code
 */
export async function runCommand(words: readonly string[]): Promise<number> {
  const [first = "help", ...rest] = words;
  try {
    if (first === "--version") return print(VERSION);
    if (first === "--help" || first === "-h") return print(help(rest[0]));
    if (!isCommand(first)) throw noSuchCommand(first);
    if (rest.includes("--help") || rest.includes("-h")) return print(help(first));
    return await COMMANDS[first](rest);
  } catch (thrown) {
    return refuse(thrown, hasOutputs(first) && rest.includes("--json"), formatIn(rest));
  }
}

async function runMode(command: CommandName, mode: string, words: readonly string[]): Promise<number> {
  const { json, format, values } = readFlags(words, command);
  const raw: RawOptions = { ...values, mode: values.mode ?? mode };
  const host = await terminalHost({ json, format, workspace: process.cwd(), reword: withFlagNames });
  return await runJob(raw, host);
}

async function runTry(words: readonly string[]): Promise<number> {
  const { format, values } = readFlags(words, "try");
  const host = await terminalHost({ json: false, format, workspace: process.cwd(), reword: withFlagNames });
  const view = { isInteractive: process.stdin.isTTY, show: (answer: string) => void print(answer) };
  return await runTask(() => tryImage(values, view, host), host);
}

async function runPlan(words: readonly string[]): Promise<number> {
  const { format, values } = readFlags(words, "plan-deployments");
  const host = await terminalHost({ json: false, format, workspace: process.cwd(), reword: withFlagNames });
  return await runTask(async () => {
    const plan = planDeployments(listFile(values.list, host), host);
    if (values.results) {
      const { table, passed } = deploymentResults(plan, resolve(host.workspace, values.results));
      print(table);
      return passed ? ExitCode.passed : ExitCode.findings;
    }
    return print(
      Object.entries(plan)
        .map(([name, cells]) => `${name}=${JSON.stringify(cells)}`)
        .join("\n"),
    );
  }, host);
}

async function runImages(words: readonly string[]): Promise<number> {
  const { json, values } = readFlags(words, "images");
  const { inspect: image, ...more } = values;
  if (image === undefined) {
    for (const name of Object.keys(more)) throw new UserError(`--${name} has an effect only with --inspect.`);
    return print(listImages(json));
  }
  const host = await terminalHost({ json, workspace: process.cwd(), reword: withFlagNames });
  return await runTask(async () => {
    const facts = await inspectImage({ ...more, image }, host);
    return print(json ? JSON.stringify(facts, undefined, 2) : imagePage(facts));
  }, host);
}

function refuse(thrown: unknown, json: boolean, format: Format): number {
  const errors = userErrorsOf(thrown);
  if (errors.length === 0) throw thrown;
  const log = logOf(format, process.cwd());
  const texts = errors.map(({ message, hint }) => log.shown(hint ? `${message}\n${hint}` : message));
  for (const text of texts) log.error(text);
  if (json) process.stdout.write(asJson({ ...emptyOutputs(), error: texts.join("\n") }));
  return ExitCode.input;
}

function print(text: string): ExitCode {
  process.stdout.write(`${text.trimEnd()}\n`);
  return ExitCode.passed;
}
