import { emptyOutputs } from "../delivery/outputs.ts";
import type { Host } from "../host/host.ts";
import type { Options } from "../inputs/options.ts";
import { commandLike, sameInputs } from "../inputs/same-inputs.ts";
import { makePlan, type Plan } from "../plan/plan.ts";
import type { Progress } from "../progress/progress.ts";
import type { PendingImage } from "../python/container/pending-image.ts";
import { resolveLock } from "../python/install/resolve-lock.ts";
import { headerFor, lockPathOf, lockText, presentLock } from "../python/sources/lock-file.ts";
import type { Result } from "../report/result.ts";
import { ExitCode, messageOf, UserError } from "../util/errors.ts";
import { normalisedName } from "../util/text.ts";
import { writeWhole } from "../util/write-whole.ts";
import { cleanFreeze } from "./clean-freeze.ts";
import { factsForPlan } from "./image/facts-for-plan.ts";
import { differences } from "./line-differences.ts";

/** Mode `lock`: resolves the requirements for the target, and writes the lock file beside them. */
export async function lock(options: Options, image: PendingImage, progress: Progress, host: Host): Promise<Result> {
  const path = lockPathOf(options);
  if (path === undefined) throw lockedAlready(options);
  const before = presentLock(path).replaceAll("\r\n", "\n"); // as Git checks it out on Windows
  const plan = await progress.phase("plan", host, async () =>
    makePlan(options, await factsForPlan(options, image), host),
  );
  progress.note({ "python-version": plan.python.version });
  const outcome = options.lock.from === "" ? "clean" : cleanFreeze(plan, host);
  if (outcome === "changed") return await lock(options, image, progress, host); // reads the file again
  if (outcome === "shown")
    return ended(options, "", `Nothing was locked: ${options.lock.from} has lines that no image can install.`);
  progress.begin("lock");
  const text = await progress.phase("lock", host, () => newText(plan, before, host));
  if (options.dryRun) host.log.info(text);
  else if (options.lock.check) requireEqual(path, before, text, options);
  else if (text !== before) write(path, text);
  const line = lastLine(path, before, text, options);
  host.log.info(line);
  return ended(options, path, line);
}

function lockedAlready({ sources }: Options): UserError {
  return new UserError("The requirements are a lock file themselves.", {
    file: sources[0]?.file,
    hint: "Name the file that it was made from in the input requirements.",
  });
}

async function newText(plan: Plan, before: string, host: Host): Promise<string> {
  const { requirements, target, options } = plan;
  const { pins, withoutHash } = await resolveLock(plan, before, host);
  if (withoutHash.length > 0) {
    const names = withoutHash.join(", ");
    host.log.notice(`The lock file has no hashes, because the index or the installer gave none for ${names}.`);
  }
  warnOfUnknown(options.lock.upgradePackages, pins, host);
  return lockText(pins, headerFor(requirements, target, options), requirements);
}

function warnOfUnknown(upgraded: readonly string[], pins: string, { log }: Host): void {
  const locked = pins.split("\n").map((line) => normalisedName(/^[\w.-]+/.exec(line)?.[0] ?? ""));
  for (const name of upgraded.filter((one) => !locked.includes(normalisedName(one)))) {
    log.warning(`Input upgrade-package: ${name} is not in the lock file.`);
  }
}

/** @throws UserError with the lines that differ */
function requireEqual(path: string, before: string, now: string, options: Options): void {
  if (before === now) return;
  const what = before === "" ? "There is no lock file" : "The lock file is stale";
  throw new UserError(`${what}:\n${differences(before, now).join("\n")}`, {
    file: path,
    hint: `Run this command and commit the file: ${commandLike("lock", options)} (in the action: mode lock without check).`,
    exitCode: ExitCode.findings,
  });
}

function write(path: string, text: string): void {
  try {
    writeWhole(path, text);
  } catch (error) {
    throw new UserError(`The lock file cannot be written: ${messageOf(error)}.`, {
      file: path,
      hint: "Let this user write to the directory of the requirements.",
      exitCode: ExitCode.delivery,
      cause: error,
    });
  }
}

function lastLine(path: string, before: string, now: string, options: Options): string {
  const {
    lock: { check },
    dryRun,
  } = options;
  if (dryRun) return `Would write ${path}.`;
  if (check || before === now) return `${path} is up to date.`;
  const flags = sameInputs(options);
  return `Wrote ${path}. Commit it; the next build${flags === "" ? "" : ` with ${flags}`} installs it.`;
}

/** @param line for the summary: what was done */
function ended({ dryRun }: Options, path: string, line: string): Result {
  const outputs = { ...emptyOutputs(), "lock-file": dryRun ? "" : path };
  return { exitCode: ExitCode.passed, outputs, summary: `## Lock file\n\n${line}\n` };
}
