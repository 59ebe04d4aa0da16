import type { ArtifactClient, UploadArtifactResponse } from "@actions/artifact";
import { ExitCode, messageOf, UserError } from "../../util/errors.ts";
import type { Artifact, Artifacts, Log, UploadOptions, WantedArtifact } from "../host.ts";
import { downloadArtifact } from "./download.ts";
import { hasArtifactService } from "./service.ts";
import { SideService } from "./side-service.ts";

/** GitHub's artifact service, or `undefined` if there is none. */
export function githubArtifacts(log: Log, environment: NodeJS.ProcessEnv): Artifacts | undefined {
  return hasArtifactService(environment) ? new GithubArtifacts(log, environment) : undefined;
}

class GithubArtifacts implements Artifacts {
  readonly #log: Log;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #service: SideService;

  constructor(log: Log, environment: NodeJS.ProcessEnv) {
    this.#log = log;
    this.#environment = environment;
    this.#service = new SideService(environment);
  }

  async upload(name: string, files: readonly string[], root: string, options: UploadOptions): Promise<Artifact> {
    const { DefaultArtifactClient } = await import("@actions/artifact");
    const client = new DefaultArtifactClient();
    const { retentionDays, compressionLevel } = options;
    const settings = { compressionLevel, ...(retentionDays === undefined ? {} : { retentionDays }) };
    const send = () => client.uploadArtifact(name, [...files], root, settings);
    try {
      const { value } = await this.#service.call(() =>
        send().catch(async (error) => {
          if (!isConflict(error)) throw error;
          await this.#deleteEarlier(client, name, error);
          return await send();
        }),
      );
      return this.#described(name, value);
    } catch (error) {
      throw error instanceof UserError ? error : isConflict(error) ? nameTaken(name, error) : refused(name, error);
    }
  }

  async download(wanted: WantedArtifact, directory: string): ReturnType<Artifacts["download"]> {
    const source = { service: this.#service, log: this.#log, environment: this.#environment };
    return await downloadArtifact(wanted, directory, source);
  }

  /**
   * Deletes the artifact of an earlier attempt of this run. All attempts share one namespace, and the service does not
   * say which attempt an artifact is from: one that is older than this process is from an earlier attempt, or from a
   * job of this attempt that finished before this one began. Because of the second case, a notice is printed.
   */
  async #deleteEarlier(client: ArtifactClient, name: string, conflict: unknown): Promise<void> {
    const attempt = Number(this.#environment.GITHUB_RUN_ATTEMPT ?? 1);
    if (!(attempt > 1)) throw nameTaken(name, conflict);
    // An unfinished upload also reserves the name, but is not listed.
    const found = await client.getArtifact(name).catch(() => undefined);
    const created = found?.artifact.createdAt?.getTime();
    if (!found || (created !== undefined && created >= performance.timeOrigin)) throw nameTaken(name, conflict);
    await client.deleteArtifact(name);
    this.#log.notice(
      `Artifact ${name} of an earlier attempt of this run is replaced. If another job uploaded it, give each job its own artifact-name.`,
    );
  }

  #described(name: string, { id, digest }: UploadArtifactResponse): Artifact {
    const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID } = this.#environment;
    const run = `${GITHUB_SERVER_URL || "https://github.com"}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
    return {
      id: String(id ?? ""),
      name,
      url: id === undefined ? "" : `${run}/artifacts/${id}`,
      digest: digest ? `sha256:${digest}` : "",
    };
  }
}

function isConflict(error: unknown): boolean {
  return messageOf(error).includes("(409)");
}

function nameTaken(name: string, cause: unknown): UserError {
  return new UserError(`Artifact ${name} already exists: another job or step of this run uploaded it.`, {
    hint: `Give each artifact its own name with the input artifact-name, for example in a matrix:\n  artifact-name: ${name}-\${{ strategy.job-index }}`,
    exitCode: ExitCode.delivery,
    cause,
  });
}

function refused(name: string, cause: unknown): UserError {
  return new UserError(`Artifact ${name} could not be uploaded: ${messageOf(cause)}`, {
    hint: whatToDo(messageOf(cause)),
    exitCode: ExitCode.delivery,
    cause,
  });
}

function whatToDo(words: string): string {
  if (words.includes("quota")) return "Delete old artifacts, lower retention-days, or raise the storage limit.";
  if (words.includes("not valid")) return "Choose another name with the input artifact-name.";
  if (words.includes("Unable to make request")) {
    return "The runner cannot reach the artifact service: check its network, or set upload: false. The archive is written; see the output archive-file.";
  }
  return "Such errors are often temporary: run the job again, and see https://www.githubstatus.com. The archive is written; see the output archive-file.";
}
