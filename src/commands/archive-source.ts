import { copyFileSync, existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Artifact, Host } from "../host/host.ts";
import type { Options } from "../inputs/options.ts";
import { isDirectory } from "../inputs/paths.ts";
import { archiveIn } from "../mount/archive/pack.ts";
import { readZip } from "../mount/archive/zip.ts";
import { MANIFEST } from "../plan/location.ts";
import { artifactName, chooseTarget } from "../plan/target.ts";
import { ExitCode, UserError } from "../util/errors.ts";

/** What `restore` unpacks. Paths are absolute. */
export interface ArchiveSource {
  /** `mount.tar.*`, or the environment directory itself if the artifact contains loose files. */
  readonly path: string;
  readonly loose: boolean;
  /** Directory that may contain the lock file, the bill of materials and the provenance. */
  readonly companions: string;
  /** Whether it is in this tool's temporary directory. */
  readonly downloaded: boolean;
  readonly artifact: Artifact | undefined;
  /** For the log and the summary, such as `artifact azureml-… of this run`. */
  readonly description: string;
}

/** @throws UserError if there is no such artifact, or if it contains no mount */
export async function findArchive(options: Options, host: Host): Promise<ArchiveSource> {
  const { archive } = options.source;
  if (archive === "") return await fromArtifact(options, host);
  const description = archive;
  if (isDirectory(archive))
    return inDirectory(archive, options, { downloaded: false, artifact: undefined, description });
  if (archive.endsWith(".zip")) return await inZip(archive, options, host, { artifact: undefined, description });
  return {
    path: archive,
    loose: false,
    companions: dirname(archive),
    downloaded: false,
    artifact: undefined,
    description,
  };
}

async function fromArtifact(options: Options, host: Host): Promise<ArchiveSource> {
  const { artifactId: id, otherRun } = options.source;
  const service = host.artifacts;
  if (service === undefined) throw new Error("Without an artifact service, the options must name an archive.");
  const name = options.artifactName || (id === undefined ? artifactName(options, chooseTarget(options)) : "");
  const { artifact, file } = await host.log.group(`Downloading ${name || `artifact ${id}`}`, () =>
    service.download({ name, id, otherRun }, join(host.temporary, "download")),
  );
  const of = otherRun === undefined ? "this run" : `run ${otherRun.runId} of ${otherRun.owner}/${otherRun.repository}`;
  return await inZip(file, options, host, { artifact, description: `artifact ${artifact.name} of ${of}` });
}

type Named = Pick<ArchiveSource, "artifact" | "description">;

async function inZip(file: string, options: Options, host: Host, named: Named): Promise<ArchiveSource> {
  const directory = join(host.temporary, "artifact");
  await readZip(file, directory);
  return inDirectory(directory, options, { ...named, downloaded: true });
}

/** An unpacked artifact: one archive with its companion files, or loose files. */
function inDirectory(
  companions: string,
  options: Options,
  named: Pick<ArchiveSource, "artifact" | "description" | "downloaded">,
): ArchiveSource {
  const archive = archiveIn(companions);
  if (archive !== undefined) return { path: archive, loose: false, companions, ...named };
  const source = join(companions, options.environmentName);
  if (existsSync(join(source, MANIFEST))) return { path: source, loose: true, companions, ...named };
  const held = existsSync(companions) ? readdirSync(companions).slice(0, 10) : [];
  const other = held.find((name) => existsSync(join(companions, name, MANIFEST)));
  throw new UserError(
    `There is no mount in ${named.description}: it ${held.length === 0 ? "is empty" : `contains ${held.join(", ")}`}.`,
    {
      hint:
        other === undefined
          ? "Name the artifact that the build uploaded (its output artifact-name), or the archive in it."
          : `Set the input environment-name to ${other}, as in the build.`,
      exitCode: ExitCode.findings,
    },
  );
}

/**
 * A downloaded archive is in a temporary directory, so it is copied to the output files; an archive that the user named
 * stays where it is.
 * @returns absolute; `""` if the artifact contains loose files
 */
export function keepArchive(
  { path, loose, downloaded }: ArchiveSource,
  drafts: string,
  outputDirectory: string,
): string {
  if (loose) return "";
  if (!downloaded) return path;
  const name = basename(path);
  copyFileSync(path, join(drafts, name));
  return join(outputDirectory, name);
}
