import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Artifact as Listed } from "@actions/artifact";
import { ExitCode, messageOf, UserError } from "../../util/errors.ts";
import { nearest } from "../../util/text.ts";
import type { Artifacts, Log, OtherRun, WantedArtifact } from "../host.ts";
import type { SideService } from "./side-service.ts";

interface Source {
  readonly service: SideService;
  readonly log: Log;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Downloads an artifact of this run, or with a token of another run. The zip file is saved as it is, so that nothing is
 * unpacked before its digest is compared with the one that the service recorded at the upload.
 */
export async function downloadArtifact(
  wanted: WantedArtifact,
  directory: string,
  { service, log, environment }: Source,
): ReturnType<Artifacts["download"]> {
  const { DefaultArtifactClient } = await import("@actions/artifact");
  const client = new DefaultArtifactClient();
  const { otherRun } = wanted;
  const from = otherRun === undefined ? {} : { findBy: findBy(otherRun) };
  try {
    const list = () => client.listArtifacts({ latest: wanted.id === undefined, ...from });
    const found = choose((await service.call(list)).value.artifacts, wanted);
    const expected = found.digest ? { expectedHash: found.digest } : {};
    if (!found.digest) log.debug(`The service has no digest of artifact ${found.name}.`);
    const settings = { path: directory, skipDecompress: true, ...expected, ...from };
    const { value } = await service.call(() => client.downloadArtifact(found.id, settings));
    if (value.digestMismatch) throw notAsUploaded(found);
    const [file = ""] = readdirSync(directory);
    return { artifact: described(found, otherRun, environment), file: join(directory, file) };
  } catch (error) {
    throw error instanceof UserError ? error : refused(wanted, error);
  }
}

function findBy({ runId, owner, repository, token }: OtherRun) {
  return { workflowRunId: runId, repositoryOwner: owner, repositoryName: repository, token };
}

/** @throws UserError if there is none with the id and the name */
function choose(artifacts: readonly Listed[], wanted: WantedArtifact): Listed {
  const { id, name } = wanted;
  const found = artifacts.find((artifact) => (id === undefined ? artifact.name === name : artifact.id === id));
  const run = runOf(wanted);
  if (found === undefined) {
    const what = id === undefined ? `Artifact ${name}` : `An artifact with id ${id}`;
    throw new UserError(`${what} is not in ${run}.`, { hint: whatIsThere(name, artifacts), exitCode: ExitCode.input });
  }
  if (name !== "" && found.name !== name) {
    throw new UserError(`Artifact ${id} of ${run} is named ${found.name}, but the input artifact-name is ${name}.`, {
      hint: "Leave one of artifact-id and artifact-name empty.",
    });
  }
  return found;
}

function whatIsThere(name: string, artifacts: readonly Listed[]): string {
  const names = [...new Set(artifacts.map((artifact) => artifact.name))];
  const advice =
    "Check that `needs` lists the build job and that it uploads. Artifacts of another run need run-id and github-token.";
  if (names.length === 0) return `It has no artifacts. ${advice}`;
  const meant = nearest(name, names);
  return meant === undefined
    ? `It has ${names.slice(0, 20).join(", ")}. ${advice}`
    : `Did you mean ${meant}? ${advice}`;
}

function runOf({ otherRun }: WantedArtifact): string {
  return otherRun === undefined ? "this run" : `run ${otherRun.runId} of ${otherRun.owner}/${otherRun.repository}`;
}

function notAsUploaded({ name, digest }: Listed): UserError {
  return new UserError(`Artifact ${name} differs from what was uploaded: its digest is not ${digest}.`, {
    hint: "It was damaged in transfer or in storage, or replaced: restore it again, and if that fails, build again.",
    exitCode: ExitCode.findings,
  });
}

function described({ id, name, digest }: Listed, otherRun: OtherRun | undefined, environment: NodeJS.ProcessEnv) {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID } = environment;
  const repository = otherRun === undefined ? GITHUB_REPOSITORY : `${otherRun.owner}/${otherRun.repository}`;
  const run = `${GITHUB_SERVER_URL || "https://github.com"}/${repository}/actions/runs/${otherRun?.runId ?? GITHUB_RUN_ID}`;
  return { id: String(id), name, url: `${run}/artifacts/${id}`, digest: digest ?? "" };
}

function refused(wanted: WantedArtifact, cause: unknown): UserError {
  const words = messageOf(cause).split("\n")[0] ?? "";
  return new UserError(`The artifacts of ${runOf(wanted)} cannot be read: ${words}`, {
    hint: whatToDo(cause, words, wanted.otherRun),
    exitCode: ExitCode.delivery,
    cause,
  });
}

function whatToDo(cause: unknown, words: string, otherRun: OtherRun | undefined): string {
  const status = (cause as { status?: unknown }).status;
  if (status === 401 || status === 403 || /Bad credentials|not accessible/.test(words)) {
    return "github-token has no permission to read them: give the job `permissions: { actions: read, contents: read }`, or a token of that repository.";
  }
  if (status === 404) return `Check that run ${otherRun?.runId} exists, and that github-token can read its repository.`;
  if (status === 410 || /expired/i.test(words))
    return "The artifact has expired: build again, or keep the archive as a release asset.";
  return "Such errors are often temporary: run the job again, and see https://www.githubstatus.com.";
}
