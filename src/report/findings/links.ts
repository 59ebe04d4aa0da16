import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { orNothing } from "../../util/errors.ts";

/** Addresses on GitHub, for the summary and SARIF. */

const GITHUB = "https://github.com";

/** Of the check in docs/checks.md, if the repository of the action is known. */
export function documentationOf(id: string, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const { GITHUB_ACTION_REPOSITORY = "", GITHUB_ACTION_REF = "", GITHUB_SERVER_URL = "" } = environment;
  // In a composite action it may be another action's repository.
  if (!/^[^/]+\/azureml-extra-packages$/.test(GITHUB_ACTION_REPOSITORY)) return undefined;
  const ref = encodeURIComponent(GITHUB_ACTION_REF || "HEAD");
  return `${GITHUB_SERVER_URL || GITHUB}/${GITHUB_ACTION_REPOSITORY}/blob/${ref}/docs/checks.md#${id.toLowerCase()}`;
}

/**
 * Of a line in the commit that the run is about. `undefined` where another commit is checked out, or none: the line may be
 * another one there.
 * @param file absolute
 */
export function lineOnGitHub(
  file: string,
  line: number,
  workspace: string,
  environment: NodeJS.ProcessEnv = process.env,
): string | undefined {
  const { GITHUB_REPOSITORY = "", GITHUB_SHA = "", GITHUB_SERVER_URL = "" } = environment;
  const path = relative(workspace, file).split(sep);
  if (GITHUB_REPOSITORY === "" || GITHUB_SHA === "" || path[0] === "..") return undefined;
  if (checkedOut(workspace) !== GITHUB_SHA) return undefined;
  const address = `${GITHUB_SERVER_URL || GITHUB}/${GITHUB_REPOSITORY}/blob/${GITHUB_SHA}`;
  return `${address}/${path.map(encoded).join("/")}#L${line}`;
}

/** Parentheses too: they end a link in Markdown. */
function encoded(part: string): string {
  return encodeURIComponent(part).replaceAll("(", "%28").replaceAll(")", "%29");
}

/** The commit of a clone, as `actions/checkout` leaves one: a detached commit, or a branch. */
function checkedOut(workspace: string): string | undefined {
  const head = readGit(workspace, "HEAD");
  const branch = /^ref: (refs\/heads\/.+)$/.exec(head ?? "")?.[1];
  return branch === undefined ? head : readGit(workspace, branch);
}

function readGit(workspace: string, path: string): string | undefined {
  return orNothing(() => readFileSync(join(workspace, ".git", path), "utf8").trim());
}
