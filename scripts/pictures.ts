// Makes the pictures of docs/images: summaries of runs on a loopback index, and a terminal and a report page of a build of
// real packages. Needs Python 3.8, Chromium and a package index.
//   npm run pictures                      all of them
//   npm run pictures -- terminal.webp     these
//   npm run pictures -- --look DIRECTORY  every summary at each width and in both schemes
// Look at them afterwards: for overflow, contrast, alignment.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startBrowser } from "../test/support/browser/browser.ts";
import { findBrowser } from "../test/support/browser/find-browser.ts";
import type { Page } from "../test/support/browser/page.ts";
import { createWorkspace } from "../test/support/machine/workspace.ts";
import { type MarkdownPage, openMarkdown, SCHEMES, WIDTHS } from "../test/support/summaries/markdown-page.ts";
import { SAMPLES, type Sample, summaryOf } from "../test/support/summaries/samples.ts";
import { failingRun } from "./pictures/failing-run.ts";
import { terminalPage } from "./pictures/terminal-page.ts";

/** What each picture shows. */
const PICTURES: Readonly<Record<string, (name: string) => Promise<void>>> = {
  "summaries.webp": (name) => summaries(name, ["passed", "one error"], 660),
  "forty-errors.webp": (name) => summaries(name, ["forty errors"], 760),
  "dynamic.webp": (name) => summaries(name, ["dynamic"], 760),
  "restored.webp": (name) => summaries(name, ["restored"], 760),
  "terminal.webp": terminal,
  "report-page.webp": reportPage,
};

const { values, positionals } = parseArgs({ options: { look: { type: "string" } }, allowPositionals: true });
const directory = values.look ? resolve(values.look) : fileURLToPath(new URL("../docs/images", import.meta.url));
const found = findBrowser();
if (found.skip !== false) throw new Error(found.skip);
mkdirSync(directory, { recursive: true });
const cleanups: (() => void | Promise<void>)[] = [];
const t = { after: (clean: () => void | Promise<void>) => void cleanups.push(clean) };
const browser = await startBrowser(t, found.program);
const known = new Map<Sample, string>();
let run: ReturnType<typeof failingRun> | undefined;
await (values.look ? everySummary() : pictures());
for (const clean of cleanups.reverse()) await clean();

async function pictures(): Promise<void> {
  const names = positionals.length > 0 ? positionals : Object.keys(PICTURES);
  for (const name of names) {
    const make = PICTURES[name];
    if (make === undefined) throw new Error(`There is no picture "${name}": ${Object.keys(PICTURES).join(", ")}`);
    await make(name);
  }
}

async function summaries(name: string, samples: readonly Sample[], width: number): Promise<void> {
  await summary(name, { texts: await textsOf(samples), width, scheme: "light", isOpen: false });
}

async function everySummary(): Promise<void> {
  for (const sample of SAMPLES)
    for (const width of WIDTHS)
      for (const scheme of SCHEMES)
        await summary(`${sample}-${width}-${scheme}.webp`, {
          texts: await textsOf([sample]),
          width,
          scheme,
          isOpen: false,
        });
}

async function textsOf(samples: readonly Sample[]): Promise<string[]> {
  const texts: string[] = [];
  for (const sample of samples) {
    const text = known.get(sample) ?? (await summaryOf(t, sample));
    known.set(sample, text);
    texts.push(text);
  }
  return texts;
}

async function summary(name: string, shown: MarkdownPage): Promise<void> {
  await save(name, await openMarkdown(t, browser, shown), "main");
}

async function terminal(name: string): Promise<void> {
  run ??= failingRun(t);
  await save(name, await open(await terminalPage((await run).terminal), 200), "main");
}

/** Of the findings, only the errors: the picture leads as far as the treemap. */
async function reportPage(name: string): Promise<void> {
  run ??= failingRun(t);
  const page = await open((await run).reportPage, 980);
  await page.ask(`[...document.querySelectorAll("#findings input[type=checkbox]")].at(-1).click()`);
  await save(name, page, "canvas");
}

async function open(html: string, width: number): Promise<Page> {
  return await browser.open(join(createWorkspace(t, { "page.html": html }), "page.html"), { width });
}

async function save(name: string, page: Page, end: string): Promise<void> {
  const file = join(directory, name);
  writeFileSync(file, await page.pictureTo(end));
  page.close();
  process.stdout.write(`${file}\n`);
}
