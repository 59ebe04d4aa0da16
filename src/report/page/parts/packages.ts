import { humanBytes, plural } from "../../../util/text.ts";
import type { PackageRow } from "../data/graph.ts";
import { type Html, html } from "../html.ts";
import { filterBar } from "./filter.ts";

/** Who requires what: a tree from each requirement, which the script makes, and a table of all distributions. */
export function packagesPart(rows: readonly PackageRow[], isKnown: boolean): Html {
  if (rows.length === 0) return html`<p>There is no distribution.</p>`;
  const known = new Map(rows.map((row) => [row.name, row]));
  const why = isKnown
    ? undefined
    : html`<p>No Python was asked, so it is not known what the distributions require of each other.</p>`;
  return html`${why}
<div id="graph" hidden><h3 id="graph-title">By requirement</h3><ul class="tree" aria-labelledby="graph-title"></ul></div>
<h3>All distributions</h3>
${filterBar("package-table", "distributions", "Name, requirement or file", [])}
<div class="scroll" role="region" aria-label="Distributions" tabindex="0"><table class="packages">
<thead><tr><th scope="col">Distribution</th><th scope="col">Because of</th><th scope="col">Requires</th><th scope="col">Required by</th></tr></thead>
<tbody id="package-table">${rows.map((row) => packageRow(row, known))}</tbody>
</table></div>`;
}

type Known = ReadonlyMap<string, PackageRow>;

function packageRow(
  { name, displayName, version, bytes, files, why, needs, neededBy, findings }: PackageRow,
  known: Known,
) {
  const size = `${humanBytes(bytes)}, ${plural(files, "file")}`;
  const found = findings === 0 ? "" : `, ${plural(findings, "finding")}`;
  return html`<tr id="package-${name}"><th scope="row">${displayName} ${version}<span class="quiet">${size}${found}</span></th>
<td data-label="Because of">${whyText(why, known)}</td><td data-label="Requires">${links(needs, known)}</td><td data-label="Required by">${links(neededBy, known)}</td></tr>
`;
}

function whyText(why: PackageRow["why"], known: Known): Html {
  if (why === undefined) return html`<span class="quiet">no requirement</span>`;
  const { requirement, through } = why;
  const chain = through.length === 0 ? undefined : html`<span class="quiet">by ${links(through, known, " → ")}</span>`;
  return html`<code>${requirement.text}</code><span class="quiet">${requirement.place}</span>${chain}`;
}

/** What is not in the mount comes from the image, or is missing. */
function links(names: readonly string[], known: Known, separator = ", "): Html {
  if (names.length === 0) return html`<span class="quiet">nothing</span>`;
  const parts = names.map((name, index) => {
    const between = index === 0 ? "" : separator;
    const shown = known.get(name)?.displayName;
    if (shown === undefined) return html`${between}${name} <span class="quiet inline">(not installed)</span>`;
    return html`${between}<a href="#package-${name}">${shown}</a>`;
  });
  return html`${parts}`;
}
