import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheableOf } from "../evidence/cached/trust.ts";
import type { Verdict } from "../findings/verdict.ts";
import type { Artifact, Host } from "../host/host.ts";
import { writableFormat } from "../mount/archive/compression.ts";
import { KeptArchive } from "../mount/archive/kept-archive.ts";
import { archiveIn, movePack, writeBuildRecord, writePack } from "../mount/archive/pack.ts";
import { describe } from "../mount/manifest/describe.ts";
import { formatManifest, type Manifest } from "../mount/manifest/manifest.ts";
import type { Mount } from "../mount/mount.ts";
import type { Placement } from "../mount/placement.ts";
import type { Provenance } from "../mount/provenance.ts";
import { manifestOf } from "../plan/location.ts";
import type { Plan } from "../plan/plan.ts";
import type { Progress } from "../progress/progress.ts";
import type { BuildResult } from "./build-result.ts";
import { upload } from "./cache-and-artifact.ts";
import { type OutputFiles, pathsOf, writeOutputFiles } from "./output-files.ts";
import { draftsIn } from "./placing/drafts.ts";
import { placeAll } from "./placing/place-all.ts";
import { billOfMaterials } from "./sbom/bill-of-materials.ts";

/** What was delivered. */
export interface Delivered {
  readonly manifest: Manifest;
  /** Absolute; `""` if the artifact contained loose files. */
  readonly archive: string;
  readonly artifact: Artifact | undefined;
  /** Why the cache entry could not be saved, if so. */
  readonly cacheProblem: string | undefined;
}

/** Manifest and archive of a mount, before it is verified. */
export interface Packed {
  readonly manifest: Manifest;
  /** Directory of the archive; `undefined` if the archive of the cache entry is used. */
  readonly directory: string | undefined;
  readonly archive: KeptArchive;
}

/** Writes the manifest and the archive. This is slow, and can be done while the mount is verified. */
export async function pack(
  { mount, cacheOutcome, outputDirectory }: BuildResult,
  plan: Plan,
  imageDigest: string | undefined,
  host: Host,
): Promise<Packed> {
  const manifest = writeManifest(mount, plan, imageDigest);
  const format = plan.options.artifactFormat === "tar.gz" ? "tar.gz" : "tar.zst";
  // After a cache hit the archive exists already, unless another format is requested now.
  const present = cacheOutcome === "hit" ? archiveIn(outputDirectory) : undefined;
  if (present?.endsWith(await writableFormat(format))) {
    return { manifest, directory: undefined, archive: new KeptArchive(present) };
  }
  const directory = join(host.temporary, "packed");
  const path = await host.progress("Writing the archive", (tell) =>
    writePack(mount.location, manifest, directory, format, tell),
  );
  return { manifest, directory, archive: new KeptArchive(path) };
}

/** What is delivered, and to which place. */
export interface Delivery {
  readonly plan: Plan;
  readonly built: BuildResult;
  readonly packing: Promise<Packed>;
  readonly verdict: Verdict;
  readonly placement: Placement;
}

/**
 * Places a mount that passed, writes the output files, saves its pack to the cache and uploads it.
 * @throws UserError if the archive was changed in the meantime, or a requested upload fails
 */
export async function deliver(delivery: Delivery, progress: Progress, host: Host): Promise<Delivered> {
  const { plan, built, placement } = delivery;
  progress.begin("pack");
  const { manifest, directory, archive } = await delivery.packing;
  archive.requireUnchanged();
  progress.begin("outputFiles");
  const drafts = draftsIn(built.outputDirectory, host);
  if (directory !== undefined) keepPack(directory, drafts.directory, delivery, manifest);
  const written = outputFilesOf(delivery, manifest, host);
  writeOutputFiles(drafts.directory, written);
  const { options, location } = plan;
  placeAll({ options, location, mountDigest: manifest.mountDigest, drafts, placement }, progress);
  const files = pathsOf(written, built.outputDirectory);
  const kept = archiveIn(built.outputDirectory) ?? "";
  progress.note({ "archive-file": kept, "lock-file": files.lock });
  const uploaded = await upload({ archive: kept, files, manifest, built, plan }, progress, host);
  return { manifest, archive: kept, ...uploaded };
}

function writeManifest(
  mount: Mount,
  { location, target, python, options }: Plan,
  imageDigest: string | undefined,
): Manifest {
  const manifest = mount.manifest ?? describe(mount, location, { ...target, imageDigest }, python.version, options);
  if (mount.manifest === undefined) writeFileSync(manifestOf(mount.location), formatManifest(manifest));
  return manifest;
}

function outputFilesOf({ built, verdict }: Delivery, manifest: Manifest, host: Host): OutputFiles {
  const { mount } = built;
  const { evidence } = verdict;
  return {
    manifest: { copyOf: manifestOf(mount.location) },
    lock: mount.build?.lock ?? lockOfFreeze(manifest),
    billOfMaterials: billOfMaterials(mount.inventory, manifest, evidence?.closure),
    provenance: `${JSON.stringify(provenanceOf(manifest, host), undefined, 2)}\n`,
  };
}

/** The lock file of a mount whose build did not write one. */
export function lockOfFreeze({ freeze }: Manifest): string {
  return freeze.map((line) => `${line}\n`).join("");
}

function provenanceOf({ mountDigest }: Manifest, { event, environment }: Host): Provenance {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID } = environment;
  const run = GITHUB_RUN_ID ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}` : "";
  return { mountDigest, repository: event.repository, commit: event.commit, run };
}

/** Moves the archive, with a record of the build and the verification, to the output files. */
function keepPack(directory: string, drafts: string, { built, verdict }: Delivery, { mountDigest }: Manifest): void {
  const { mount } = built;
  const { evidence } = verdict;
  const { removedByStaging, build, inventory } = mount;
  if (build === undefined || evidence === undefined)
    throw new Error("A mount must be built and verified before it is packed.");
  const buildPaths = Object.fromEntries(inventory.buildPaths);
  writeBuildRecord(directory, { mountDigest, removedByStaging, build, buildPaths, evidence: cacheableOf(evidence) });
  movePack(directory, drafts);
}
