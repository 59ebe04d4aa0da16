// The events a workflow runs on, with the parts of their payloads that actions look at.
export interface WorkflowEvent {
  name: string;
  /** `refs/heads/main` */
  ref: string;
  payload: Record<string, unknown>;
  /** Branches of a pull request. */
  baseRef?: string;
  headRef?: string;
}

export const repository = "octo-org/scoring";

const repositoryPayload = { full_name: repository, default_branch: "main", fork: false, private: false };

export const push = (branch = "main"): WorkflowEvent => ({
  name: "push",
  ref: `refs/heads/${branch}`,
  payload: { ref: `refs/heads/${branch}`, repository: repositoryPayload },
});

export const tag = (name = "v1.0.0"): WorkflowEvent => ({
  name: "push",
  ref: `refs/tags/${name}`,
  payload: { ref: `refs/tags/${name}`, repository: repositoryPayload },
});

export const release = (name = "v1.0.0"): WorkflowEvent => ({
  name: "release",
  ref: `refs/tags/${name}`,
  payload: { action: "published", release: { tag_name: name }, repository: repositoryPayload },
});

/** `event` may also be `pull_request_target`, which runs on the base branch with its secrets. */
export function pullRequest({ fork = false, event = "pull_request", number = 7 } = {}): WorkflowEvent {
  const head = { ref: "patch-1", repo: { full_name: fork ? "someone/scoring" : repository, fork } };
  const base = { ref: "main", repo: { full_name: repository, fork: false } };
  return {
    name: event,
    ref: event === "pull_request" ? `refs/pull/${number}/merge` : "refs/heads/main",
    baseRef: "main",
    headRef: "patch-1",
    payload: { action: "opened", number, pull_request: { number, head, base }, repository: repositoryPayload },
  };
}

export const workflowRun = (): WorkflowEvent => ({
  name: "workflow_run",
  ref: "refs/heads/main",
  payload: { action: "completed", workflow_run: { event: "pull_request" }, repository: repositoryPayload },
});
