// The REST calls by which @actions/artifact reads the artifacts of another run, with a token.
import type http from "node:http";
import { send, sendJson } from "../../machine/loopback.ts";
import type { Artifact } from "./artifact-service.ts";
import { type Blob, sizeOf } from "./blob-store.ts";

export type RestOperation = "ListRunArtifacts" | "DownloadRunArtifact" | "UnknownRestCall";

interface Source {
  artifacts: Artifact[];
  signed(blob: Blob): string;
  githubToken: string;
}

const listRoute = /^\/rest\/repos\/[^/]+\/[^/]+\/actions\/runs\/(\d+)\/artifacts$/;
const downloadRoute = /^\/rest\/repos\/[^/]+\/[^/]+\/actions\/artifacts\/(\d+)\/zip$/;

export function githubApi({ artifacts, signed, githubToken }: Source) {
  function operation(url: URL): RestOperation {
    if (listRoute.test(url.pathname)) return "ListRunArtifacts";
    return downloadRoute.test(url.pathname) ? "DownloadRunArtifact" : "UnknownRestCall";
  }

  function answer(authorization: string | undefined, url: URL): { status: number; body?: object; location?: string } {
    if (!authorization?.endsWith(githubToken)) return { status: 401, body: { message: "Bad credentials" } };
    const run = listRoute.exec(url.pathname)?.[1];
    if (run) return { status: 200, body: listing(run, url.searchParams) };
    const id = downloadRoute.exec(url.pathname)?.[1];
    const artifact = artifacts.find((candidate) => String(candidate.id) === id);
    if (!artifact) return { status: 404, body: { message: "Not Found" } };
    return { status: 302, location: signed(artifact.blob) };
  }

  function handle(request: http.IncomingMessage, response: http.ServerResponse, url: URL): void {
    const { status, body, location } = answer(request.headers.authorization, url);
    if (location) send(response, status, "", { location });
    else sendJson(response, status, body);
  }

  function listing(run: string, query: URLSearchParams) {
    const name = query.get("name");
    const page = Number(query.get("page") ?? 1);
    const perPage = Number(query.get("per_page") ?? 30);
    const found = artifacts.filter(
      (artifact) => artifact.complete && artifact.run === `run-${run}` && (!name || artifact.name === name),
    );
    // Newest first, as the real API has it.
    const shown = found.toReversed().slice((page - 1) * perPage, page * perPage);
    return { total_count: found.length, artifacts: shown.map((artifact) => describe(artifact, Number(run))) };
  }

  return { operation, handle };
}

function describe(artifact: Artifact, run: number) {
  return {
    id: artifact.id,
    name: artifact.name,
    size_in_bytes: sizeOf(artifact.blob),
    created_at: artifact.createdAt,
    expired: false,
    digest: artifact.digest,
    workflow_run: { id: run },
  };
}
