import type { PageData } from "../data/page-data.ts";
import { element } from "./elements.ts";
import { Explorer } from "./explorer.ts";
import { enableFilters } from "./filter.ts";
import { showGraph } from "./graph.ts";
import { openTarget } from "./targets.ts";

// The text of the page is there already; what needs the data comes after the first paint.
enableFilters();
openTarget();
requestAnimationFrame(() => setTimeout(showData));

function showData(): void {
  const { tree, graph } = JSON.parse(element(document, "#data").textContent ?? "") as PageData;
  if (graph.roots.length > 0) showGraph(graph, element(document, "#graph"));
  const explorer = document.querySelector<HTMLElement>("#explorer");
  if (tree !== undefined && explorer !== null) new Explorer(explorer, tree).start();
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}
