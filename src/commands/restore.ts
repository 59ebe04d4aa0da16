import { join } from "node:path";
import { type Delivered, lockOfFreeze } from "../delivery/deliver.ts";
import { outputDirectoryFor } from "../delivery/output-directory.ts";
import { copyOr, OUTPUT_FILES, pathsOf, writeOutputFiles } from "../delivery/output-files.ts";
import { artifactOutputs } from "../delivery/outputs.ts";
import { draftsIn } from "../delivery/placing/drafts.ts";
import { placeAll } from "../delivery/placing/place-all.ts";
import { billOfMaterials } from "../delivery/sbom/bill-of-materials.ts";
import type { Closure } from "../evidence/dependencies.ts";
import { readScoringImports, type ScoringImports } from "../evidence/scoring-script.ts";
import type { Host } from "../host/host.ts";
import type { Target } from "../images/target.ts";
import type { Options } from "../inputs/options.ts";
import { KeptArchive } from "../mount/archive/kept-archive.ts";
import { type Unpacked, unpackBeside } from "../mount/archive/unpack.ts";
import type { Manifest } from "../mount/manifest/manifest.ts";
import type { Mount } from "../mount/mount.ts";
import { type Placement, withPlacement } from "../mount/placement.ts";
import { readProvenance } from "../mount/provenance.ts";
import { type Location, locate, manifestOf, staged } from "../plan/location.ts";
import { pythonRange } from "../plan/plan.ts";
import { chooseTarget } from "../plan/target.ts";
import type { Progress } from "../progress/progress.ts";
import type { PendingImage } from "../python/container/pending-image.ts";
import { searchInterpreter } from "../python/interpreter/interpreter.ts";
import { reportMount } from "../report/report-mount.ts";
import type { Result } from "../report/result.ts";
import { early, now } from "../util/schedule.ts";
import { type ArchiveSource, findArchive, keepArchive } from "./archive-source.ts";
import { verifyMount } from "./collect-and-check.ts";
import { interpreterOr, knownMount, targetFor } from "./existing-mount.ts";
import { factsForPlan, targetOfVerdict } from "./image/facts-for-plan.ts";

/** Mode `restore`: unpacks a mount from an artifact or archive, verifies it and places it. */
export async function restore(options: Options, image: PendingImage, progress: Progress, host: Host): Promise<Result> {
  const { clock } = progress;
  const asked = chooseTarget(options, await factsForPlan(options, image));
  const environmentDirectory = join(options.mountParent, options.environmentName);
  const scoring = early(readScoringEarly(options, asked, host));
  return await withPlacement(environmentDirectory, host, async (placement) => {
    const source = await progress.phase("download", host, () => findArchive(options, host));
    if (source.artifact) progress.note(artifactOutputs(source.artifact));
    const name = source.artifact?.name ?? `restore-${options.environmentName}`;
    const outputDirectory = outputDirectoryFor(name, options, host);
    progress.learn({ target: asked, outputDirectory });

    progress.begin("unpack");
    const how = { root: options.environmentName, loose: source.loose };
    const unpacked = await progress.phase("unpack", host, () => unpackBeside(environmentDirectory, source.path, how));
    const { manifest } = unpacked;
    const archive = source.loose ? undefined : new KeptArchive(source.path);
    host.log.info(`Unpacked ${source.description}, mount digest ${manifest.mountDigest}.`);
    const location = locate(options, manifest.target.python);
    const target = targetFor(manifest, asked, manifest.target.python, options);
    const mount = mountOf(location, unpacked, source, host);

    progress.begin("verify");
    progress.learn({ target, location, mount });
    const findPython = () => interpreterOr(options, target, progress, host);
    const sources = { cached: undefined, findPython, image, turn: clock.turn("imports", now) };
    const read = target.python === asked.python ? await scoring : undefined;
    const subject = { options, target, mount, ...(read && { scoring: Promise.resolve(read) }) };
    const verdict = await progress.phase("verify", host, () => verifyMount(subject, sources, host));
    if (verdict.passed) archive?.requireUnchanged();
    const cache = { cacheOutcome: "off", cacheReason: `the mount was restored from ${source.description}.` } as const;
    progress.learn({ verdict, more: cache });

    const { closure } = verdict.evidence ?? {};
    const restored = { options, location, mount, manifest, source, outputDirectory, closure };
    const delivered = verdict.passed ? deliver(restored, placement, progress, host) : undefined;
    const built = { mount, ...cache, saveKey: "", outputDirectory };
    return await reportMount(
      {
        options,
        target: targetOfVerdict(verdict, target),
        location,
        mount,
        verdict,
        built,
        delivered,
        restoredFrom: source.description,
        outputDirectory,
      },
      progress,
      host,
    );
  });
}

/**
 * While the archive is unpacked: what the scoring script imports, by the Python that its target has in most cases.
 * @returns `undefined` if there is no such Python
 */
async function readScoringEarly(options: Options, target: Target, host: Host): Promise<ScoringImports | undefined> {
  const { found } = await searchInterpreter(pythonRange(options, target), options.python, host);
  return found && (await readScoringImports(options, found, host));
}

function mountOf(location: Location, unpacked: Unpacked, { companions }: ArchiveSource, host: Host): Mount {
  const { manifest, inventory } = unpacked;
  const file = join(companions, OUTPUT_FILES.provenance);
  const known = { mountDigest: manifest.mountDigest, server: host.environment.GITHUB_SERVER_URL ?? "" };
  const provenance = readProvenance(file, known, (why) =>
    host.log.notice(`The file ${OUTPUT_FILES.provenance} of the artifact is not used: ${why}.`),
  );
  const { commit, repository } = host.event;
  const origin = provenance && { provenance, here: { commit, repository } };
  return { ...knownMount(staged(location), inventory, manifest), origin };
}

interface Restored {
  readonly options: Options;
  readonly location: Location;
  readonly mount: Mount;
  readonly manifest: Manifest;
  readonly source: ArchiveSource;
  readonly outputDirectory: string;
  readonly closure: Closure | undefined;
}

/** Places the mount and writes the output files, copied from the build where the artifact contains them. */
function deliver(restored: Restored, placement: Placement, progress: Progress, host: Host): Delivered {
  const { options, location, mount, manifest, source, outputDirectory, closure } = restored;
  progress.begin("outputFiles");
  const drafts = draftsIn(outputDirectory, host);
  const archive = keepArchive(source, drafts.directory, outputDirectory);
  const files = {
    manifest: { copyOf: manifestOf(mount.location) },
    lock: copyOr(source.companions, "lock", () => lockOfFreeze(manifest)),
    billOfMaterials: copyOr(source.companions, "billOfMaterials", () =>
      billOfMaterials(mount.inventory, manifest, closure),
    ),
    provenance: mount.origin && copyOr(source.companions, "provenance", () => ""),
  };
  writeOutputFiles(drafts.directory, files);
  placeAll({ options, location, mountDigest: manifest.mountDigest, drafts, placement }, progress);
  progress.note({ "archive-file": archive, "lock-file": pathsOf(files, outputDirectory).lock });
  return { manifest, archive, artifact: source.artifact, cacheProblem: undefined };
}
