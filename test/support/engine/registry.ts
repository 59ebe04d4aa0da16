// A registry of container images on loopback, from which an engine pulls: OCI distribution, reading only. The tests put
// images into it from the archive that `docker save` writes.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { copyFileSync, createReadStream, readFileSync, statSync } from "node:fs";
import type http from "node:http";
import { join } from "node:path";
import { askEngine, type Engine } from "../container/engines.ts";
import { runChild } from "../machine/child.ts";
import { listen, send, sendJson } from "../machine/loopback.ts";
import { type Cleanup, createWorkspace } from "../machine/workspace.ts";

export interface Registry {
  /** `127.0.0.1:40123`. Docker and Podman's `localhost` may be reached without TLS. */
  host: string;
  /** Method and path of each request. */
  requests: string[];
  /** Makes a tag of the repository point to an image; another `label` makes another image. @returns the digest */
  put(repository: string, tag: string, image: SavedImage, label?: string): string;
  close(): Promise<void>;
}

export interface SavedImage {
  /** Content of its configuration. */
  config: Buffer;
  layers: Blob[];
}

interface Blob {
  digest: string;
  size: number;
  content: { file: string } | { bytes: Buffer };
}

const MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
const CONFIG = "application/vnd.docker.container.image.v1+json";
const LAYER = "application/vnd.docker.image.rootfs.diff.tar";

/** @param login whether it refuses whoever has not logged in */
export async function startRegistry(t: Cleanup, { login = false } = {}): Promise<Registry> {
  const blobs = new Map<string, Blob>();
  const manifests = new Map<string, Buffer>();
  const requests: string[] = [];
  const server = await listen((request, response, { pathname }) => {
    requests.push(`${request.method} ${pathname}`);
    response.setHeader("docker-distribution-api-version", "registry/2.0"); // an older docker requires it
    if (login) return refuse(response);
    if (pathname === "/v2/") return sendJson(response, 200, {});
    const [, repository = "", kind, reference = ""] = /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(pathname) ?? [];
    if (kind === "manifests") return sendManifest(request, response, manifests.get(`${repository}:${reference}`));
    sendBlob(request, response, blobs.get(reference));
  });
  t.after(() => server.close());
  const put: Registry["put"] = (repository, tag, { config, layers }, label) => {
    const own = blobOf(label === undefined ? config : labelled(config, label));
    for (const blob of [own, ...layers]) blobs.set(blob.digest, blob);
    const describe = (mediaType: string, { digest, size }: Blob) => ({ mediaType, digest, size });
    const manifest = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        mediaType: MANIFEST,
        config: describe(CONFIG, own),
        layers: layers.map((layer) => describe(LAYER, layer)),
      }),
    );
    const { digest } = blobOf(manifest);
    for (const reference of [tag, digest]) manifests.set(`${repository}:${reference}`, manifest);
    return digest;
  };
  return { host: new URL(server.origin).host, requests, put, close: () => server.close() };
}

/** Docker trusts loopback; Podman and skopeo are told to. */
export function registrySettings(t: Cleanup, { host }: Registry): Record<string, string> {
  const text = `[[registry]]\nlocation = "${host}"\ninsecure = true\n`;
  return { CONTAINERS_REGISTRIES_CONF: join(createWorkspace(t, { "registries.conf": text }), "registries.conf") };
}

function refuse(response: http.ServerResponse): void {
  const errors = [{ code: "UNAUTHORIZED", message: "authentication required" }];
  const headers = { "content-type": "application/json", "www-authenticate": 'Basic realm="registry"' };
  send(response, 401, JSON.stringify({ errors }), headers);
}

function sendManifest({ method }: http.IncomingMessage, response: http.ServerResponse, manifest?: Buffer): void {
  if (manifest === undefined) {
    sendJson(response, 404, { errors: [{ code: "MANIFEST_UNKNOWN", message: "manifest unknown" }] });
    return;
  }
  response.writeHead(200, {
    "content-type": MANIFEST,
    "content-length": manifest.length,
    "docker-content-digest": blobOf(manifest).digest,
  });
  response.end(method === "HEAD" ? undefined : manifest);
}

function sendBlob({ method }: http.IncomingMessage, response: http.ServerResponse, blob?: Blob): void {
  if (blob === undefined) {
    sendJson(response, 404, { errors: [{ code: "BLOB_UNKNOWN" }] });
    return;
  }
  const { content, size, digest } = blob;
  const headers = { "content-type": "application/octet-stream", "content-length": size };
  response.writeHead(200, { ...headers, "docker-content-digest": digest });
  if (method === "HEAD") response.end();
  else if ("bytes" in content) response.end(content.bytes);
  else createReadStream(content.file).pipe(response);
}

function blobOf(bytes: Buffer): Blob {
  const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  return { digest, size: bytes.length, content: { bytes } };
}

function labelled(config: Buffer, label: string): Buffer {
  const parsed = JSON.parse(config.toString());
  return Buffer.from(JSON.stringify({ ...parsed, config: { ...parsed.config, Labels: { test: label } } }));
}

/** Another image of about the same size, which shares no layer with it. */
export async function rebuilt(t: Cleanup, { config, layers }: SavedImage): Promise<SavedImage> {
  const directory = createWorkspace(t, { rebuilt: "" });
  const others: Blob[] = [];
  for (const [index, { content }] of layers.entries()) {
    const file = join(directory, `layer-${index}.tar`);
    copyFileSync("file" in content ? content.file : assert.fail(), file);
    await runTar(["-C", directory, "-rf", file, "rebuilt"]);
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(file)) hash.update(chunk);
    others.push({ digest: `sha256:${hash.digest("hex")}`, size: statSync(file).size, content: { file } });
  }
  const parsed = JSON.parse(config.toString());
  const rootfs = { type: "layers", diff_ids: others.map(({ digest }) => digest) };
  return { config: Buffer.from(JSON.stringify({ ...parsed, rootfs })), layers: others };
}

async function runTar(words: string[]): Promise<void> {
  const { exitCode, stderr } = await runChild("tar", words, { cwd: "/", env: process.env as never });
  if (exitCode !== 0) throw new Error(stderr);
}

/** Reads an image of an engine; its layers stay files, which are removed after the test. */
export async function saveImage(t: Cleanup, engine: Engine, image: string): Promise<SavedImage> {
  const directory = createWorkspace(t);
  const archive = join(directory, "image.tar");
  await askEngine(engine, ["save", "--output", archive, image]);
  await runTar(["-C", directory, "-xf", archive]);
  const [{ Config, Layers }] = JSON.parse(readFileSync(join(directory, "manifest.json"), "utf8"));
  const config = readFileSync(join(directory, Config));
  const digests: string[] = JSON.parse(config.toString()).rootfs.diff_ids;
  const layers = (Layers as string[]).map((path, index): Blob => {
    const file = join(directory, path);
    return { digest: digests[index] ?? "", size: statSync(file).size, content: { file } };
  });
  return { config, layers };
}
