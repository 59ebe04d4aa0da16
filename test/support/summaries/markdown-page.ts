// Markdown as GitHub shows it, in a page for a real browser.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { marked } from "marked";
import type { Browser } from "../browser/browser.ts";
import type { Page } from "../browser/page.ts";
import { type Cleanup, createWorkspace } from "../machine/workspace.ts";

export const WIDTHS = [980, 600] as const;
export const SCHEMES = ["light", "dark"] as const;

export interface MarkdownPage {
  /** Shown side by side. */
  readonly texts: readonly string[];
  /** Pixels of each. */
  readonly width: number;
  readonly scheme: (typeof SCHEMES)[number];
  /** Whether what is folded is shown. */
  readonly isOpen: boolean;
}

/** What is wider than the place that it has, by its beginning; code can be scrolled. */
const CUT = `[...document.querySelectorAll("article *")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && !one.closest("pre"))
  .map((one) => one.tagName.toLowerCase() + ": " + one.textContent.trim().slice(0, 80))`;

export async function openMarkdown(t: Cleanup, browser: Browser, page: MarkdownPage): Promise<Page> {
  const { width, scheme, texts } = page;
  const file = join(createWorkspace(t, { "page.html": html(page) }), "page.html");
  return await browser.open(file, { width: width * texts.length, scheme });
}

export async function cutOff(page: Page): Promise<string[]> {
  return await page.ask(CUT);
}

function html({ texts, width, scheme, isOpen }: MarkdownPage): string {
  const css = createRequire(import.meta.url).resolve(`github-markdown-css/github-markdown-${scheme}.css`);
  const own = `html, body { margin: 0 } main { display: flex } article { box-sizing: border-box; width: ${width}px; padding: 24px }`;
  const articles = texts.map((text) => {
    const body = marked.parse(text, { gfm: true, async: false });
    return `<article class="markdown-body">${isOpen ? body.replaceAll("<details>", "<details open>") : body}</article>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Summary</title><style>${readFileSync(css, "utf8")}${own}</style><main>${articles.join("")}</main></html>`;
}
