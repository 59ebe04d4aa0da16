import { join } from "node:path";
import type { BuildResult } from "../delivery/build-result.ts";
import { deliver, pack } from "../delivery/deliver.ts";
import { tellLimits } from "../delivery/github-limits.ts";
import { outputDirectoryFor } from "../delivery/output-directory.ts";
import { OUTPUT_FILES } from "../delivery/output-files.ts";
import { cacheOutputs } from "../delivery/outputs.ts";
import { readScoringImports } from "../evidence/scoring-script.ts";
import type { Host } from "../host/host.ts";
import type { Options } from "../inputs/options.ts";
import { buildMount } from "../mount/build.ts";
import { type Placement, withPlacement } from "../mount/placement.ts";
import { describeLeftOut } from "../mount/slim/left-out.ts";
import { askEarly } from "../plan/expected-key/early-entry.ts";
import { fetchUvEarly } from "../plan/expected-key/early-uv.ts";
import { makePlan, type Plan } from "../plan/plan.ts";
import type { Progress } from "../progress/progress.ts";
import type { PendingImage } from "../python/container/pending-image.ts";
import { reportMount } from "../report/report-mount.ts";
import type { Result } from "../report/result.ts";
import { after, early } from "../util/schedule.ts";
import { type Asked, findInCache, unpackFound } from "./cached-mount.ts";
import { verifyMount } from "./collect-and-check.ts";
import { dryRun } from "./dry-run.ts";
import { factsForPlan, targetOfVerdict } from "./image/facts-for-plan.ts";

/** Mode `preinstalled`: takes a mount from the cache or builds it, verifies it, places it and delivers it. */
export async function build(options: Options, image: PendingImage, progress: Progress, host: Host): Promise<Result> {
  const facts = early(factsForPlan(options, image));
  const planning = early(progress.phase("plan", host, async () => makePlan(options, await facts, host)));
  host.preload();
  if (options.dryRun) return dryRun(learn(await planning, progress), host);
  const environmentDirectory = join(options.mountParent, options.environmentName);
  try {
    return await withPlacement(environmentDirectory, host, async (placement) => {
      const entry = await askEarly(options, await facts, host);
      const asked = entry && unpackFound(entry, environmentDirectory, host);
      const end = new AbortController();
      const fetching = entry && fetchUvEarly(entry, options, end.signal, host);
      try {
        const plan = learn(await planning, progress);
        return await buildPlanned(plan, { asked, image, placement }, progress, host);
      } finally {
        end.abort();
        await fetching;
        await asked?.unpacking.catch(() => {}); // what it writes is removed afterwards
      }
    });
  } catch (error) {
    learn(await planning, progress); // an error of the plan is reported instead of this one
    throw error;
  }
}

function learn(plan: Plan, progress: Progress): Plan {
  const { target, location, python } = plan;
  progress.learn({ target, location });
  progress.note({ "python-version": python.version });
  return plan;
}

interface Means {
  /** What the cache was asked for before the plan was made. */
  readonly asked: Asked | undefined;
  readonly image: PendingImage;
  readonly placement: Placement;
}

async function buildPlanned(
  plan: Plan,
  { asked, image, placement }: Means,
  progress: Progress,
  host: Host,
): Promise<Result> {
  const { clock } = progress;
  const { options, target, location, python, requirements } = plan;
  const scoring = early(readScoringImports(options, python, host)); // does not depend on the mount
  const { built, cached } = await obtainMount(plan, asked, progress, host);
  const { mount, outputDirectory } = built;

  progress.begin("verify");
  // Of a mount from the cache, the manifest is written already.
  const imageDigest = mount.manifest === undefined ? await image.digestOfFacts() : undefined;
  const packing = early(pack(built, plan, imageDigest, host));
  const lockFile = join(outputDirectory, OUTPUT_FILES.lock);
  const subject = { options, target, mount, indexLines: requirements.options, scoring, lockFile };
  const turn = clock.turn("imports", after(packing)); // imports must not change what is packed
  const sources = { cached, findPython: async () => python, image, turn };
  const verdict = await progress.phase("verify", host, () => verifyMount(subject, sources, host));
  progress.learn({ verdict });

  const delivery = { plan, built, packing, verdict, placement };
  const delivered = verdict.passed
    ? await progress.phase("deliver", host, () => deliver(delivery, progress, host))
    : undefined;
  const known = { options, target: targetOfVerdict(verdict, target), location, mount, verdict };
  return await reportMount({ ...known, built, delivered, outputDirectory }, progress, host);
}

/** Takes the mount from the cache if it has an undamaged entry, otherwise builds it. */
async function obtainMount(
  plan: Plan,
  asked: Asked | undefined,
  progress: Progress,
  host: Host,
): Promise<{ built: BuildResult; cached: unknown }> {
  const outputDirectory = outputDirectoryFor(plan.artifactName, plan.options, host);
  progress.learn({ outputDirectory });
  const found = await progress.phase("restore", host, () => findInCache(plan, asked, outputDirectory, host));
  const { outcome: cacheOutcome, reason, saveKey, similar } = found;
  host.log.info(`Cache ${cacheOutcome}: ${reason}`);
  progress.learn({ more: { cacheOutcome, cacheReason: reason } });
  progress.note(cacheOutputs(cacheOutcome));
  const mount = found.mount ?? (await progress.phase("build", host, () => buildMount(plan, similar, host)));
  const comparison = await found.comparison;
  if (comparison !== undefined) host.log.info(`Cache: ${comparison}`);
  const cacheReason = [reason, comparison].filter(Boolean).join(" ");
  progress.learn({ mount, more: { cacheOutcome, cacheReason } });
  if (found.mount === undefined) tellLimits(mount.inventory.files, plan.options, host);
  const { slim } = mount.removedByStaging;
  if (slim !== undefined) host.log.info(`slim left out ${describeLeftOut(slim)}.`);
  return { built: { mount, cacheOutcome, cacheReason, saveKey, outputDirectory }, cached: found.evidence };
}
