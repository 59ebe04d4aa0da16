// Makes the pictures of docs/images, from runs on a loopback index. Needs Python 3.8 and Chromium.
//   npm run pictures                      all of them
//   npm run pictures -- --look DIRECTORY  every summary at each width and in both schemes
// Look at them afterwards: for overflow, contrast, alignment.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startBrowser } from "../test/support/browser/browser.ts";
import { findBrowser } from "../test/support/browser/find-browser.ts";
import { type MarkdownPage, openMarkdown, SCHEMES, WIDTHS } from "../test/support/summaries/markdown-page.ts";
import { SAMPLES, type Sample, summaryOf } from "../test/support/summaries/samples.ts";

/** What each picture shows; two samples are side by side. */
const PICTURES: Readonly<Record<string, { readonly samples: readonly Sample[]; readonly width: number }>> = {
  "summaries.webp": { samples: ["passed", "one error"], width: 660 },
  "forty-errors.webp": { samples: ["forty errors"], width: 760 },
  "dynamic.webp": { samples: ["dynamic"], width: 760 },
  "restored.webp": { samples: ["restored"], width: 760 },
};

const { values } = parseArgs({ options: { look: { type: "string" } } });
const directory = values.look ? resolve(values.look) : fileURLToPath(new URL("../docs/images", import.meta.url));
const found = findBrowser();
if (found.skip !== false) throw new Error(found.skip);
mkdirSync(directory, { recursive: true });
const cleanups: (() => void | Promise<void>)[] = [];
const t = { after: (clean: () => void | Promise<void>) => void cleanups.push(clean) };
const browser = await startBrowser(t, found.program);
const known = new Map<Sample, string>();
await (values.look ? everySummary() : pictures());
for (const clean of cleanups.reverse()) await clean();

async function pictures(): Promise<void> {
  for (const [name, { samples, width }] of Object.entries(PICTURES))
    await make(name, { texts: await textsOf(samples), width, scheme: "light", isOpen: false });
}

async function everySummary(): Promise<void> {
  for (const sample of SAMPLES)
    for (const width of WIDTHS)
      for (const scheme of SCHEMES)
        await make(`${sample}-${width}-${scheme}.webp`, {
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

async function make(name: string, shown: MarkdownPage): Promise<void> {
  const page = await openMarkdown(t, browser, shown);
  const file = join(directory, name);
  writeFileSync(file, await page.wholePicture());
  page.close();
  process.stdout.write(`${file}\n`);
}
