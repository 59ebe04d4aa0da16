import { outputDirectoryFor } from "../delivery/output-directory.ts";
import { mountOutputs } from "../delivery/outputs.ts";
import type { Host } from "../host/host.ts";
import type { Options } from "../inputs/options.ts";
import { takeInventory } from "../mount/inventory/inventory.ts";
import { mountDigest } from "../mount/manifest/digest.ts";
import type { Progress } from "../progress/progress.ts";
import type { PendingImage } from "../python/container/pending-image.ts";
import { reportMount } from "../report/report-mount.ts";
import type { Result } from "../report/result.ts";
import { now } from "../util/schedule.ts";
import { verifyMount } from "./collect-and-check.ts";
import { findExistingMount, interpreterOr, knownMount } from "./existing-mount.ts";
import { factsForPlan, targetOfVerdict } from "./image/facts-for-plan.ts";

/** Mode `verify`: verifies an existing mount, against its manifest if it has one. */
export async function verify(options: Options, image: PendingImage, progress: Progress, host: Host): Promise<Result> {
  const { clock } = progress;
  const { location, manifest, target } = findExistingMount(options, await factsForPlan(options, image));
  const outputDirectory = outputDirectoryFor(`verify-${options.environmentName}`, options, host);
  progress.learn({ target, location, outputDirectory });

  const mount = await progress.phase("read", host, async () =>
    knownMount(location, takeInventory(location.directory), manifest),
  );
  progress.learn({ mount, more: { cacheOutcome: "off", cacheReason: "" } });
  progress.note(mountOutputs(location, mountDigest(mount.inventory.files.values())));

  const findPython = () => interpreterOr(options, target, progress, host);
  const sources = { cached: undefined, findPython, image, turn: clock.turn("imports", now) };
  const verdict = await progress.phase("verify", host, () => verifyMount({ options, target, mount }, sources, host));
  progress.learn({ verdict });

  const outcome = { options, target: targetOfVerdict(verdict, target), location, mount, verdict, outputDirectory };
  return await reportMount({ ...outcome, built: undefined, delivered: undefined }, progress, host);
}
