// The part of Azure's block blobs that @actions/cache and @actions/artifact use, with the bodies on disk.
import { randomUUID } from "node:crypto";
import {
  closeSync,
  copyFileSync,
  createReadStream,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import type http from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { readBody, send } from "../../machine/loopback.ts";

export type BlobOperation = "PutBlob" | "PutBlock" | "PutBlockList" | "GetBlob";

export interface Blob {
  /** Where the body is, once uploaded; a test may overwrite it to simulate a damaged store. */
  file: string;
  path: string;
  signature: string;
  contentType: string;
  /** What a download is called, as the service puts it into Content-Disposition. */
  downloadName: string;
}

/** -1 when nothing was uploaded. */
export const sizeOf = (blob: Blob): number => statSync(blob.file, { throwIfNoEntry: false })?.size ?? -1;
export const contentOf = (blob: Blob): Buffer => readFileSync(blob.file);

export class BlobStore {
  readonly #directory: string;
  readonly #blobs = new Map<string, Blob>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  reserve(downloadName: string): Blob {
    const id = randomUUID();
    // The signature is masked by the clients, so it must be a word that no honest output contains.
    const signature = randomUUID();
    const contentType = "application/octet-stream";
    // With an IP address as host the Azure client wants /account/container/blob.
    const blob = {
      file: join(this.#directory, id),
      path: `/account/blobs/${id}`,
      signature,
      contentType,
      downloadName,
    };
    this.#blobs.set(blob.path, blob);
    return blob;
  }

  /** A blob of another store, with a body of its own. */
  adopt(blob: Blob): Blob {
    const own = this.reserve(blob.downloadName);
    own.contentType = blob.contentType;
    copyFileSync(blob.file, own.file);
    return own;
  }

  operation(request: http.IncomingMessage, url: URL): BlobOperation {
    if (request.method === "GET") return "GetBlob";
    const component = url.searchParams.get("comp");
    if (component === "block") return "PutBlock";
    return component === "blocklist" ? "PutBlockList" : "PutBlob";
  }

  async handle(request: http.IncomingMessage, response: http.ServerResponse, url: URL): Promise<void> {
    const blob = this.#blobs.get(url.pathname);
    if (!blob) return send(response, 404);
    if (url.searchParams.get("sig") !== blob.signature) return send(response, 403);
    const operation = this.operation(request, url);
    if (operation === "GetBlob") return download(blob, response);
    if (operation === "PutBlock") {
      await store(request, blockFile(blob, url.searchParams.get("blockid") ?? ""));
    } else {
      blob.contentType = header(request, "x-ms-blob-content-type") ?? blob.contentType;
      if (operation === "PutBlob") await store(request, blob.file);
      else joinBlocks(blob, await readBody(request));
    }
    send(response, 201, "", { etag: '"1"' });
  }
}

function header(request: http.IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function blockFile(blob: Blob, id: string): string {
  return `${blob.file}.${Buffer.from(id).toString("hex")}`;
}

// The store shares the processor with the program that is timed (Azure's does not), so it does without streams and threads
// where it can.

async function store(body: http.IncomingMessage, file: string): Promise<void> {
  const descriptor = openSync(file, "w");
  try {
    for await (const chunk of body) writeFileSync(descriptor, chunk);
  } finally {
    closeSync(descriptor);
  }
}

function joinBlocks(blob: Blob, list: string): void {
  const blocks = [...list.matchAll(/<Latest>([^<]*)<\/Latest>/g)].map(([, id = ""]) => blockFile(blob, id));
  const [first, ...rest] = blocks;
  if (first === undefined) writeFileSync(blob.file, "");
  else renameSync(first, blob.file);
  for (const block of rest) {
    writeFileSync(blob.file, readFileSync(block), { flag: "a" });
    rmSync(block);
  }
}

/** Bytes read at once. */
const AT_ONCE = 8 * 2 ** 20;

async function download(blob: Blob, response: http.ServerResponse): Promise<void> {
  response.writeHead(200, {
    "content-length": statSync(blob.file).size,
    "content-type": blob.contentType,
    "content-disposition": `attachment; filename="${blob.downloadName}"`,
  });
  await pipeline(createReadStream(blob.file, { highWaterMark: AT_ONCE }), response);
}
