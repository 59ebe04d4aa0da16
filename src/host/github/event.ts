import { readFileSync } from "node:fs";
import type { HostEvent } from "../host.ts";

/** The part of an event's payload that identifies a fork; a deleted fork's repository is `null`. */
interface Payload {
  readonly pull_request?: {
    readonly head?: { readonly repo?: { readonly full_name?: string } | null };
    readonly base?: { readonly repo?: { readonly full_name?: string } };
  };
}

/** The event, from the runner's variables and the payload file. */
export function githubEvent(environment: NodeJS.ProcessEnv): HostEvent {
  const name = environment.GITHUB_EVENT_NAME ?? "";
  return {
    name,
    ref: environment.GITHUB_REF ?? "",
    repository: environment.GITHUB_REPOSITORY ?? "",
    commit: environment.GITHUB_SHA ?? "",
    fromFork: isFromFork(name, readPayload(environment.GITHUB_EVENT_PATH)),
    selfHosted: environment.RUNNER_ENVIRONMENT === "self-hosted",
  };
}

function readPayload(path: string | undefined): Payload | undefined {
  try {
    return path ? (JSON.parse(readFileSync(path, "utf8")) as Payload) : undefined;
  } catch {
    return undefined;
  }
}

function isFromFork(name: string, payload: Payload | undefined): boolean {
  const pullRequest = payload?.pull_request;
  // A pull request without a payload is treated like one from a fork.
  if (!pullRequest) return name.startsWith("pull_request");
  const head = pullRequest.head?.repo?.full_name;
  return head === undefined || head !== pullRequest.base?.repo?.full_name;
}
