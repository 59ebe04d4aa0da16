// The report page of a build with the shipped bundle, in a real browser.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { PageData } from "../../../src/report/page/data/page-data.ts";
import { type Browser, startBrowser } from "../../support/browser/browser.ts";
import { findBrowser } from "../../support/browser/find-browser.ts";
import type { Covered, Page } from "../../support/browser/page.ts";
import { repositoryRoot } from "../../support/github/runner/action-runner.ts";
import { createWorkspace } from "../../support/machine/workspace.ts";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import { createScenario, onLinux, run } from "../../support/scenario/scenario.ts";

const browser = findBrowser();
const READY = "document.documentElement.dataset.ready";
/** The text of the rows or findings that a filter shows. */
const SHOWN = (id: string) => `[...document.querySelector("#${id}").children].filter((one) => !one.hidden).length`;
const FOCUSED = "document.activeElement";

describe("the report page of a failed build", { ...onLinux, skip: onLinux.skip || browser.skip }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  let started: Browser;
  let file = "";
  const ran = new Map<number, Covered>();
  before(async () => {
    if (browser.skip !== false) return;
    // One requires the other, and the other requires it.
    const circle = [
      makeWheel({ name: "hen", version: "1.0", files: { "hen.py": "" }, requires: ["egg"] }),
      makeWheel({ name: "egg", version: "1.0", files: { "egg.py": "" }, requires: ["hen"] }),
      makeWheel({ name: "flask", version: "0.1", files: { "flask/__init__.py": "" } }),
      ...["one", "two"].map((name) => {
        return makeWheel({ name, version: "1.0", files: { [`${name}/__init__.py`]: "import cv2000\n" } });
      }),
    ];
    const many = Object.fromEntries(
      Array.from({ length: 230 }, (_, index) => [`big/file_${index}.txt`, "x".repeat(index)]),
    );
    const packages = [...fixturePackages(), ...circle, makeWheel({ name: "big", version: "1.0", files: many })];
    const scenario = await createScenario(whole, {
      packages,
      requirements: "greet[loud]==1.0\nhen==1.0\nflask==0.1\none==1.0\ntwo==1.0\nbig==1.0\nfast==1.0\n",
      files: { "score.py": "import nowhere_to_be_found\n\ndef init(): ...\n" },
    });
    const { exitCode, stderr, json } = await run(whole, scenario, ["build", "--report"]);
    assert.equal(exitCode, 1, stderr);
    file = json["report-page"] ?? "";
    started = await startBrowser(whole, browser.program);
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  async function open(options = {}): Promise<Page> {
    const page = await started.open(file, options);
    await page.until(READY);
    return page;
  }

  async function close(page: Page): Promise<void> {
    for (const one of await page.coverage()) {
      ran.set(one.offset, { ...one, ran: one.ran || ran.get(one.offset)?.ran === true });
    }
    assert.deepEqual([page.problems, page.requests], [[], []]);
    page.close();
  }

  for (const scheme of ["light", "dark"] as const) {
    it(`has no serious problem for people with disabilities, ${scheme}`, async () => {
      const page = await open({ scheme });
      await page.ask("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
      assert.deepEqual(await page.violations(), []);
      await page.ask(
        `document.querySelector("#explorer label").replaceWith(document.querySelector("#explorer input"))`,
      );
      const [violation] = await page.violations();
      assert.equal(violation?.id, "label", "axe sees a field without a label");
      await close(page);
    });
  }

  it("fits into 360, 600 and 980 pixels", async () => {
    for (const width of [360, 600, 980]) {
      const page = await open({ width });
      await page.ask("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
      const wide = await page.ask<string[]>(`[...document.querySelectorAll("body, body *")]
        .filter((one) => one.getBoundingClientRect().right > innerWidth || one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0 && getComputedStyle(one).display !== "inline")
        .filter((one) => !one.closest(".skip, thead, option, select"))
        .map((one) => one.outerHTML.slice(0, 200))`);
      assert.deepEqual(wide, [], `${width} px`);
      await close(page);
    }
  });

  it("says the verdict, and filters the findings by severity, check and text", async () => {
    const page = await open();
    assert.match(await page.text(".verdict"), /^failed Built, not verified, \d+ errors/);
    assert.match(await page.text("#findings output"), /^(\d+) of \1 findings$/);
    const all = await page.ask<number>(SHOWN("finding-list"));
    const box = "document.querySelector('[name=severity][value=error]')";
    await page.ask(`${box}.click()`);
    assert.ok((await page.ask<number>(SHOWN("finding-list"))) < all);
    assert.equal(await page.ask("document.querySelectorAll('.finding.error:not([hidden])').length"), 0);
    await page.ask(`${box}.click()`);
    await page.ask(`(() => { const list = document.querySelector("select"); list.value = "S1";
      list.dispatchEvent(new Event("input", { bubbles: true })); })()`);
    assert.equal(await page.ask(SHOWN("finding-list")), 1);
    assert.match(await page.text("#findings output"), /^1 of \d+ findings$/);
    await page.ask("document.querySelector('#findings [name=text]').focus()");
    await page.press(..."nosuchtext");
    assert.equal(await page.ask(SHOWN("finding-list")), 0);
    assert.equal(await page.text("#findings output"), `0 of ${all} findings`);
    await close(page);
  });

  it("opens folders and files with the keyboard alone, and comes back", async () => {
    const page = await open();
    const caption = () => page.text("#folder-table caption");
    assert.match(await caption(), /^All files: /);
    await page.ask("document.querySelector('#explorer input').focus()");
    const next = async (wanted: string) => {
      for (let count = 0; count < 40; count += 1) {
        await page.press("Tab");
        if ((await page.ask<string>(`${FOCUSED}.textContent`)).startsWith(wanted)) return;
      }
      assert.fail(`Tab does not reach ${wanted}`);
    };
    await next("big 1.0/");
    await page.press("Enter");
    assert.match(await caption(), /^big 1\.0: /);
    assert.equal(await page.ask(`${FOCUSED}.tagName`), "CAPTION", "the focus is on what was opened");
    await next("big/");
    await page.press("Space");
    assert.match(await caption(), /^big 1\.0\/big: [0-9.]+ kB, 230 files$/);
    assert.equal(await page.ask("document.querySelectorAll('#folder-table tbody tr').length"), 100);
    await next("Show 100 of 130 more");
    await page.press("Enter");
    assert.equal(await page.ask("document.querySelectorAll('#folder-table tbody tr').length"), 200);
    await page.ask("document.querySelector('.skip').focus()");
    await next("All files");
    await page.press("Enter");
    assert.match(await caption(), /^All files: /);
    await close(page);
  });

  it("finds files by their path, and shows the folder again when the search is empty", async () => {
    const page = await open();
    await page.ask("document.querySelector('#explorer input').focus()");
    await page.press(..."file_229");
    await page.until("document.querySelector('#explorer output').textContent !== ''");
    assert.equal(await page.text("#explorer output"), "1 of the listed files");
    assert.match(await page.text("#folder-table tbody th"), /^big 1\.0\/big\/file_229\.txt$/);
    await page.press(
      "Backspace",
      "Backspace",
      "Backspace",
      "Backspace",
      "Backspace",
      "Backspace",
      "Backspace",
      "Backspace",
    );
    await page.until("document.querySelector('#folder-table caption').textContent.startsWith('All files')");
    await close(page);
  });

  it("draws a treemap that names what the pointer is on, and opens it", async () => {
    const page = await open();
    await page.ask("document.querySelector('canvas').scrollIntoView()");
    assert.match(
      await page.ask("document.querySelector('canvas').ariaLabel"),
      /^Treemap, .* The largest are big 1\.0 /,
    );
    const { left, top } = await page.ask<{ left: number; top: number }>(
      "(({ left, top }) => ({ left, top }))(document.querySelector('canvas').getBoundingClientRect())",
    );
    const colours = await page.ask<number>(`(() => { const canvas = document.querySelector("canvas");
      const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size; })()`);
    assert.ok(colours > 10, `${colours} colours`);
    await page.click(left + 30, top + 60);
    assert.match(await page.text("#folder-table caption"), /^big 1\.0: /);
    await page.resize(600); // is drawn again
    await page.until("document.querySelector('canvas').width < 600");
    await close(page);
  });

  it("shows who requires what, as a tree that ends where it repeats itself, and as a table", async () => {
    const page = await open();
    const tree = "document.querySelector('#graph')";
    const openAll = `${tree}.querySelectorAll("details:not([open])").forEach((one) => { one.open = true; })`;
    for (let depth = 0; depth < 6; depth += 1) {
      await page.ask(openAll);
      await page.ask("new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))");
    }
    const text = await page.text("#graph");
    assert.match(
      text,
      /hen==1\.0 requirements\.txt:2\nhen 1\.0 requires 1\negg 1\.0 requires 1\nhen 1\.0 \(requires itself/,
    );
    await page.ask("document.querySelector('#packages [name=text]').focus()");
    await page.press(..."politeness");
    const rows = await page.ask<string[]>(
      `[...document.querySelectorAll("#package-table tr:not([hidden])")].map((row) => row.innerText)`,
    );
    assert.equal(rows.length, 2, rows.join("\n"));
    assert.match(rows[1] ?? "", /politeness 2\.0[\s\S]*greet\[loud\]==1\.0[\s\S]*by greet/);
    await page.ask("document.querySelector('#package-table a').click()");
    await close(page);
  });

  it("shows the path of the container, and what the mount shadows in the image", async () => {
    const page = await open();
    const path = await page.ask<string[]>(`[...document.querySelectorAll(".path code")].map((one) => one.textContent)`);
    assert.deepEqual(path.slice(0, 2), [
      "/var/azureml-app/scoring/myenv/lib/python3.8/site-packages",
      "/var/azureml-app/scoring",
    ]);
    assert.ok(
      path.slice(2).every((one) => one.startsWith("<Python of the image>/lib/")),
      path.join("\n"),
    );
    const states = await page.ask<
      Record<string, string>
    >(`Object.fromEntries([...document.querySelectorAll("#image-table tr")]
      .map((row) => [row.querySelector("th").textContent, row.dataset.state]))`);
    assert.deepEqual([states.flask, states.greet, states.gunicorn], ["shadowed", "new", "kept"]);
    await page.ask(`document.querySelector("[name=state][value=kept]").click()`);
    assert.equal(await page.ask(`document.querySelectorAll("#image-table [data-state=kept]:not([hidden])").length`), 0);
    await close(page);
  });

  it("opens the explanation that a finding links to", async () => {
    const page = await open();
    await page.ask("document.querySelector('.finding .title a').click()");
    await page.until("document.querySelector('details[id^=check-][open]')");
    await close(page);
  });

  it("can be read without its script", async () => {
    const page = await started.open(file, { withScript: false });
    const { length } = await page.text("#finding-list");
    assert.ok(length > 100);
    assert.match(await page.text("#files"), /a script, which is turned off/);
    page.close();
  });

  it("counts the small files that it does not list", async (t) => {
    const text = readFileSync(file, "utf8");
    const [whole = "", before = "", json = ""] = /(<script type="application\/json" id="data">)(.*)/.exec(text) ?? [];
    const data = JSON.parse(json.replace("</script>", "")) as PageData;
    const tree = [...(data.tree ?? []), [70, 70_000]];
    const other = join(createWorkspace(t), "report.html");
    writeFileSync(other, text.replace(whole, `${before}${JSON.stringify({ ...data, tree })}</script>`));
    const page = await started.open(other);
    await page.until(READY);
    assert.match(await page.text("#folder-table tbody"), /^smaller files, not listed\s+70\.0 kB\s+[0-9.]+ %\s+70\s/);
    await close(page);
  });

  it("has no function that none of these tests ran", () => {
    const script = readFileSync(join(repositoryRoot, "dist/page/page.js"), "utf8");
    const modules = [...script.matchAll(/^\t\/\/ (\S+)$/gm)].map(({ index, 1: path = "" }) => ({ index, path }));
    const own = [...ran.values()].filter(({ offset }) => {
      return modules.findLast(({ index }) => index <= offset)?.path.startsWith("src/report/page/browser/");
    });
    assert.ok(own.length > 40, `${own.length} functions`);
    assert.deepEqual(
      own.filter(({ ran }) => !ran).map(({ name }) => name),
      [],
    );
  });
});
