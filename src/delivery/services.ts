import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../errors.ts";
import { manifestOf } from "../mount/location.ts";
import type { Manifest } from "../mount/manifest.ts";
import { packFiles } from "../mount/pack.ts";
import { PROVENANCE } from "../mount/provenance.ts";
import type { Plan } from "../plan.ts";
import type { Artifact, Host } from "../runner/host.ts";
import type { Candidate } from "./candidate.ts";
import { artifactOutputs } from "./outputs.ts";
import type { Progress } from "./progress.ts";

/** Files in the output directory, absolute. */
export interface Papers {
  readonly archive: string;
  readonly lockFile: string;
  readonly billOfMaterials: string;
}

/** To the cache and to the artifact service at once: both mostly wait. */
export async function handOver(
  papers: Papers,
  manifest: Manifest,
  candidate: Candidate,
  plan: Plan,
  progress: Progress,
  host: Host,
) {
  const [uploading, saving] = await Promise.allSettled([
    upload(papers, manifest, candidate, plan, progress, host),
    save(candidate, plan, host),
  ]);
  const cacheProblem = saving.status === "rejected" ? messageOf(saving.reason) : saving.value;
  if (cacheProblem !== undefined) host.log.warning(`The cache entry was not saved: ${cacheProblem}`);
  if (uploading.status === "rejected") throw uploading.reason;
  return { artifact: uploading.value, cacheProblem };
}

/** @returns a sentence when it could not be saved: the job does without */
async function save(
  { cacheOutcome, saveKey, outputDirectory }: Candidate,
  plan: Plan,
  host: Host,
): Promise<string | undefined> {
  const wanted = plan.options.cache === "read-write" && cacheOutcome !== "hit" && plan.key.uncacheable === undefined;
  if (!wanted || host.cache === undefined) return undefined;
  const entry = join(host.temporary, "cache-entry");
  rmSync(entry, { recursive: true, force: true });
  mkdirSync(entry, { recursive: true });
  for (const file of packFiles(outputDirectory))
    copyFileSync(file, join(entry, file.slice(outputDirectory.length + 1)));
  return await host.cache.save(saveKey, entry);
}

async function upload(
  { archive, lockFile, billOfMaterials: bill }: Papers,
  manifest: Manifest,
  { outputDirectory }: Candidate,
  { options, artifactName, location }: Plan,
  progress: Progress,
  host: Host,
): Promise<Artifact | undefined> {
  if (!options.upload || host.artifacts === undefined) return undefined;
  const service = host.artifacts;
  progress.begin("upload");
  const settings = {
    retentionDays: options.retentionDays,
    compressionLevel: options.artifactFormat === "directory" ? 6 : 0,
  };
  const artifact = await host.log.group(`Uploading ${artifactName}`, async () => {
    if (options.artifactFormat !== "directory") {
      const files = [
        archive,
        ...["manifest.json", PROVENANCE].map((name) => join(outputDirectory, name)),
        lockFile,
        bill,
      ];
      return await service.upload(artifactName, files, outputDirectory, settings);
    }
    const files = manifest.files.map(({ path }) => join(location.directory, path));
    return await service.upload(artifactName, [manifestOf(location), ...files], options.mountParent, settings);
  });
  progress.note(artifactOutputs(artifact));
  return artifact;
}
