import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { withoutCredentials } from "../../util/credentials.ts";
import { messageOf } from "../../util/errors.ts";
import type { PipSettings } from "../packaging/pip-settings.ts";
import { FetchError, type Page, type Web } from "./web.ts";

/** A file that an index or a directory offers. */
export interface Link {
  readonly filename: string;
  /** With the credentials of the index, if it is on the same host. */
  readonly url: string;
  /** As promised by the index. */
  readonly sha256: string | undefined;
}

/** What was asked, and how each place answered. */
export interface Offers {
  readonly links: readonly Link[];
  /** The places without credentials, each with the reason if it could not be read. */
  readonly asked: readonly string[];
  /**
   * Whether pip is known to find no more: every place was read as pip reads it, or answered that it has no such project
   * although it was sent all that pip would send.
   */
  readonly isComplete: boolean;
}

const HTTP = /^https?:/i;
const PYPI = "https://pypi.org/simple";
/** Bytes of the page of one project. */
const LARGEST_PAGE = 64_000_000;
/** PEP 691, otherwise PEP 503. */
const ACCEPT = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1";

/**
 * The files of a project in every place that pip's configuration names: directories and pages of `find-links` first,
 * because they need no network.
 * @param project normalised
 */
export async function linksOf(project: string, settings: PipSettings, web: Web): Promise<Offers> {
  const { "find-links": found = "", "no-index": noIndex = "" } = settings;
  const indexes = isOn(noIndex) ? [] : indexesIn(settings).map((index) => `${index.replace(/\/+$/, "")}/${project}/`);
  const places = [...wordsIn(found), ...indexes];
  const links: Link[] = [];
  const asked: string[] = [];
  let isComplete = web.logsInAsPip && indexes.every((index) => HTTP.test(index));
  for (const place of places) {
    try {
      const there = await linksAt(place, web);
      links.push(...there);
      asked.push(withoutCredentials(place));
      // pip reads the links in a page of a directory, too.
      isComplete &&= !there.some(({ filename }) => /\.html?$/i.test(filename));
    } catch (error) {
      isComplete &&= error instanceof FetchError && error.status === 404 && isAskedAsByPip(place, places);
      asked.push(error instanceof FetchError ? error.message : `${withoutCredentials(place)}: ${messageOf(error)}`);
    }
  }
  return { links, asked, isComplete };
}

/** pip logs in to a host with what another address of that host has. */
function isAskedAsByPip(place: string, places: readonly string[]): boolean {
  return withoutCredentials(place) !== place || places.every((other) => withoutCredentials(other) === other);
}

function indexesIn({ "index-url": index = PYPI, "extra-index-url": more = "" }: PipSettings): string[] {
  return [...new Set([index, ...wordsIn(more)])];
}

/** As Python's `strtobool`. */
function isOn(value: string): boolean {
  return /^(1|y|yes|t|true|on)$/i.test(value);
}

function wordsIn(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

async function linksAt(place: string, web: Web): Promise<Link[]> {
  if (!HTTP.test(place))
    return linksInDirectory(/^file:/i.test(place) ? fileURLToPath(place) : resolve(fromHome(place)));
  if (/\.whl([?#]|$)/.test(place)) return [linkTo(new URL(place))];
  const page = await web.read(place, LARGEST_PAGE, ACCEPT);
  const links = page.type.includes("json") ? linksInJson(page) : linksInHtml(page);
  return links.map((link) => ({ ...link, url: withUserInfoOf(place, link.url) }));
}

/** As Python's `expanduser`, for this user. */
function fromHome(path: string): string {
  return path.replace(/^~(?=[\\/]|$)/, () => homedir());
}

/** pip ignores a directory that does not exist. */
function linksInDirectory(path: string): Link[] {
  if (!existsSync(path)) return [];
  const files = path.endsWith(".whl") ? [path] : readdirSync(path).map((name) => join(path, name));
  return files.map((file) => ({ filename: basename(file), url: pathToFileURL(file).href, sha256: undefined }));
}

interface JsonPage {
  readonly files: readonly { filename: string; url: string; hashes?: { sha256?: string } }[];
}

/** PEP 691. */
export function linksInJson({ bytes, url }: Pick<Page, "bytes" | "url">): Link[] {
  const { files } = JSON.parse(bytes.toString("utf8")) as JsonPage;
  return files.map((file) => ({
    filename: file.filename,
    url: new URL(file.url, url).href,
    sha256: file.hashes?.sha256,
  }));
}

/** PEP 503. */
export function linksInHtml({ bytes, url }: Pick<Page, "bytes" | "url">): Link[] {
  const text = bytes.toString("utf8");
  const base = new URL(hrefIn(/<base\b[^>]*>/i.exec(text)?.[0] ?? "") ?? "", url);
  const hrefs = [...text.matchAll(/<a\b(?:"[^"]*"|'[^']*'|[^>"'])*>/gi)].flatMap(([tag]) => hrefIn(tag) ?? []);
  return hrefs.flatMap((href) => (URL.canParse(href, base.href) ? [linkTo(new URL(href, base))] : []));
}

function hrefIn(tag: string): string | undefined {
  const [, double, single, bare] = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(tag) ?? [];
  return (double ?? single ?? bare)?.replaceAll("&amp;", "&");
}

function linkTo(url: URL): Link {
  const sha256 = /sha256=([0-9a-f]{64})/.exec(url.hash)?.[1];
  return { filename: decodeURIComponent(basename(url.pathname)), url: url.href, sha256 };
}

function withUserInfoOf(index: string, url: string): string {
  const [from, to] = [new URL(index), new URL(url)];
  if (from.host !== to.host || from.protocol !== to.protocol || to.username !== "") return url;
  to.username = from.username;
  to.password = from.password;
  return to.href;
}
