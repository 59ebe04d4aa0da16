import { resolve } from "node:path";
import type { Problems } from "../errors.ts";
import type { Host, OtherRun } from "../runner/host.ts";
import type { RestoreSource } from "./options.ts";
import { isDirectory, isFile, nearMiss } from "./paths.ts";
import type { OptionName } from "./table.ts";

type Text = (name: OptionName) => string;

const NOWHERE: RestoreSource = { archive: "", artifactId: undefined, otherRun: undefined };

/** Where `restore` takes the mount from; inputs that contradict each other are noted together. */
export function readRestoreSource(text: Text, host: Host, problems: Problems): RestoreSource {
  if (text("mode") !== "restore") return NOWHERE;
  const token = text("github-token");
  if (token !== "") host.log.mask(token);
  const archive = text("archive") === "" ? "" : readArchivePath(text("archive"), host, problems);
  if (archive !== "") {
    refuseBesideArchive(text, problems);
    return { ...NOWHERE, archive };
  }
  requireService(host, problems);
  const artifactId = idOf("artifact-id", text, problems);
  return { archive, artifactId, otherRun: readOtherRun(text, token, host, problems) };
}

function readArchivePath(given: string, host: Host, problems: Problems): string {
  const path = resolve(host.workspace, given);
  if (isDirectory(path) || (isFile(path) && /\.(tar\.zst|tar\.gz|zip)$/.test(path))) return path;
  if (isFile(path)) {
    problems.add(`Input archive: ${path} is neither a .tar.zst, a .tar.gz nor the .zip of an artifact.`, {
      hint: "Name the file that the build's output archive-file names, or the artifact as it was downloaded.",
    });
  } else problems.add(`Input archive: ${path} is not there.`, { hint: nearMiss(path) });
  return path;
}

function refuseBesideArchive(text: Text, problems: Problems): void {
  for (const name of ["artifact-name", "artifact-id", "run-id", "repository"] as const) {
    if (text(name) === "") continue;
    problems.add(`Inputs archive and ${name} contradict each other: one names a file, the other an artifact.`, {
      hint: "Leave one of them empty.",
    });
  }
}

function requireService(host: Host, problems: Problems): void {
  if (host.artifacts !== undefined) return;
  problems.add("Mode restore: there is no artifact service here, and no archive is named.", {
    hint: "Download the artifact, and name the file or its directory in the input archive.",
  });
}

function readOtherRun(text: Text, token: string, host: Host, problems: Problems): OtherRun | undefined {
  const runId = idOf("run-id", text, problems);
  const given = text("repository");
  const [owner = "", name = "", ...rest] = (given || host.event.repository).split("/");
  if (given !== "" && (owner === "" || name === "" || rest.length > 0)) {
    problems.add(`Input repository: "${given}" is not of the form owner/name.`);
  }
  if (given !== "" && text("run-id") === "") {
    problems.add("Input repository: without run-id nobody knows which run of it is meant.", {
      hint: `Name the run, for example run-id: \${{ github.event.workflow_run.id }}.`,
    });
  }
  if (text("run-id") !== "" && token === "") {
    problems.add("Input run-id: the artifacts of another run are read with a token, and github-token is empty.", {
      hint: `Set github-token: \${{ github.token }} and give the job permissions: { actions: read, contents: read }. Another private repository needs a token of its own.`,
    });
  }
  return runId === undefined ? undefined : { runId, owner, repository: name, token };
}

/** Ids have grown beyond nine digits long ago. */
function idOf(input: OptionName, text: Text, problems: Problems): number | undefined {
  const value = text(input);
  if (value === "") return undefined;
  if (/^[1-9][0-9]{0,14}$/.test(value)) return Number(value);
  problems.add(`Input ${input}: "${value}" is not an id, which is a whole number.`);
  return undefined;
}
