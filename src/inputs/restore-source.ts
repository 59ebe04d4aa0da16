import { resolve } from "node:path";
import { onThisServer } from "../host/github/service.ts";
import type { Host, OtherRun } from "../host/host.ts";
import type { Problems } from "../util/errors.ts";
import type { RestoreSource } from "./options.ts";
import { isDirectory, isFile, nearMiss } from "./paths.ts";
import type { OptionName } from "./table.ts";

type Text = (name: OptionName) => string;

const NOWHERE: RestoreSource = { archive: "", artifactId: undefined, otherRun: undefined };

/** Where mode `restore` takes the mount from. Inputs that contradict each other are reported together. */
export function readRestoreSource(text: Text, host: Host, problems: Problems): RestoreSource {
  if (text("mode") !== "restore") return NOWHERE;
  const token = text("github-token");
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
      hint: "Name the file in the output archive-file of the build, or the artifact as it was downloaded.",
    });
  } else problems.add(`Input archive: ${path} does not exist.`, { hint: nearMiss(path) });
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
  const where = onThisServer(host.environment);
  problems.add(`No artifact service is available${where} to restore from, and the input archive is empty.`, {
    hint: "Download the artifact, and name the file or its directory with the input archive.",
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
    problems.add("Input repository: the input run-id is required as well.", {
      hint: `Name the run, for example with the input run-id: \${{ github.event.workflow_run.id }}.`,
    });
  }
  if (text("run-id") !== "" && token === "") {
    problems.add(
      "Input run-id: reading the artifacts of another run needs a token, and the input github-token is empty.",
      {
        hint: `Set the input github-token to \${{ github.token }} and give the job permissions: { actions: read, contents: read }. Another private repository needs its own token.`,
      },
    );
  }
  return runId === undefined ? undefined : { runId, owner, repository: name, token };
}

/** Ids have more than nine digits. */
function idOf(input: OptionName, text: Text, problems: Problems): number | undefined {
  const value = text(input);
  if (value === "") return undefined;
  if (/^[1-9][0-9]{0,14}$/.test(value)) return Number(value);
  problems.add(`Input ${input}: "${value}" is not an id: an id is a whole number.`);
  return undefined;
}
