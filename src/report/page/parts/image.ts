import type { ImageContents } from "../../../images/contents/image-contents.ts";
import { plural } from "../../../util/text.ts";
import type { ImageRow, ImageState } from "../data/image-rows.ts";
import { type Html, html } from "../html.ts";
import { filterBar } from "./filter.ts";

const STATES: readonly (readonly [ImageState, string])[] = [
  ["shadowed", "Shadowed"],
  ["new", "New"],
  ["kept", "Kept"],
];

const KNOWN: Readonly<Record<ImageContents["known"], string>> = {
  listed: "All of its packages are known.",
  catalogued: "The catalogue has the server, the packages that were installed by name, and what they require.",
  assumed: "No image was named, so that only the server and what it requires are known.",
};

/** The distributions of the image and of the mount. */
export function imagePart({ label, known }: ImageContents, rows: readonly ImageRow[]): Html {
  const count = (state: ImageState) => rows.filter((row) => row.state === state).length;
  const values = STATES.map(([state, word]) => [state, `${word} (${count(state)})`] as const);
  return html`<p>Image: <b>${label}</b>. ${KNOWN[known]}</p>
<dl class="states">
<dt>Shadowed</dt><dd>The image and the mount have it. The container imports the one in the mount.</dd>
<dt>New</dt><dd>Only the mount has it.</dd>
<dt>Kept</dt><dd>Only the image has it. The container imports it from the image.</dd>
</dl>
${filterBar("image-table", "distributions of image and mount", "Name", [{ name: "state", label: "State", values }])}
<div class="scroll" role="region" aria-label="Image and mount" tabindex="0"><table>
<thead><tr><th scope="col">Distribution</th><th scope="col">State</th><th scope="col">Image</th><th scope="col">Mount</th></tr></thead>
<tbody id="image-table">${rows.map(imageRow)}</tbody>
</table></div>`;
}

function imageRow({ name, state, inImage, inMount, conflicts }: ImageRow): Html {
  const problems = conflicts.map(
    ({ by, text }) => html`<span class="conflict">${by} in the image requires ${text}</span>`,
  );
  return html`<tr data-state="${state}"><th scope="row">${name}</th><td><span class="badge ${state}">${state}</span>${
    problems.length > 0 ? html` <span class="quiet">${plural(problems.length, "conflict")}</span>` : undefined
  }</td><td>${inImage ?? html`<span class="quiet inline">not known</span>`}</td><td>${inMount}${problems}</td></tr>
`;
}
