// Job summaries as GitHub shows them: what they say first, and whether a narrow page shows all of it.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { startBrowser } from "../support/browser/browser.ts";
import { findBrowser } from "../support/browser/find-browser.ts";
import { onLinux } from "../support/scenario/scenario.ts";
import { cutOff, openMarkdown, SCHEMES, WIDTHS } from "../support/summaries/markdown-page.ts";
import { type Sample, summaryOf } from "../support/summaries/samples.ts";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const CHECKS = "https://github.com/octo-org/azureml-extra-packages/blob/v1/docs/checks.md";
const LINES = `https://github.com/octo-org/scoring/blob/${COMMIT}`;

/** The first lines, and what must be in it. */
const EXPECTED: Record<Sample, readonly RegExp[]> = {
  passed: [
    /^## ✅ scoring\/myenv: ready to deploy\n\n5 packages, \d+ files, 8\.\d\d MB\. Verified \*\*on this machine\*\*/,
    /```yaml\nenvironment_variables:\n {2}AZUREML_EXTRA_PYTHON_LIB_PATH: myenv\//,
    /^\| scipy 1\.10\.1 \| █{12} \| 3\.40 MB \| \d+ \|$/m,
    /^\| \*\*Total\*\* \| {2}\| 8\.\d\d MB \| \d+ \|$/m,
    /^\| build \| \d+\.\d s \|$/m,
  ],
  warnings: [/^## ✅ scoring\/myenv: ready to deploy, 1 warning\n/, /^### Warnings\n\n- ⚠️ \*\*/m],
  "one error": [
    /^## ❌ scoring\/myenv: 1 error: score\.py imports missing_helper, which nothing in the container provides\n/,
    /^### Fix first\n\n- ❌ \*\*If missing_helper is a module of yours, /m,
    new RegExp(
      `<br>\\[S1 unresolved-import\\]\\(${CHECKS}#s1\\), \\[score\\.py:2\\]\\(${LINES}/score\\.py#L2\\)$`,
      "m",
    ),
  ],
  "forty errors": [
    /^## ❌ scoring\/myenv: 41 errors, first: opencv-python needs 4 libraries that neither the mount nor the image has\n/,
    /^- ❌ \*\*Use opencv-python-headless.*\n\n {2}<details><summary>Dockerfile that adds/m,
    /<details><summary>31 more errors<\/summary>/,
  ],
  "not uploaded": [
    /^## ✅ scoring\/myenv: built and verified, ❌ not uploaded: Artifact \S+ could not be uploaded\n\n> /,
    /^- Archive: `\/\S+\/mount\.tar\.(zst|gz)`$/m,
  ],
  dynamic: [
    /^## ✅ scoring\/requirements\.txt: ready to deploy as a prototype\n/,
    /A container that is not ready after about 310 s is restarted\./,
  ],
  restored: [
    /^## ✅ scoring\/myenv: restored, ready to deploy, 1 warning\n/,
    /^- Restored from artifact azureml-scoring-myenv-py3\.8-x86_64 of this run\n- Built from commit `[0-9a-f]{40}` of octo-org\/scoring by \[this run\]\(.*\)\n- Mount digest: `sha256:[0-9a-f]{64}`\n/m,
  ],
};
/** What GitHub's page decides: how links look, and that a block of code can be scrolled by keyboard. */
const OF_GITHUBS_PAGE = ["link-in-text-block", "scrollable-region-focusable"];
/** Bytes; GitHub rejects more. */
const LIMIT = 2 ** 20;

const found = findBrowser();

describe("the summary of a run", { ...onLinux, concurrency: 2 }, () => {
  for (const [sample, patterns] of Object.entries(EXPECTED)) {
    it(`${sample}: says the cause first, and is not cut on a narrow page`, async (t) => {
      const markdown = await summaryOf(t, sample as Sample);
      for (const pattern of patterns) assert.match(markdown, pattern);
      assert.ok(Buffer.byteLength(markdown) < LIMIT);
      assert.doesNotMatch(markdown, /\b(undefined|null|NaN|\[object)\b/);
      if (found.skip !== false) {
        t.diagnostic(`The layout was not looked at: ${found.skip}.`);
        return;
      }
      const browser = await startBrowser(t, found.program);
      for (const width of WIDTHS) {
        for (const scheme of SCHEMES) {
          const page = await openMarkdown(t, browser, { texts: [markdown], width, scheme, isOpen: true });
          assert.ok((await page.text("h2")).length > 10);
          assert.deepEqual(await cutOff(page), [], `at ${width} pixels`);
          const found = (await page.violations()).filter(({ id }) => !OF_GITHUBS_PAGE.includes(id));
          assert.deepEqual(found, [], scheme);
        }
      }
    });
  }
});
