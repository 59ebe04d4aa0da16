import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { ExitCode, UserError } from "../errors.ts";
import { MANIFEST } from "../mount/location.ts";
import { archiveIn } from "../mount/pack.ts";
import { readZip } from "../mount/zip.ts";
import type { Options } from "../options/options.ts";
import { isDirectory } from "../options/paths.ts";
import { artifactName, chooseTarget } from "../plan.ts";
import type { Artifact, Host } from "../runner/host.ts";

/** What `restore` unpacks. Paths are absolute. */
export interface Obtained {
  /** `mount.tar.*`, or the environment directory itself where the artifact holds loose files. */
  readonly source: string;
  readonly loose: boolean;
  /** Where lock, bill of materials and provenance lie, if anywhere. */
  readonly papers: string;
  /** Whether it lies in a temporary directory of ours. */
  readonly downloaded: boolean;
  readonly artifact: Artifact | undefined;
  /** For the log and the summary, such as `artifact azureml-… of this run`. */
  readonly whence: string;
}

/** @throws UserError when there is no such artifact, or what was found holds no mount */
export async function obtainArchive(options: Options, host: Host): Promise<Obtained> {
  const { archive } = options.source;
  if (archive === "") return await fromArtifact(options, host);
  const whence = archive;
  if (isDirectory(archive)) return inDirectory(archive, options, { downloaded: false, artifact: undefined, whence });
  if (archive.endsWith(".zip")) return await inZip(archive, options, host, { artifact: undefined, whence });
  return { source: archive, loose: false, papers: dirname(archive), downloaded: false, artifact: undefined, whence };
}

async function fromArtifact(options: Options, host: Host): Promise<Obtained> {
  const { artifactId: id, otherRun } = options.source;
  const service = host.artifacts;
  if (service === undefined) throw new Error("Without an artifact service the options name an archive.");
  const name = options.artifactName || (id === undefined ? artifactName(options, chooseTarget(options)) : "");
  const { artifact, file } = await host.log.group(`Downloading ${name || `artifact ${id}`}`, () =>
    service.download({ name, id, otherRun }, join(host.temporary, "download")),
  );
  const of = otherRun === undefined ? "this run" : `run ${otherRun.runId} of ${otherRun.owner}/${otherRun.repository}`;
  return await inZip(file, options, host, { artifact, whence: `artifact ${artifact.name} of ${of}` });
}

type Story = Pick<Obtained, "artifact" | "whence">;

async function inZip(file: string, options: Options, host: Host, story: Story): Promise<Obtained> {
  const directory = join(host.temporary, "artifact");
  await readZip(file, directory);
  return inDirectory(directory, options, { ...story, downloaded: true });
}

/** An artifact as it was unpacked: one archive beside its papers, or the loose files. */
function inDirectory(
  papers: string,
  options: Options,
  story: Pick<Obtained, "artifact" | "whence" | "downloaded">,
): Obtained {
  const archive = archiveIn(papers);
  if (archive !== undefined) return { source: archive, loose: false, papers, ...story };
  const source = join(papers, options.environmentName);
  if (existsSync(join(source, MANIFEST))) return { source, loose: true, papers, ...story };
  const held = existsSync(papers) ? readdirSync(papers).slice(0, 10) : [];
  const other = held.find((name) => existsSync(join(papers, name, MANIFEST)));
  throw new UserError(
    `There is no mount in ${story.whence}: it holds ${held.length === 0 ? "nothing" : held.join(", ")}.`,
    {
      hint:
        other === undefined
          ? "Name the artifact that the build uploaded (its output artifact-name), or the archive in it."
          : `Set environment-name: ${other}, as it was at the build.`,
      exitCode: ExitCode.findings,
    },
  );
}
