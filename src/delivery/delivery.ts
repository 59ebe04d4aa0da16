import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Verdict } from "../checks/verify.ts";
import { messageOf } from "../errors.ts";
import { writableFormat } from "../mount/compression.ts";
import { describe } from "../mount/describe.ts";
import { manifestOf } from "../mount/location.ts";
import { formatManifest, type Manifest } from "../mount/manifest.ts";
import type { Mount } from "../mount/mount.ts";
import { archiveIn, movePack, packFiles, writeKnowledge, writePack } from "../mount/pack.ts";
import { discard, place } from "../mount/place.ts";
import { PROVENANCE, type Provenance } from "../mount/provenance.ts";
import type { Plan } from "../plan.ts";
import type { Artifact, Host } from "../runner/host.ts";
import { writeIgnoreFile } from "./ignore-file.ts";
import { billOfMaterials } from "./sbom.ts";

export type CacheOutcome = "hit" | "miss" | "rebuilt" | "off";

/** A mount that was built or restored, with the story of how. */
export interface Candidate {
  readonly mount: Mount;
  readonly cacheOutcome: CacheOutcome;
  /** Why it is a hit, a miss or a rebuild, in a sentence. */
  readonly cacheReason: string;
  /** The key under which it is to be saved. */
  readonly saveKey: string;
  /** Absolute; where archive, copies and report go. */
  readonly outputDirectory: string;
}

/** What was handed over; of a red mount, nothing. */
export interface Delivered {
  readonly manifest: Manifest;
  readonly archive: string;
  readonly lockFile: string;
  readonly billOfMaterials: string;
  readonly artifact: Artifact | undefined;
  /** A sentence when the cache entry could not be saved. */
  readonly cacheProblem: string | undefined;
}

/** Manifest and archive of a mount that nobody has proven yet. */
export interface Draft {
  readonly manifest: Manifest;
  /** Where the archive lies; `undefined` where that of the cache entry serves. */
  readonly directory: string | undefined;
}

/** Writes the manifest and packs; that takes its time and can be done while the mount is proven. */
export async function draft(
  { mount, cacheOutcome, outputDirectory }: Candidate,
  plan: Plan,
  host: Host,
): Promise<Draft> {
  const manifest = writeManifest(mount, plan);
  const format = plan.options.artifactFormat === "tar.gz" ? "tar.gz" : "tar.zst";
  // On a hit the archive is there already, unless it was packed another way than is asked for now.
  const present = cacheOutcome === "hit" ? archiveIn(outputDirectory) : undefined;
  if (present?.endsWith(writableFormat(format))) return { manifest, directory: undefined };
  const directory = join(host.temporary, "draft");
  await writePack(mount.location, manifest, directory, format);
  return { manifest, directory };
}

/**
 * Places a green mount, saves its pack to the cache and uploads it. A red one is dropped, and what stood in its place
 * stays.
 * @throws UserError when an upload that was asked for fails
 */
export async function deliver(
  candidate: Candidate,
  drafting: Promise<Draft>,
  verdict: Verdict,
  plan: Plan,
  host: Host,
): Promise<Delivered | undefined> {
  const { environmentDirectory } = plan.location;
  if (!verdict.green) {
    discard(environmentDirectory);
    return undefined;
  }
  const { manifest, directory } = await drafting;
  const { removal } = place(environmentDirectory);
  try {
    writeIgnoreFile(plan.options);
    if (directory !== undefined) keepPack(directory, candidate, manifest, verdict);
    const papers = writePapers(candidate, manifest, plan);
    writeProvenance(candidate.outputDirectory, manifest, host);
    const handedOver = await handOver(papers, manifest, candidate, plan, host);
    return { manifest, ...papers, ...handedOver };
  } finally {
    await removal;
  }
}

function writeManifest(mount: Mount, { location, target, python, options }: Plan): Manifest {
  const manifest = mount.manifest ?? describe(mount, location, target, python.version, options);
  if (mount.manifest === undefined) writeFileSync(manifestOf(mount.location), formatManifest(manifest));
  return manifest;
}

/** The archive with what the proof found out, in the output directory. */
function keepPack(
  directory: string,
  { mount, outputDirectory }: Candidate,
  { mountDigest }: Manifest,
  { testimony }: Verdict,
): void {
  const { stagedAway, build } = mount;
  if (build === undefined) throw new Error("A mount that is packed was built.");
  writeKnowledge(directory, { mountDigest, stagedAway, build, testimony });
  mkdirSync(outputDirectory, { recursive: true });
  movePack(directory, outputDirectory);
}

/** Copies for those who look, beside the archive. */
function writePapers({ mount, outputDirectory }: Candidate, manifest: Manifest, plan: Plan) {
  const archive = archiveIn(outputDirectory) ?? "";
  const lockFile = join(outputDirectory, "requirements.lock.txt");
  const bill = join(outputDirectory, "sbom.cdx.json");
  writeFileSync(lockFile, mount.build?.lock ?? manifest.freeze.map((line) => `${line}\n`).join(""));
  writeFileSync(bill, billOfMaterials(mount.inventory));
  copyFileSync(manifestOf(plan.location), join(outputDirectory, "manifest.json"));
  return { archive, lockFile, billOfMaterials: bill };
}

/** Beside the archive, which is the same from every commit. */
function writeProvenance(directory: string, { mountDigest }: Manifest, { event, environment }: Host): void {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID } = environment;
  const run = GITHUB_RUN_ID ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}` : "";
  const provenance: Provenance = { mountDigest, repository: event.repository, commit: event.commit, run };
  writeFileSync(join(directory, PROVENANCE), `${JSON.stringify(provenance, undefined, 2)}\n`);
}

type Papers = ReturnType<typeof writePapers>;

/** To the cache and to the artifact service at once: both mostly wait. */
async function handOver(papers: Papers, manifest: Manifest, candidate: Candidate, plan: Plan, host: Host) {
  const [uploading, saving] = await Promise.allSettled([
    upload(papers, manifest, candidate, plan, host),
    save(candidate, plan, host),
  ]);
  if (uploading.status === "rejected") throw uploading.reason;
  const cacheProblem = saving.status === "rejected" ? messageOf(saving.reason) : saving.value;
  if (cacheProblem !== undefined) host.log.warning(`The cache entry was not saved: ${cacheProblem}`);
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
  host: Host,
): Promise<Artifact | undefined> {
  if (!options.upload || host.artifacts === undefined) return undefined;
  const service = host.artifacts;
  const settings = {
    retentionDays: options.retentionDays,
    compressionLevel: options.artifactFormat === "directory" ? 6 : 0,
  };
  return await host.log.group(`Uploading ${artifactName}`, async () => {
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
}
