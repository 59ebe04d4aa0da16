import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Verdict } from "../checks/verify.ts";
import { writableFormat } from "../mount/compression.ts";
import { describe } from "../mount/describe.ts";
import { KeptArchive } from "../mount/kept-archive.ts";
import { manifestOf } from "../mount/location.ts";
import { formatManifest, type Manifest } from "../mount/manifest.ts";
import type { Mount } from "../mount/mount.ts";
import { archiveIn, movePack, writeKnowledge, writePack } from "../mount/pack.ts";
import { discard, place } from "../mount/place.ts";
import { PROVENANCE, type Provenance } from "../mount/provenance.ts";
import type { Plan } from "../plan.ts";
import type { Artifact, Host } from "../runner/host.ts";
import type { Candidate } from "./candidate.ts";
import { writeIgnoreFile } from "./ignore-file.ts";
import { mountOutputs } from "./outputs.ts";
import type { Progress } from "./progress.ts";
import { billOfMaterials } from "./sbom.ts";
import { handOver, type Papers } from "./services.ts";

/** What was handed over; of a red mount, nothing. */
export interface Delivered extends Papers {
  readonly manifest: Manifest;
  readonly artifact: Artifact | undefined;
  /** A sentence when the cache entry could not be saved. */
  readonly cacheProblem: string | undefined;
}

/** Manifest and archive of a mount that nobody has proven yet. */
export interface Draft {
  readonly manifest: Manifest;
  /** Where the archive lies; `undefined` where that of the cache entry serves. */
  readonly directory: string | undefined;
  readonly archive: KeptArchive;
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
  if (present?.endsWith(writableFormat(format))) {
    return { manifest, directory: undefined, archive: new KeptArchive(present) };
  }
  const directory = join(host.temporary, "draft");
  const archive = new KeptArchive(await writePack(mount.location, manifest, directory, format));
  return { manifest, directory, archive };
}

/**
 * Places a green mount, saves its pack to the cache and uploads it. A red one is dropped, and what stood in its place
 * stays.
 * @throws UserError when the archive was changed meanwhile, or an upload that was asked for fails
 */
export async function deliver(
  candidate: Candidate,
  drafting: Promise<Draft>,
  verdict: Verdict,
  plan: Plan,
  progress: Progress,
  host: Host,
): Promise<Delivered | undefined> {
  const { location, options } = plan;
  if (!verdict.green) {
    discard(location.environmentDirectory);
    return undefined;
  }
  progress.begin("pack");
  const { manifest, directory, archive } = await drafting;
  archive.requireUnchanged();
  progress.begin("place");
  const { removal } = place(location.environmentDirectory);
  try {
    progress.note(mountOutputs(location, manifest.mountDigest));
    progress.begin("outputFiles");
    mkdirSync(candidate.outputDirectory, { recursive: true });
    if (directory !== undefined) keepPack(directory, candidate, manifest, verdict);
    const papers = writePapers(candidate, manifest, plan, progress);
    writeProvenance(candidate.outputDirectory, manifest, host);
    progress.begin("ignoreFile");
    writeIgnoreFile(options);
    const handedOver = await handOver(papers, manifest, candidate, plan, progress, host);
    return { manifest, ...papers, ...handedOver };
  } finally {
    const left = await removal;
    if (left !== undefined) host.log.warning(left);
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
  const { stagedAway, build, inventory } = mount;
  if (build === undefined) throw new Error("A mount that is packed was built.");
  const leaks = Object.fromEntries(inventory.leaks);
  writeKnowledge(directory, { mountDigest, stagedAway, build, leaks, testimony });
  movePack(directory, outputDirectory);
}

/** Copies for those who look, beside the archive. */
function writePapers(
  { mount, outputDirectory }: Candidate,
  manifest: Manifest,
  plan: Plan,
  progress: Progress,
): Papers {
  const archive = archiveIn(outputDirectory) ?? "";
  progress.note({ "archive-file": archive });
  const lockFile = join(outputDirectory, "requirements.lock.txt");
  const bill = join(outputDirectory, "sbom.cdx.json");
  writeFileSync(lockFile, mount.build?.lock ?? manifest.freeze.map((line) => `${line}\n`).join(""));
  progress.note({ "lock-file": lockFile });
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
