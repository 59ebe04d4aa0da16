import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Later } from "../checks/testimony.ts";
import type { Delivered } from "../delivery/delivery.ts";
import { writeIgnoreFile } from "../delivery/ignore-file.ts";
import { outputDirectoryFor } from "../delivery/output-directory.ts";
import { artifactOutputs, mountOutputs } from "../delivery/outputs.ts";
import type { Progress } from "../delivery/progress.ts";
import { billOfMaterials } from "../delivery/sbom.ts";
import { KeptArchive } from "../mount/kept-archive.ts";
import { type Location, locate, manifestOf, staged } from "../mount/location.ts";
import type { Manifest } from "../mount/manifest.ts";
import type { Mount } from "../mount/mount.ts";
import { archiveIn } from "../mount/pack.ts";
import { discard, place, recoverPlacement, requireOurs } from "../mount/place.ts";
import { PROVENANCE, readProvenance } from "../mount/provenance.ts";
import { type Unpacked, unpackBeside } from "../mount/unpack.ts";
import type { Options } from "../options/options.ts";
import { chooseTarget } from "../plan.ts";
import type { Host } from "../runner/host.ts";
import { type Obtained, obtainArchive } from "./obtain-archive.ts";
import { prove } from "./prove.ts";
import { interpreterOr, knownMount, targetFor } from "./prove-existing.ts";
import { type Result, resultOf } from "./result.ts";

/** Mode `restore`: takes a mount out of an artifact or archive, proves it, and puts it into its place. */
export async function restoreArtifact(
  options: Options,
  earlier: Manifest | undefined,
  progress: Progress,
  host: Host,
): Promise<Result> {
  const { clock } = progress;
  const asked = chooseTarget(options);
  const environmentDirectory = join(options.mountParent, options.environmentName);
  const recovered = recoverPlacement(environmentDirectory);
  if (recovered) host.log.info(recovered);
  requireOurs(environmentDirectory);
  const obtained = await clock.time("download", () => obtainArchive(options, host));
  if (obtained.artifact) progress.note(artifactOutputs(obtained.artifact));
  const outputDirectory = outputDirectoryFor(nameOf(obtained, options), options, host);
  progress.learn({ target: asked, outputDirectory });
  progress.begin("unpack");
  const how = { root: options.environmentName, loose: obtained.loose };
  const unpacked = await clock.time("unpack", () => unpackBeside(environmentDirectory, obtained.source, how));
  const { manifest } = unpacked;
  const archive = obtained.loose ? undefined : new KeptArchive(obtained.source);
  host.log.info(`Unpacked ${obtained.whence}: ${manifest.mountDigest}.`);
  try {
    const location = locate(options, manifest.target.python);
    const target = targetFor(manifest, asked, manifest.target.python, options);
    const mount = mountOf(location, unpacked, obtained, host);
    progress.begin("verify");
    progress.learn({ target, location, mount });
    const importing: Later = (work) => clock.time("imports", work);
    const findPython = () => interpreterOr(options, target, progress, host);
    const verdict = await clock.time("verify", () =>
      prove({ options, target, mount }, undefined, findPython, importing, host),
    );
    if (verdict.green) archive?.requireUnchanged();
    const cacheReason = `restored from ${obtained.whence}.`;
    progress.learn({ verdict, more: { cacheOutcome: "off", cacheReason } });
    const delivering = { mount, location, obtained, outputDirectory, options };
    const delivered = verdict.green ? await deliver(delivering, progress, host) : undefined;
    const candidate = { mount, cacheOutcome: "off", cacheReason, saveKey: "", outputDirectory } as const;
    const story = { options, target, location, mount, verdict, candidate, delivered, earlier, outputDirectory };
    return await resultOf({ ...story, times: clock.times }, progress, host);
  } finally {
    discard(environmentDirectory); // nothing is there any more when it was placed
  }
}

function mountOf(location: Location, unpacked: Unpacked, { papers }: Obtained, host: Host): Mount {
  const { manifest, inventory } = unpacked;
  const provenance = readProvenance(papers, manifest.mountDigest);
  const { commit, repository } = host.event;
  const origin = provenance && { provenance, here: { commit, repository } };
  return { ...knownMount(staged(location), inventory, manifest), origin };
}

function nameOf({ artifact }: Obtained, options: Options): string {
  return artifact?.name ?? `restore-${options.environmentName}`;
}

interface Delivering {
  readonly mount: Mount;
  readonly location: Location;
  readonly obtained: Obtained;
  readonly outputDirectory: string;
  readonly options: Options;
}

async function deliver(delivering: Delivering, progress: Progress, host: Host): Promise<Delivered> {
  const { mount, location, obtained, outputDirectory, options } = delivering;
  const manifest = mount.manifest as Manifest;
  progress.begin("place");
  const { removal } = place(location.environmentDirectory);
  try {
    progress.note(mountOutputs(location, manifest.mountDigest));
    progress.begin("outputFiles");
    mkdirSync(outputDirectory, { recursive: true });
    const archive = keepArchive(obtained, outputDirectory);
    progress.note({ "archive-file": archive });
    copyFileSync(manifestOf(location), join(outputDirectory, "manifest.json"));
    const lockFile = keepPaper("requirements.lock.txt", obtained, outputDirectory, () =>
      manifest.freeze.map((line) => `${line}\n`).join(""),
    );
    progress.note({ "lock-file": lockFile });
    const bill = keepPaper("sbom.cdx.json", obtained, outputDirectory, () => billOfMaterials(mount.inventory));
    if (mount.origin) keepPaper(PROVENANCE, obtained, outputDirectory, () => "");
    progress.begin("ignoreFile");
    writeIgnoreFile(options);
    const { artifact } = obtained;
    return { manifest, archive, lockFile, billOfMaterials: bill, artifact, cacheProblem: undefined };
  } finally {
    const left = await removal;
    if (left !== undefined) host.log.warning(left);
  }
}

/** What was downloaded lies in a temporary directory; an archive of the user's own stays where it is. */
function keepArchive({ source, loose, downloaded }: Obtained, outputDirectory: string): string {
  if (loose) return "";
  if (!downloaded) return source;
  const earlier = archiveIn(outputDirectory);
  if (earlier !== undefined) rmSync(earlier);
  const archive = join(outputDirectory, basename(source));
  copyFileSync(source, archive);
  return archive;
}

function keepPaper(name: string, { papers }: Obtained, outputDirectory: string, otherwise: () => string): string {
  const [from, to] = [join(papers, name), join(outputDirectory, name)];
  if (from === to && existsSync(from)) return to;
  if (existsSync(from)) copyFileSync(from, to);
  else writeFileSync(to, otherwise());
  return to;
}
