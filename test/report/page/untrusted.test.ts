// Names of packages and files, messages and requirements come from others: the page shows them and obeys none.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import type { Finding } from "../../../src/findings/check.ts";
import { embedded, html, prose } from "../../../src/report/page/html.ts";
import { startBrowser } from "../../support/browser/browser.ts";
import { findBrowser } from "../../support/browser/find-browser.ts";
import { runOf, writePage } from "../../support/browser/report-run.ts";
import { evidenceOf } from "../../support/scenario/evidence.ts";

const ATTACKS = [
  "</script><script>globalThis.obeyed = 1</script>",
  "<img src=x onerror='globalThis.obeyed = 1'>",
  '"><svg onload="globalThis.obeyed = 1">',
  "<!--<script>",
];

const browser = findBrowser();

describe("hostile text in a report page", { skip: browser.skip, timeout: 120_000 }, () => {
  it("is shown as it is, and nothing of it runs", async (t) => {
    if (browser.skip !== false) return;
    const files = Object.fromEntries(
      ATTACKS.map((text, index) => [`a${index}-${text.replaceAll("/", "")}.py`, "x = 1\n"]),
    );
    const evidence = evidenceOf(t, {
      wheels: [{ name: "greet", version: "1.0", files: { "greet.py": "" } }],
      files,
      requirements: ATTACKS.map((text) => `greet==1.0 # ${text}`),
    });
    const findings = ATTACKS.map((message): Finding => {
      return { check: "H1", severity: "error", message, hint: `\`${message}\``, distribution: message, file: message };
    });
    const run = { ...runOf(evidence, findings), error: ATTACKS.join("\n"), result: ATTACKS[0] ?? "" };
    const page = await (await startBrowser(t, browser.program)).open(writePage(t, run));
    await page.until("document.documentElement.dataset.ready");
    assert.equal(await page.ask("globalThis.obeyed ?? 'no'"), "no");
    assert.deepEqual([page.problems, page.requests], [[], []]);
    assert.equal(await page.ask("document.scripts.length"), 2);
    const shown = await page.text("body");
    for (const text of ATTACKS) assert.ok(shown.includes(text), text);
    assert.ok(await page.ask(`document.querySelector("#graph").textContent.includes(${JSON.stringify(ATTACKS[1])})`));
  });

  it("could run no script even if it were markup: the policy allows only the page's own", async (t) => {
    if (browser.skip !== false) return;
    const file = writePage(t, runOf(evidenceOf(t, {})));
    const page = await (await startBrowser(t, browser.program)).open(file);
    await page.until("document.documentElement.dataset.ready");
    await page.ask(`(() => {
      const script = document.createElement("script");
      script.textContent = "globalThis.obeyed = 1";
      const image = document.createElement("img");
      image.src = "https://example.com/picture.png";
      document.body.append(script, image);
    })()`);
    await page.until(`${"document"}.body`);
    assert.equal(await page.ask("globalThis.obeyed ?? 'no'"), "no");
    assert.ok(
      page.problems.some((text) => text.includes("Content Security Policy")),
      page.problems.join("\n"),
    );
    const addresses = [...readFileSync(file, "utf8").matchAll(/(?:src|href)="?(?!#)([^"\s>]+)/g)];
    assert.deepEqual(
      addresses.map(([text]) => text),
      [],
    );
  });
});

describe("the template of a report page", () => {
  it("escapes every value, and shows what HTML does not allow", () => {
    assert.equal(
      html`<p title="${`"'<&>`}">${"\x1b[31m\0"}${undefined}${1}</p>`.text,
      '<p title="&quot;&#39;&lt;&amp;&gt;">\\x1b[31m\\x001</p>',
    );
  });

  it("shows code between backticks, and what is to be copied in a block", () => {
    const text = prose("Write `a < b`:\n\n  x: 1\n    y: <2>\n\nThen run it.")
      .map((one) => one.text)
      .join("");
    assert.equal(text, 'Write <code>a &lt; b</code>:<code class="block">x: 1\n  y: &lt;2&gt;</code>Then run it.');
  });

  it("embeds JSON that cannot end its element", () => {
    const text = embedded(["</script>", "<!--", "\u2028"]).text;
    assert.ok(!text.includes("<"), text);
    assert.deepEqual(JSON.parse(text), ["</script>", "<!--", "\u2028"]);
  });
});
