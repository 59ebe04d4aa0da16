import { readScoringImports } from "./checks/scoring-probe.ts";
import type { Later } from "./checks/testimony.ts";
import { Clock } from "./clock.ts";
import type { Candidate } from "./delivery/candidate.ts";
import { readEarlier } from "./delivery/comparison.ts";
import { deliver, draft } from "./delivery/delivery.ts";
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
export async function job(raw: RawOptions, host: Host): Promise<Result> {
  const clock = new Clock();
  const options = readOptions(raw, host);
  const earlier = readEarlier(options);
  if (options.mode === "dynamic") return await prototype(options, clock, host);
  if (options.mode === "verify") return await proveExisting(options, earlier, clock, host);
  if (options.mode === "restore") return await restoreArtifact(options, earlier, clock, host);
  return await preinstalled(options, earlier, clock, host);
}

/** Plan, restore or build, verify, deliver, report. */
async function preinstalled(
  options: Options,
  earlier: Manifest | undefined,
  clock: Clock,
  host: Host,
): Promise<Result> {
  const planning = clock.time("plan", () => makePlan(options, host));
  host.warmUp();
  const plan = await planning;
  if (options.dryRun) return showPlan(plan, host);
  try {
    return await make(plan, earlier, clock, host);
  } catch (error) {
    discard(plan.location.environmentDirectory); // nothing is there any more when it was placed
    throw error;
  }
}

async function make(plan: Plan, earlier: Manifest | undefined, clock: Clock, host: Host): Promise<Result> {
  const { options } = plan;
  // Neither the cache nor the build changes what the script imports.
  const scoring = readScoringImports(options, plan.python, host.environment);
  scoring.catch(() => {}); // whoever verifies hears of it
  const { candidate, testimony } = await obtain(plan, clock, host);
  const drafting = draft(candidate, plan, host);
  drafting.catch(() => {}); // whoever delivers hears of it; after a red verdict nobody wants it
  // Imports wait for the packing, so that their time is theirs. Whether it could be packed is no matter of theirs.
  const afterPacking: Later = async (work) => await drafting.catch(() => {}).then(() => clock.time("imports", work));
  const { target, requirements } = plan;
  const subject = { options, target, mount: candidate.mount, indexLines: requirements.options, scoring };
  const { verdict } = await clock.time("verify", () =>
    prove(subject, testimony, async () => plan.python, afterPacking, host),
  );
  const delivered = await clock.time("deliver", () => deliver(candidate, drafting, verdict, plan, host));
  const story = { ...plan, mount: candidate.mount, verdict, candidate, delivered, earlier, times: clock.times };
  return await resultOf(story, host);
}

/** From the cache where the same mount is there and whole, else built. */
async function obtain(plan: Plan, clock: Clock, host: Host): Promise<{ candidate: Candidate; testimony: unknown }> {
  const { environmentDirectory } = plan.location;
  const recovered = recoverPlacement(environmentDirectory);
  if (recovered) host.log.info(recovered);
  requireOurs(environmentDirectory);
  const outputDirectory = plan.options.outputDirectory || host.outputDirectory(plan.artifactName);
  const restored = await clock.time("restore", () => restore(plan, outputDirectory, host));
  host.log.info(`Cache ${restored.outcome}: ${restored.reason}`);
  const mount = restored.mount ?? (await clock.time("build", () => build(plan, host)));
  const { outcome: cacheOutcome, reason: cacheReason, saveKey } = restored;
  return { candidate: { mount, cacheOutcome, cacheReason, saveKey, outputDirectory }, testimony: restored.testimony };
}
