import type { Graph } from "../data/page-data.ts";
import { create, element } from "./elements.ts";

/** A tree from each requirement, which grows where it is opened: the whole of it may be very large. */
export function showGraph({ distributions, roots }: Graph, parent: HTMLElement): void {
  const list = element(parent, "ul");
  for (const [requirement, place, distribution] of roots) {
    const title = [
      create("code", { text: requirement }),
      create("span", { text: ` ${place}`, className: "quiet inline" }),
    ];
    list.append(
      create("li", {}, distribution === null ? create("span", {}, ...title) : branch(title, [distribution], [])),
    );
  }
  parent.hidden = false;

  /** @param above the distributions on the way here: one of them again is not opened a second time */
  function branch(title: readonly Node[], children: readonly number[], above: readonly number[]): HTMLElement {
    const details = create("details", {}, create("summary", {}, ...title));
    details.addEventListener("toggle", () => grow(details, children, above), { once: true });
    return details;
  }

  function grow(details: HTMLElement, children: readonly number[], above: readonly number[]): void {
    details.append(create("ul", {}, ...children.map((child) => create("li", {}, item(child, above)))));
  }

  function item(position: number, above: readonly number[]): HTMLElement {
    const [label, needs] = distributions[position] ?? ["", []];
    if (above.includes(position)) return create("span", { text: `${label} (requires itself, see above)` });
    const title = [
      create("span", { text: label }),
      create("span", { text: countOf(needs), className: "quiet inline" }),
    ];
    if (needs.length === 0) return create("span", {}, ...title);
    return branch(title, needs, [...above, position]);
  }
}

function countOf(needs: readonly number[]): string {
  return needs.length === 0 ? "" : ` requires ${needs.length}`;
}
