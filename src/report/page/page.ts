import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ReportedRun } from "../reported-run.ts";
import { graphOf, packageRows } from "./data/graph.ts";
import { imageRows } from "./data/image-rows.ts";
import type { PageData } from "./data/page-data.ts";
import { type PathFacts, searchPath } from "./data/search-path.ts";
import { compactTree } from "./data/tree.ts";
import { embedded, Html, html } from "./html.ts";
import { filesPart } from "./parts/files.ts";
import { findingsPart } from "./parts/findings.ts";
import { imagePart } from "./parts/image.ts";
import { packagesPart } from "./parts/packages.ts";
import { pathPart } from "./parts/path.ts";
import { titleOf, verdictPart } from "./parts/verdict.ts";

/** The page's script and style, which the build makes. */
const ASSETS = new URL(import.meta.url.endsWith(".ts") ? "../../../dist/page/" : "./page/", import.meta.url);

interface Part {
  readonly id: string;
  readonly title: string;
  readonly content: Html;
}

/** A run as one HTML file that loads nothing: for people who want more than the summary shows. */
export function reportPage(run: ReportedRun): string {
  const [script, style] = ["page.js", "page.css"].map((name) => readFileSync(new URL(name, ASSETS), "utf8"));
  const { name, passed } = titleOf(run);
  const { parts, data } = contentsOf(run);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${passed ? "Passed" : "Failed"}: ${name}</title>
<style>${new Html(style ?? "")}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>${verdictPart(run)}
<nav aria-label="Parts of the page"><ul class="parts">${parts.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
</header>
<main id="content" tabindex="-1">
${parts.map(
  ({ id, title, content }) => html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${content}
</section>
`,
)}</main>
<script type="application/json" id="data">${embedded(data)}</script>
<script>${new Html(script ?? "")}</script>
</body>
</html>
`.text;
}

/** Only this script and this style, and nothing from anywhere. */
function policy(script = "", style = ""): string {
  const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  return [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** What is known depends on how far the run came. */
function contentsOf(run: ReportedRun): { readonly parts: readonly Part[]; readonly data: PageData } {
  const { options, mount, verdict, location, target } = run;
  const findings = verdict && options && findingsPart(verdict, options);
  const first = findings === undefined ? [] : [part("findings", "Findings", findings)];
  const nothing = { graph: { distributions: [], roots: [] } };
  if (mount === undefined || options === undefined || location === undefined) return { parts: first, data: nothing };
  const { evidence } = verdict ?? {};
  const graphFacts = { mount, evidence, findings: verdict?.findings ?? [], options };
  const rows = packageRows(graphFacts);
  const packages = part("packages", "Who requires what", packagesPart(rows, evidence?.closure !== undefined));
  const parts = [
    ...first,
    part("files", options.mode === "dynamic" ? "Installed files" : "Files of the mount", filesPart()),
    packages,
  ];
  const data = { tree: compactTree(mount.inventory), graph: graphOf(rows, graphFacts) };
  if (options.mode === "dynamic") return { parts, data }; // there is no mount in the container
  return { parts: [...parts, ...ofContainer({ mount, location, evidence, target, options })], data };
}

function ofContainer(facts: PathFacts): Part[] {
  const { mount, evidence, options } = facts;
  const target = evidence?.target ?? facts.target;
  const { source, entries } = searchPath({ ...facts, target });
  const conflicts = evidence?.server?.conflicts ?? [];
  const { contents, rows } = imageRows({ inventory: mount.inventory, target, options, conflicts });
  return [
    part("path", "The path in the container", pathPart(source, entries)),
    part("image", "Image and mount", imagePart(contents, rows)),
  ];
}

function part(id: string, title: string, content: Html): Part {
  return { id, title, content };
}
