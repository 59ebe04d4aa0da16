import { mkdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { linked } from "../host/copy-files.ts";
import { held } from "../host/held-output.ts";
import type { Artifact, Host } from "../host/host.ts";
import { packFiles } from "../mount/archive/pack.ts";
import type { Manifest } from "../mount/manifest/manifest.ts";
import { manifestOf } from "../plan/location.ts";
import type { Plan } from "../plan/plan.ts";
import type { Progress } from "../progress/progress.ts";
import { messageOf } from "../util/errors.ts";
import type { BuildResult } from "./build-result.ts";
import type { WrittenFiles } from "./output-files.ts";
import { artifactOutputs } from "./outputs.ts";

interface Upload {
  /** Absolute. */
  readonly archive: string;
  readonly files: WrittenFiles;
  readonly manifest: Manifest;
  readonly built: BuildResult;
  readonly plan: Plan;
}

/**
 * Uploads to the cache and to the artifact service at the same time: both mostly wait for the network. The log has the
 * lines of the one after those of the other.
 */
export async function upload(parts: Upload, progress: Progress, host: Host) {
  const { built, plan } = parts;
  const saving = held(() => host.progress("Saving to the cache", () => saveToCache(built, plan, host)));
  const [uploading] = await Promise.allSettled([uploadArtifact(parts, progress, host)]);
  const { result, hasLines, release } = await saving;
  if (hasLines) await host.log.group("Saving to the cache", async () => release());
  const unexpected = result.status === "rejected" ? messageOf(result.reason) : undefined;
  if (unexpected !== undefined) host.log.warning(`The cache entry was not saved: ${unexpected}`);
  if (uploading.status === "rejected") throw uploading.reason;
  return {
    artifact: uploading.value,
    cacheProblem: result.status === "rejected" ? unexpected : result.value,
  };
}

/** @returns why it could not be saved, if so: that does not fail the job */
async function saveToCache(
  { cacheOutcome, saveKey, outputDirectory }: BuildResult,
  plan: Plan,
  host: Host,
): Promise<string | undefined> {
  const wanted = plan.options.cache === "read-write" && cacheOutcome !== "hit" && plan.key.uncacheable === undefined;
  if (!wanted || host.cache === undefined) return undefined;
  const entry = join(host.temporary, "cache-entry");
  rmSync(entry, { recursive: true, force: true });
  mkdirSync(entry, { recursive: true });
  for (const file of packFiles(outputDirectory)) await linked(file, join(entry, basename(file)));
  return await host.cache.save(saveKey, entry);
}

async function uploadArtifact(
  { archive, files, manifest, built, plan }: Upload,
  progress: Progress,
  host: Host,
): Promise<Artifact | undefined> {
  const { options, artifactName, location } = plan;
  if (!options.upload || host.artifacts === undefined) return undefined;
  const service = host.artifacts;
  progress.begin("upload");
  const isLoose = options.artifactFormat === "directory";
  const settings = { retentionDays: options.retentionDays, compressionLevel: isLoose ? 6 : 0 };
  const title = `Uploading ${artifactName}`;
  const sending = async () => {
    if (!isLoose) {
      const packed = [archive, files.manifest, files.provenance, files.lock, files.billOfMaterials];
      return await service.upload(artifactName, packed, built.outputDirectory, settings);
    }
    const loose = manifest.files.map(({ path }) => join(location.directory, path));
    return await service.upload(artifactName, [manifestOf(location), ...loose], options.mountParent, settings);
  };
  const artifact = await host.log.group(title, () => host.progress(title, sending));
  progress.note(artifactOutputs(artifact));
  return artifact;
}
