import { type Html, html } from "../html.ts";

/** Where the script shows the files of the mount: a treemap for the eye, and beside it a table with the same content. */
export function filesPart(): Html {
  return html`<noscript><p>The files are shown by a script, which is turned off. manifest.json lists them.</p></noscript>
<div id="explorer" hidden>
<nav aria-label="Folder"><ol class="crumbs"></ol></nav>
<canvas role="img" aria-label="Treemap"></canvas>
<p class="hover" aria-hidden="true"></p>
<form class="filter" role="search" aria-label="Find a file">
<label class="search">Find a file <input type="search" autocomplete="off" spellcheck="false" aria-controls="folder-table"></label>
<output aria-live="polite"></output>
</form>
<div class="scroll" role="region" aria-label="Contents of the folder" tabindex="0"><table id="folder-table">
<caption tabindex="-1"></caption>
<thead><tr><th scope="col">Name</th><th scope="col" class="number">Size</th><th scope="col" class="share">Share</th><th scope="col" class="number">Files</th></tr></thead>
<tbody></tbody>
</table></div>
<button type="button" class="more" hidden>Show more</button>
</div>`;
}
