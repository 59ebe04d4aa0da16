// GitHub's results service on 127.0.0.1: cache v2, artifacts v4 and the part of the REST API that reads artifacts of
// other runs. The protocol is what @actions/cache 6.3 and @actions/artifact 6.2 speak: Twirp with JSON bodies.
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import type http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Handler, listen, readBody, send, sendJson } from "../../machine/loopback.ts";
import { type Artifact, artifactMethods } from "./artifact-service.ts";
import { type Blob, type BlobOperation, BlobStore } from "./blob-store.ts";
import { type CacheEntry, cacheMethods } from "./cache-service.ts";
import { githubApi, type RestOperation } from "./rest-api.ts";
import { type Method, refuse } from "./twirp.ts";

export type TwirpMethod =
  | "CreateCacheEntry"
  | "FinalizeCacheEntryUpload"
  | "GetCacheEntryDownloadURL"
  | "CreateArtifact"
  | "FinalizeArtifact"
  | "ListArtifacts"
  | "GetSignedArtifactURL"
  | "DeleteArtifact";
export type Operation = TwirpMethod | BlobOperation | RestOperation;

export interface Fault {
  /** Prefer a 4xx: the clients answer a 5xx, and anything that is not JSON, with half a minute of retries. */
  status?: number;
  /** Default: a Twirp error. A string is sent as it is. */
  body?: unknown;
  headers?: http.OutgoingHttpHeaders;
  /**
   * Instead of a response: the connection is closed, or nothing comes; the body arrives a byte a second, or half of it
   * before the connection is closed.
   */
  how?: "reset" | "silent" | "drip" | "cut";
  /** How often it happens; default always. */
  times?: number;
}

export interface Call {
  operation: Operation;
  /** The JSON body of a Twirp request; for the others, the query parameters. */
  request: Record<string, unknown>;
  authorization: string;
}

export interface ResultsService {
  url: string;
  /** The token its REST API accepts. */
  githubToken: string;
  /** All requests, oldest first. */
  calls: Call[];
  /** What is stored now; a test may remove entries (`caches.length = 0`) or overwrite `blob.file`. */
  caches: CacheEntry[];
  artifacts: Artifact[];
  fail(operation: Operation, fault: Fault): void;
  /**
   * The variables a runner gives an action for this service. Runs with different ids do not see each other's artifacts.
   */
  env(run?: { runId?: number; attempt?: number }): Record<string, string>;
  /** Stores what another one has stored, which stays there. */
  adopt(other: ResultsService): void;
  /** Forgets entries, artifacts, calls and faults. */
  reset(): void;
  close(): Promise<void>;
}

export async function startResultsService(githubToken = `ghs_${randomUUID()}`): Promise<ResultsService> {
  const directory = mkdtempSync(join(tmpdir(), "results-service-"));
  const blobs = new BlobStore(directory);
  const caches: CacheEntry[] = [];
  const artifacts: Artifact[] = [];
  const calls: Call[] = [];
  const faults = new Map<Operation, Fault>();
  const signed = (blob: Blob) => `${server.origin}${blob.path}?sig=${blob.signature}`;
  const rest = githubApi({ artifacts, signed, githubToken });
  const methods = { ...cacheMethods({ caches, blobs, signed }), ...artifactMethods({ artifacts, blobs, signed }) };
  const server = await listen(router({ blobs, rest, methods, calls, faults }));
  return {
    url: `${server.origin}/`,
    githubToken,
    calls,
    caches,
    artifacts,
    fail: (operation, fault) => void faults.set(operation, { ...fault }),
    env: ({ runId = 1001, attempt = 1 } = {}) => environment(server.origin, runId, attempt),
    adopt: (other) => {
      caches.push(...other.caches.map((entry) => ({ ...entry, blob: blobs.adopt(entry.blob) })));
      artifacts.push(...other.artifacts.map((artifact) => ({ ...artifact, blob: blobs.adopt(artifact.blob) })));
    },
    reset: () => {
      for (const list of [caches, artifacts, calls]) list.length = 0;
      faults.clear();
    },
    close: async () => {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

interface Parts {
  blobs: BlobStore;
  rest: ReturnType<typeof githubApi>;
  methods: Record<string, Method>;
  calls: Call[];
  faults: Map<Operation, Fault>;
}

/** Sends a request to the part it is for, after noting it and unless a fault is due. */
function router({ blobs, rest, methods, calls, faults }: Parts): Handler {
  return async (request, response, url) => {
    const [, service = ""] = url.pathname.split("/");
    const isTwirp = service === "twirp";
    const operation = isTwirp
      ? (url.pathname.split("/").at(-1) as TwirpMethod)
      : service === "rest"
        ? rest.operation(url)
        : blobs.operation(request, url);
    const body = isTwirp ? JSON.parse(await readBody(request)) : Object.fromEntries(url.searchParams);
    calls.push({ operation, request: body, authorization: request.headers.authorization ?? "" });
    const fault = takeFault(faults, operation);
    if (fault?.how === "drip" || fault?.how === "cut") spoil(response, fault.how);
    else if (fault) return await sendFault(request, response, fault);
    if (service === "rest") return rest.handle(request, response, url);
    if (!isTwirp) return blobs.handle(request, response, url);
    const reply = methods[operation]?.(body) ?? refuse(404, "bad_route", `no such method: ${operation}`);
    sendJson(response, reply.status, reply.body);
  };
}

function takeFault(faults: Map<Operation, Fault>, operation: Operation): Fault | undefined {
  const fault = faults.get(operation);
  if (fault?.times === undefined) return fault;
  fault.times -= 1;
  if (fault.times <= 0) faults.delete(operation);
  return fault;
}

/** The body is read first: a client whose upload is cut off sees a broken connection instead of the status. */
async function sendFault(request: http.IncomingMessage, response: http.ServerResponse, fault: Fault): Promise<void> {
  if (fault.how === "reset") request.socket.destroy();
  if (fault.how !== undefined) return;
  for await (const _ of request);
  const { status = 500, body = { code: "injected", msg: "injected fault" }, headers = {} } = fault;
  if (typeof body === "string") send(response, status, body, headers);
  else send(response, status, JSON.stringify(body), { "content-type": "application/json", ...headers });
}

/** The head of the response is as it should be. */
function spoil(response: http.ServerResponse, how: "drip" | "cut"): void {
  const write = response.write.bind(response) as (chunk: Buffer) => boolean;
  let isBegun = false;
  const begin = (chunk: unknown) => {
    if (isBegun || typeof chunk === "function" || chunk === undefined || chunk === null) return;
    isBegun = true;
    const bytes = Buffer.from(chunk as string | Uint8Array);
    if (how === "cut") {
      write(bytes.subarray(0, bytes.length / 2));
      setTimeout(() => response.destroy(), 100);
      return;
    }
    let at = 0;
    const timer = setInterval(() => write(bytes.subarray(at, ++at)), 1_000).unref();
    response.once("close", () => clearInterval(timer));
  };
  response.write = (chunk: unknown) => {
    begin(chunk);
    return true;
  };
  response.end = (chunk?: unknown) => {
    begin(chunk);
    return response;
  };
}

function environment(origin: string, runId: number, attempt: number): Record<string, string> {
  return {
    ACTIONS_RESULTS_URL: `${origin}/`,
    ACTIONS_RUNTIME_TOKEN: runtimeToken(`run-${runId}`, `job-${runId}-${attempt}`),
    ACTIONS_CACHE_SERVICE_V2: "True",
    // Any other host name counts as GitHub Enterprise Server, where both clients refuse to work.
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_API_URL: `${origin}/rest`,
    GITHUB_RUN_ID: String(runId),
    GITHUB_RUN_ATTEMPT: String(attempt),
    GITHUB_RETENTION_DAYS: "90",
    // The Azure client, unlike the toolkit's own, sends loopback addresses to a proxy.
    NO_PROXY: "127.0.0.1,localhost",
  };
}

/** Shaped like the runner's: the clients read the two ids from `scp` and never check the signature. */
function runtimeToken(run: string, job: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const ac = JSON.stringify([{ Scope: "refs/heads/main", Permission: 3 }]);
  return `${part({ alg: "RS256", typ: "JWT" })}.${part({ ac, scp: `Actions.Results:${run}:${job}` })}.c2ln`;
}
