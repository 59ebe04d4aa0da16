// The GITHUB_* and RUNNER_* variables of a step, those of a hosted runner.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { repository, type WorkflowEvent } from "./events.ts";

export interface Machine {
  workspace: string;
  temp: string;
  toolCache: string;
  event: WorkflowEvent;
}

const systems: Record<string, string> = { linux: "Linux", darwin: "macOS", win32: "Windows" };

export function runnerVariables(machine: Machine): Record<string, string> {
  const { workspace, temp, toolCache, event } = machine;
  for (const directory of [temp, toolCache]) mkdirSync(directory, { recursive: true });
  const eventPath = join(temp, "_github_workflow", "event.json");
  mkdirSync(dirname(eventPath), { recursive: true });
  writeFileSync(eventPath, JSON.stringify(event.payload));
  return {
    CI: "true",
    ...githubVariables(event),
    GITHUB_EVENT_PATH: eventPath,
    GITHUB_WORKSPACE: workspace,
    RUNNER_ARCH: process.arch.toUpperCase(),
    RUNNER_ENVIRONMENT: "github-hosted",
    RUNNER_NAME: "GitHub Actions 1",
    RUNNER_OS: systems[process.platform] ?? process.platform,
    RUNNER_TEMP: temp,
    RUNNER_TOOL_CACHE: toolCache,
    RUNNER_WORKSPACE: dirname(workspace),
  };
}

function githubVariables({ name, ref, baseRef = "", headRef = "" }: WorkflowEvent): Record<string, string> {
  const sha = "0123456789abcdef0123456789abcdef01234567";
  const [owner = ""] = repository.split("/");
  const workflow = `${repository}/.github/workflows/ci.yml@${ref}`;
  return {
    GITHUB_ACTION: "__self",
    GITHUB_ACTIONS: "true",
    GITHUB_ACTION_REF: "",
    GITHUB_ACTION_REPOSITORY: "",
    GITHUB_ACTOR: "octocat",
    GITHUB_ACTOR_ID: "583231",
    GITHUB_API_URL: "https://api.github.com",
    GITHUB_BASE_REF: baseRef,
    GITHUB_EVENT_NAME: name,
    GITHUB_GRAPHQL_URL: "https://api.github.com/graphql",
    GITHUB_HEAD_REF: headRef,
    GITHUB_JOB: "build",
    GITHUB_REF: ref,
    GITHUB_REF_NAME: ref.replace(/^refs\/(heads|tags|pull)\//, ""),
    GITHUB_REF_PROTECTED: "false",
    GITHUB_REF_TYPE: ref.startsWith("refs/tags/") ? "tag" : "branch",
    GITHUB_REPOSITORY: repository,
    GITHUB_REPOSITORY_ID: "1296269",
    GITHUB_REPOSITORY_OWNER: owner,
    GITHUB_REPOSITORY_OWNER_ID: "6811672",
    GITHUB_RETENTION_DAYS: "90",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_RUN_ID: "1001",
    GITHUB_RUN_NUMBER: "1",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_SHA: sha,
    GITHUB_TRIGGERING_ACTOR: "octocat",
    GITHUB_WORKFLOW: "CI",
    GITHUB_WORKFLOW_REF: workflow,
    GITHUB_WORKFLOW_SHA: sha,
  };
}
