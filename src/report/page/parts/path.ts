import type { PathEntry, PathSource } from "../data/search-path.ts";
import { type Html, html } from "../html.ts";

const SOURCES: Readonly<Record<PathSource, string>> = {
  image: "Python reported this path in a container of the image.",
  simulated:
    "Python reported this path on this machine, which simulates the image. The entries are shown as they are in the container.",
  rules: "No Python was started. This is the path that the run script of the image sets.",
};

/** The path that Python searches in the container, first entry first. */
export function pathPart(source: PathSource, entries: readonly PathEntry[]): Html {
  const rows = entries.map(({ path, what }) => html`<li><code>${path}</code><span class="quiet">${what}</span></li>`);
  return html`<p>${SOURCES[source]} Of two modules with the same name, the one that is found first is imported.</p>
<ol class="path">${rows}</ol>`;
}
