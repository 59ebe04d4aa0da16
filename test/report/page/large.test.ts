// A mount with a hundred thousand files, as with a few large frameworks and their tests.
import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { describe, it } from "node:test";
import type { CompactFolder, FileSize } from "../../../src/report/page/data/page-data.ts";
import { compactTree } from "../../../src/report/page/data/tree.ts";
import { startBrowser } from "../../support/browser/browser.ts";
import { findBrowser } from "../../support/browser/find-browser.ts";
import { runOf, withManyFiles, writePage } from "../../support/browser/report-run.ts";
import { evidenceOf } from "../../support/scenario/evidence.ts";

const FILES = 100_000;
const LARGEST_PAGE = 5_000_000;
const browser = findBrowser();
const wheels = Array.from({ length: 40 }, (_, index) => ({
  name: `pack${index}`,
  version: "1.0",
  files: { [`pack${index}/__init__.py`]: "" },
}));

describe("a report page of 100,000 files", { skip: browser.skip, timeout: 180_000 }, () => {
  it("is below 5 MB, paints within a second, and finds and opens a folder at once", async (t) => {
    if (browser.skip !== false) return;
    const evidence = evidenceOf(t, { wheels });
    const run = runOf({ ...evidence, inventory: withManyFiles(evidence.inventory, FILES) });
    const file = writePage(t, run);
    assert.ok(statSync(file).size < LARGEST_PAGE, `${statSync(file).size} bytes`);
    const page = await (await startBrowser(t, browser.program)).open(file);
    await page.until("document.documentElement.dataset.ready");
    const [paint] = await page.ask<number[]>("performance.getEntriesByType('paint').map(({ startTime }) => startTime)");
    const task = await page.ask<number>("Number(document.documentElement.dataset.ready)");
    const words = `first paint after ${Math.round(paint ?? 0)} ms, all shown after ${Math.round(task)} ms`;
    t.diagnostic(`${words}, ${statSync(file).size} bytes`);
    assert.ok((paint ?? Number.POSITIVE_INFINITY) < 1000, words);
    assert.match(await page.text("#folder-table caption"), /^All files: [0-9.]+ GB, 100,000 files$/);
    assert.equal(await page.ask("document.querySelectorAll('#folder-table tbody tr').length"), 40);
    const search = "document.querySelector('#explorer input')";
    await page.ask(
      `(${search}.value = "pack7 _name_4", ${search}.dispatchEvent(new Event("input", { bubbles: true })))`,
    );
    await page.until("document.querySelector('#folder-table caption').textContent.startsWith('Files whose')");
    const [found = "0"] = (await page.text("#explorer output")).split(" ");
    assert.ok(Number(found.replace(",", "")) > 100, found);
    assert.equal(await page.ask("document.querySelectorAll('#folder-table tbody tr').length"), 100);
    assert.deepEqual(await page.violations(), []);
    assert.deepEqual(page.problems, []);
  });
});

describe("the files in a report page", () => {
  const sum = ([, folders, , sizes, rest]: CompactFolder): { files: number; bytes: number } => {
    const own = sizes.map((size: FileSize) => (typeof size === "number" ? [1, size] : [2, size[0] + size[1]]));
    const inside = folders.map(sum).map(({ files, bytes }) => [files, bytes]);
    const all = [...own, ...inside, rest ?? [0, 0]];
    return {
      files: all.reduce((total, [files = 0]) => total + files, 0),
      bytes: all.reduce((total, [, bytes = 0]) => total + bytes, 0),
    };
  };

  it("are every file and every byte, also where small files are put together", (t) => {
    const evidence = evidenceOf(t, { wheels });
    const inventory = withManyFiles(evidence.inventory, 20_000);
    const bytes = [...inventory.files.values()].reduce((total, { size }) => total + size, 0);
    const whole = compactTree(inventory);
    assert.deepEqual(sum(whole), { files: 20_000, bytes });
    assert.ok(!JSON.stringify(whole).includes("pyc"), "bytecode is a part of its module");
    for (const most of [300_000, 30_000, 3000]) {
      const small = compactTree(inventory, most);
      assert.ok(JSON.stringify(small).length <= most, `${JSON.stringify(small).length}`);
      assert.deepEqual(sum(small), { files: 20_000, bytes });
    }
  });
});
