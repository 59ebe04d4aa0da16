// Markdown as GitHub shows it, in headless Chromium.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { marked } from "marked";
import { findProgram } from "../../../src/host/process/find-program.ts";

export const WIDTHS = [980, 600] as const;
export const SCHEMES = ["light", "dark"] as const;
export type Scheme = (typeof SCHEMES)[number];

const require = createRequire(import.meta.url);
const style = (scheme: Scheme) =>
  readFileSync(require.resolve(`github-markdown-css/github-markdown-${scheme}.css`), "utf8");

/** Path of Chromium or Chrome, or why there is none. */
export function findBrowser(): { program: string } | { skip: string } {
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    try {
      return { program: findProgram(name, [], { environment: process.env }) };
    } catch {}
  }
  return { skip: "no Chromium here" };
}

export interface Page {
  readonly markdown: string;
  readonly width: number;
  readonly scheme: Scheme;
  /** Whether what is folded is shown. */
  readonly open: boolean;
}

/** What is wider than the place that it has, by its beginning; and the height of the page. */
export interface Layout {
  readonly height: number;
  readonly cut: readonly string[];
}

const MEASURE = `
const article = document.querySelector("article");
const cut = [...article.querySelectorAll("*")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0)
  .map((one) => one.tagName.toLowerCase() + ": " + one.textContent.trim().slice(0, 80));
document.title = JSON.stringify({ height: Math.ceil(article.getBoundingClientRect().height), cut });
`;

function html({ markdown, width, scheme, open }: Page): string {
  const body = marked.parse(markdown, { gfm: true, async: false });
  const shown = open ? body.replaceAll("<details>", "<details open>") : body;
  const own = `html, body { margin: 0 } article { box-sizing: border-box; width: ${width}px; padding: 24px }`;
  return `<!doctype html><meta charset="utf-8"><style>${style(scheme)}${own}</style><body><article class="markdown-body">${shown}</article><script>${MEASURE}</script>`;
}

/** @param directory absolute, for the page and the browser's profile */
export function layoutOf(program: string, page: Page, directory: string): Layout {
  const text = browse(program, page, directory, ["--dump-dom"]);
  const title = /<title>(.*?)<\/title>/s.exec(text)?.[1] ?? "";
  return JSON.parse(title.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&")) as Layout;
}

/** @param file absolute, ends in `.png` */
export function takePicture(program: string, page: Page, directory: string, file: string): void {
  const { height } = layoutOf(program, page, directory);
  browse(program, page, directory, [`--screenshot=${file}`, `--window-size=${page.width},${height}`]);
}

function browse(program: string, page: Page, directory: string, flags: readonly string[]): string {
  const file = join(directory, "page.html");
  writeFileSync(file, html(page));
  const fixed = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    `--user-data-dir=${directory}/profile`,
  ];
  const url = pathToFileURL(file).href;
  return execFileSync(program, [...fixed, ...flags, url], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 120_000,
  });
}
