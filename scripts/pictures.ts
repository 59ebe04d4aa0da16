// The pictures of docs/images, from summaries of packages on a loopback index: node scripts/node24.mjs scripts/pictures.ts [DIRECTORY]
// Needs Chromium and Python 3.8. Look at them afterwards: for overflow, contrast, alignment.
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { createWorkspace } from "../test/support/machine/workspace.ts";
import { findBrowser, SCHEMES, takePicture, WIDTHS } from "../test/support/summaries/browser.ts";
import { SAMPLES, type Sample, summaryOf } from "../test/support/summaries/samples.ts";

const directory = resolve(process.argv[2] ?? "docs/images");
const wanted = process.argv.slice(3) as Sample[];
const browser = findBrowser();
if ("skip" in browser) throw new Error(browser.skip);
mkdirSync(directory, { recursive: true });
const cleanups: (() => void | Promise<void>)[] = [];
const t = { after: (clean: () => void | Promise<void>) => void cleanups.push(clean) };
for (const sample of wanted.length > 0 ? wanted : SAMPLES) {
  const markdown = await summaryOf(t, sample);
  for (const width of WIDTHS)
    for (const scheme of SCHEMES) {
      const file = join(directory, `${sample.replaceAll(" ", "-")}-${width}-${scheme}.png`);
      takePicture(browser.program, { markdown, width, scheme, open: false }, createWorkspace(t), file);
      process.stdout.write(`${file}\n`);
    }
}
for (const clean of cleanups.reverse()) await clean();
