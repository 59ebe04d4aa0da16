import { readScoringImports } from "./checks/scoring-probe.ts";
import type { Later } from "./checks/testimony.ts";
import type { Candidate } from "./delivery/candidate.ts";
import { readEarlier } from "./delivery/comparison.ts";
import { deliver, draft } from "./delivery/delivery.ts";
import { outputDirectoryFor } from "./delivery/output-directory.ts";
import { cacheOutputs } from "./delivery/outputs.ts";
import type { Progress } from "./delivery/progress.ts";
import { orNothing } from "./errors.ts";
import { alone } from "./jobs/alone.ts";
import { restore } from "./jobs/from-cache.ts";
import { prototype } from "./jobs/prototype.ts";
import { prove } from "./jobs/prove.ts";
import { proveExisting } from "./jobs/prove-existing.ts";
import { restoreArtifact } from "./jobs/restore-artifact.ts";
import { type Result, resultOf } from "./jobs/result.ts";
import { showPlan } from "./jobs/show-plan.ts";
import { build } from "./mount/build.ts";
import type { Manifest } from "./mount/manifest.ts";
import { discard, recoverPlacement, requireOurs } from "./mount/place.ts";
import type { Options } from "./options/options.ts";
import { readOptions } from "./options/read.ts";
import type { RawOptions } from "./options/table.ts";
import { makePlan, type Plan } from "./plan.ts";
import type { Host } from "./runner/host.ts";

/** The job, in the mode that the inputs say. */
export async function job(raw: RawOptions, progress: Progress, host: Host): Promise<Result> {
  const options = readOptions(raw, host);
  const earlier = readEarlier(options);
  progress.learn({ options, earlier });
  if (options.mode === "dynamic") return await prototype(options, progress, host);
  if (options.mode === "verify") return await proveExisting(options, earlier, progress, host);
  const make = () =>
    options.mode === "restore"
      ? restoreArtifact(options, earlier, progress, host)
      : preinstalled(options, earlier, progress, host);
  return options.dryRun ? await make() : await alone(options, host, make);
}

/** Plan, restore or build, verify, deliver, report. */
async function preinstalled(
  options: Options,
  earlier: Manifest | undefined,
  progress: Progress,
  host: Host,
): Promise<Result> {
  const planning = progress.clock.time("plan", () => makePlan(options, host));
  host.warmUp();
  const plan = await planning;
  const { target, location, python } = plan;
  progress.learn({ target, location });
  progress.note({ "python-version": python.version });
  if (options.dryRun) return showPlan(plan, host);
  try {
    return await make(plan, earlier, progress, host);
  } catch (error) {
    orNothing(() => discard(location.environmentDirectory)); // nothing is there any more when it was placed
    throw error;
  }
}

async function make(plan: Plan, earlier: Manifest | undefined, progress: Progress, host: Host): Promise<Result> {
  const { clock } = progress;
  const { options } = plan;
  // Neither the cache nor the build changes what the script imports.
  const scoring = readScoringImports(options, plan.python, host.environment);
  scoring.catch(() => {}); // whoever verifies hears of it
  const { candidate, testimony } = await obtain(plan, progress, host);
  progress.begin("verify");
  const drafting = draft(candidate, plan, host);
  drafting.catch(() => {}); // whoever delivers hears of it; after a red verdict nobody wants it
  // Imports wait for the packing, so that their time is theirs. Whether it could be packed is no matter of theirs.
  const afterPacking: Later = async (work) => await drafting.catch(() => {}).then(() => clock.time("imports", work));
  const { target, requirements } = plan;
  const subject = { options, target, mount: candidate.mount, indexLines: requirements.options, scoring };
  const verdict = await clock.time("verify", () =>
    prove(subject, testimony, async () => plan.python, afterPacking, host),
  );
  progress.learn({ verdict });
  const delivered = await clock.time("deliver", () => deliver(candidate, drafting, verdict, plan, progress, host));
  const { mount, outputDirectory } = candidate;
  const story = { ...plan, mount, verdict, candidate, delivered, earlier, outputDirectory, times: clock.times };
  return await resultOf(story, progress, host);
}

/** From the cache where the same mount is there and whole, else built. */
async function obtain(
  plan: Plan,
  progress: Progress,
  host: Host,
): Promise<{ candidate: Candidate; testimony: unknown }> {
  const { clock } = progress;
  const { environmentDirectory } = plan.location;
  const recovered = recoverPlacement(environmentDirectory);
  if (recovered) host.log.info(recovered);
  requireOurs(environmentDirectory);
  const outputDirectory = outputDirectoryFor(plan.artifactName, plan.options, host);
  progress.learn({ outputDirectory });
  const restored = await clock.time("restore", () => restore(plan, outputDirectory, host));
  const { outcome: cacheOutcome, reason: cacheReason, saveKey } = restored;
  host.log.info(`Cache ${cacheOutcome}: ${cacheReason}`);
  progress.learn({ more: { cacheOutcome, cacheReason } });
  progress.note(cacheOutputs(cacheOutcome));
  const mount = restored.mount ?? (await clock.time("build", () => build(plan, host)));
  progress.learn({ mount });
  return { candidate: { mount, cacheOutcome, cacheReason, saveKey, outputDirectory }, testimony: restored.testimony };
}
