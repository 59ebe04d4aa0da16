// A package index on 127.0.0.1: the HTML pages of PEP 503, with yanked files (PEP 592) and data-requires-python.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type http from "node:http";
import { join } from "node:path";
import { listen, send } from "../machine/loopback.ts";
import { normalized } from "./metadata.ts";

export interface IndexFile {
  filename: string;
  /** The content, or the path of the file that has it. */
  bytes: Uint8Array | string;
  requiresPython?: string | undefined;
  /** The reason, or true. */
  yanked?: boolean | string;
  /** Hex digest to promise instead of the true one; `null` promises none. */
  sha256?: string | null;
}

export interface IndexOptions {
  packages?: IndexFile[];
  /** When set, everything else answers 401. */
  credentials?: { user: string; password: string };
  /**
   * Status instead of an answer, for every request or for the paths it is given. Prefer 4xx: pip retries the others.
   */
  fail?: number | ((path: string) => number | undefined);
  /** Sends PyPI's caching headers: a page may be cached for ten minutes, and a file forever. */
  cacheable?: boolean;
  /** Paths that are never answered: a client that requests one waits until it is killed. */
  hold?: (path: string) => boolean;
  /** Responds by itself, and returns whether it did. */
  respond?: (path: string, response: http.ServerResponse) => boolean;
}

export interface PackageIndex {
  /** `http://127.0.0.1:<port>/simple/`, without credentials. */
  url: string;
  /** The same with user and password, when there are some. */
  urlWithCredentials: string;
  /** What is served now; a test may add and remove files. */
  packages: IndexFile[];
  requests: { method: string; path: string; userAgent: string; authorization: string; status: number }[];
  /** The variable that makes pip (and what reads pip's configuration) use this index alone. */
  env(): Record<string, string>;
  close(): Promise<void>;
}

type Answer = { status: number; body?: string | Uint8Array; headers?: http.OutgoingHttpHeaders };

export async function startIndex(options: IndexOptions = {}): Promise<PackageIndex> {
  const { credentials, fail, hold, respond, packages = [], cacheable = false } = options;
  const requests: PackageIndex["requests"] = [];
  const expected =
    credentials && `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString("base64")}`;

  function answer(path: string, authorization: string): Answer {
    const status = typeof fail === "function" ? fail(path) : fail;
    if (status !== undefined) return { status, body: "failing on purpose" };
    if (expected && authorization !== expected) {
      return { status: 401, headers: { "www-authenticate": 'Basic realm="index"' } };
    }
    const found = page(packages, path);
    if (!cacheable || found.status !== 200) return found;
    const age = path.startsWith("/files/") ? "max-age=365000000, immutable, public" : "max-age=600, public";
    return { ...found, headers: { ...found.headers, "cache-control": age } };
  }

  const server = await listen((request, response, url) => {
    const { authorization = "", "user-agent": userAgent = "" } = request.headers;
    const path = decodeURIComponent(url.pathname);
    const { status, body, headers } = answer(path, authorization);
    requests.push({ method: request.method ?? "", path, userAgent, authorization, status });
    if (!hold?.(path) && !respond?.(path, response)) send(response, status, body, headers);
  });
  const url = `${server.origin}/simple/`;
  const urlWithCredentials = credentials ? withCredentials(url, credentials) : url;
  return {
    url,
    urlWithCredentials,
    packages,
    requests,
    env: () => ({ PIP_INDEX_URL: urlWithCredentials }),
    close: server.close,
  };
}

/** Wheels and sdists of a folder, read when asked for, as an index would list them. */
export function packagesFromFolder(folder: string): IndexFile[] {
  const names = readdirSync(folder).filter((name) => /\.(whl|tar\.gz|zip)$/.test(name));
  return names.sort().map((filename) => ({ filename, bytes: join(folder, filename) }));
}

function withCredentials(url: string, { user, password }: { user: string; password: string }): string {
  const target = new URL(url);
  target.username = encodeURIComponent(user);
  target.password = encodeURIComponent(password);
  return target.href;
}

function page(packages: IndexFile[], path: string): Answer {
  if (path.startsWith("/files/")) {
    const file = packages.find(({ filename }) => path === `/files/${filename}`);
    return file
      ? { status: 200, body: bytesOf(file), headers: { "content-type": "application/octet-stream" } }
      : { status: 404 };
  }
  const [, project] = /^\/simple\/([^/]+)\/?$/.exec(path) ?? [];
  if (path !== "/simple/" && project === undefined) return { status: 404 };
  if (project === undefined)
    return html([...new Set(packages.map(projectOf))].map((name) => `<a href="/simple/${name}/">${name}</a>`));
  if (path !== `/simple/${normalized(project)}/`)
    return { status: 301, headers: { location: `/simple/${normalized(project)}/` } };
  const files = packages.filter((file) => projectOf(file) === project);
  return files.length > 0 ? html(files.map(anchor)) : { status: 404 };
}

/** A wheel's name ends at the first hyphen, that of an sdist at the last one. */
function projectOf({ filename }: IndexFile): string {
  const end = filename.endsWith(".whl") ? filename.indexOf("-") : filename.lastIndexOf("-");
  return normalized(filename.slice(0, end));
}

function html(anchors: string[]): Answer {
  const body = `<!DOCTYPE html>\n<html><head><meta name="pypi:repository-version" content="1.0"></head><body>\n${anchors.join("<br>\n")}\n</body></html>\n`;
  return { status: 200, body, headers: { "content-type": "text/html; charset=utf-8" } };
}

function anchor(file: IndexFile): string {
  const { filename, requiresPython, yanked } = file;
  const sha256 = file.sha256 === undefined ? createHash("sha256").update(bytesOf(file)).digest("hex") : file.sha256;
  const fragment = sha256 === null ? "" : `#sha256=${sha256}`;
  const python = requiresPython ? ` data-requires-python="${escapeHtml(requiresPython)}"` : "";
  const gone = yanked ? ` data-yanked="${yanked === true ? "" : escapeHtml(yanked)}"` : "";
  return `<a href="/files/${encodeURIComponent(filename)}${fragment}"${python}${gone}>${escapeHtml(filename)}</a>`;
}

const bytesOf = ({ bytes }: IndexFile): Uint8Array => (typeof bytes === "string" ? readFileSync(bytes) : bytes);

const escapeHtml = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
