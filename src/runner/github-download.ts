import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Artifact as Listed } from "@actions/artifact";
import { ExitCode, messageOf, UserError } from "../errors.ts";
import { nearest } from "../text.ts";
import type { Artifacts, Log, OtherRun, WantedArtifact } from "./host.ts";

/**
 * Downloads an artifact of this run, or with a token one of another. The zip is saved as it is, so that nothing is
 * unpacked before its digest was compared with the one that the service noted at the upload.
 */
export async function downloadArtifact(
  wanted: WantedArtifact,
  directory: string,
  { log, environment }: { log: Log; environment: NodeJS.ProcessEnv },
): ReturnType<Artifacts["download"]> {
  const { DefaultArtifactClient } = await import("@actions/artifact");
  const client = new DefaultArtifactClient();
  const { otherRun } = wanted;
  const from = otherRun === undefined ? {} : { findBy: findBy(otherRun) };
  try {
    const { artifacts } = await client.listArtifacts({ latest: wanted.id === undefined, ...from });
    const found = choose(artifacts, wanted);
    const expected = found.digest ? { expectedHash: found.digest } : {};
    if (!found.digest) log.debug(`The service has no digest of artifact ${found.name}.`);
    const settings = { path: directory, skipDecompress: true, ...expected, ...from };
    const { digestMismatch } = await client.downloadArtifact(found.id, settings);
    if (digestMismatch) throw notAsUploaded(found);
    const [file = ""] = readdirSync(directory);
    return { artifact: described(found, otherRun, environment), file: join(directory, file) };
  } catch (error) {
    throw error instanceof UserError ? error : refused(wanted, error);
  }
}

function findBy({ runId, owner, repository, token }: OtherRun) {
  return { workflowRunId: runId, repositoryOwner: owner, repositoryName: repository, token };
}

/** @throws UserError when there is none of the id and the name */
function choose(artifacts: readonly Listed[], wanted: WantedArtifact): Listed {
  const { id, name } = wanted;
  const found = artifacts.find((artifact) => (id === undefined ? artifact.name === name : artifact.id === id));
  const run = runOf(wanted);
  if (found === undefined) {
    const what = id === undefined ? `Artifact ${name}` : `An artifact with id ${id}`;
    throw new UserError(`${what} is not in ${run}.`, { hint: whatIsThere(name, artifacts), exitCode: ExitCode.input });
  }
  if (name !== "" && found.name !== name) {
    throw new UserError(`Artifact ${id} of ${run} is called ${found.name}, and the input artifact-name says ${name}.`, {
      hint: "Leave one of artifact-id and artifact-name empty.",
    });
  }
  return found;
}

function whatIsThere(name: string, artifacts: readonly Listed[]): string {
  const names = [...new Set(artifacts.map((artifact) => artifact.name))];
  const advice =
    "Is the job that builds named in `needs`, and did it upload? Artifacts of another run need run-id and github-token.";
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
  return new UserError(`Artifact ${name} is not as it was uploaded: its digest is not ${digest}.`, {
    hint: "It was damaged on the way or in the store, or replaced: restore again, and build again if that does not help.",
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
    return "github-token may not read them: give the job `permissions: { actions: read, contents: read }`, or a token of that repository.";
  }
  if (status === 404) return `Is there a run ${otherRun?.runId}, and may github-token see its repository?`;
  if (status === 410 || /expired/i.test(words))
    return "The artifact has expired: build again, or keep the archive as a release asset.";
  return "Such errors often pass: run the job again, and see https://www.githubstatus.com.";
}
