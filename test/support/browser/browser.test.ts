import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { createWorkspace } from "../machine/workspace.ts";
import { startBrowser } from "./browser.ts";
import { findBrowser } from "./find-browser.ts";

const browser = findBrowser();

const PAGE = `<!doctype html>
<html lang="en"><title>Bad</title>
<img src="http://127.0.0.1:9/picture.png">
<p style="color: #ccc; background: white">pale</p>
<script>function idle() {} function busy() {} busy(); null.nothing;</script>`;

describe("the browser of the tests", { skip: browser.skip, timeout: 60_000 }, () => {
  it("notes requests, errors of scripts, functions that did not run, and what axe finds", async (t) => {
    if (browser.skip !== false) return;
    const file = join(createWorkspace(t, { "bad.html": PAGE }), "bad.html");
    const page = await (await startBrowser(t, browser.program)).open(file, { scheme: "dark" });
    assert.deepEqual(page.requests, ["http://127.0.0.1:9/picture.png"]);
    assert.match(page.problems.join("\n"), /Cannot read properties of null/);
    assert.match(page.problems.join("\n"), /Failed to load resource/);
    const violations = await page.violations();
    assert.deepEqual(violations.map(({ id }) => id).sort(), ["color-contrast", "image-alt"]);
    const functions = (await page.coverage()).map(({ name, ran }) => `${name} ${ran}`);
    assert.deepEqual(functions.sort(), ["busy true", "idle false"]);
    assert.equal(await page.ask("matchMedia('(prefers-color-scheme: dark)').matches"), true);
  });
});
