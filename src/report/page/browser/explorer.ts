import { humanBytes } from "../../../util/text.ts";
import type { CompactFolder } from "../data/page-data.ts";
import { button, create, element, grouped } from "./elements.ts";
import { expand, findFiles, lineOf, type MountNode, pathOf } from "./mount-tree.ts";
import { Treemap } from "./treemap.ts";

/** Rows at a time: a folder may have thousands of files. */
const ROWS = 100;
const MOST_NAMED = 5;
/** Milliseconds after the last key. */
const PATIENCE = 120;

/** The folders and files of the mount: as a table, and as a treemap with the same content. */
export class Explorer {
  readonly #parent: HTMLElement;
  readonly #root: MountNode;
  readonly #treemap: Treemap;
  readonly #rows: HTMLElement;
  readonly #search: HTMLInputElement;
  #folder: MountNode;
  #listed: readonly MountNode[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(parent: HTMLElement, tree: CompactFolder) {
    this.#parent = parent;
    this.#root = expand(tree);
    this.#folder = this.#root;
    this.#rows = element(parent, "tbody");
    this.#search = element<HTMLInputElement>(parent, "input");
    const hover = element(parent, ".hover");
    this.#treemap = new Treemap(element<HTMLCanvasElement>(parent, "canvas"), {
      open: (folder) => this.#open(folder),
      point: (node) => {
        hover.textContent = node === undefined ? "" : `${pathOf(node)}: ${describe(node)}`;
      },
    });
  }

  start(): void {
    this.#parent.hidden = false;
    this.#search.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#find(), PATIENCE);
    });
    element(this.#parent, "form").addEventListener("submit", (event) => event.preventDefault());
    element(this.#parent, ".more").addEventListener("click", () => this.#showMore());
    this.#show();
  }

  #open(folder: MountNode): void {
    this.#folder = folder;
    this.#search.value = "";
    this.#show();
    element(this.#parent, "caption").focus(); // the button that was used is gone
  }

  #show(): void {
    this.#showCrumbs();
    this.#treemap.show(this.#folder);
    this.#treemap.describe(this.#summary());
    const name = this.#folder === this.#root ? "All files" : pathOf(this.#folder);
    this.#list(this.#folder.children ?? [], `${name}: ${describe(this.#folder)}`);
    element(this.#parent, "output").textContent = "";
  }

  #showCrumbs(): void {
    const line = lineOf(this.#folder);
    const crumbs = [this.#root, ...line].map((node) => {
      const name = node === this.#root ? "All files" : node.name;
      if (node !== this.#folder)
        return create(
          "li",
          {},
          button(name, () => this.#open(node)),
        );
      const here = create("span", { text: name });
      here.setAttribute("aria-current", "location");
      return create("li", {}, here);
    });
    element(this.#parent, ".crumbs").replaceChildren(...crumbs);
  }

  /** What the treemap shows, in words. */
  #summary(): string {
    const largest = (this.#folder.children ?? []).slice(0, MOST_NAMED);
    const names = largest.map(({ name, bytes }) => `${name} ${humanBytes(bytes)}`).join(", ");
    return `Treemap, a rectangle for each file. The largest are ${names}. The table below has the same content.`;
  }

  #find(): void {
    const words = this.#search.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== "");
    if (words.length === 0) {
      this.#show();
      return;
    }
    const found = findFiles(this.#root, words);
    const text = `${grouped(found.length)} of the listed files`;
    this.#list(found, `Files whose path contains “${words.join(" ")}”`);
    element(this.#parent, "output").textContent = text;
  }

  #list(nodes: readonly MountNode[], caption: string): void {
    this.#listed = nodes;
    element(this.#parent, "caption").textContent = caption;
    this.#rows.replaceChildren();
    this.#showMore();
  }

  #showMore(): void {
    const shown = this.#rows.children.length;
    const isFound = this.#search.value !== "";
    const rows = this.#listed.slice(shown, shown + ROWS).map((node) => this.#row(node, isFound));
    this.#rows.append(...rows);
    const left = this.#listed.length - shown - rows.length;
    const more = element(this.#parent, ".more");
    more.hidden = left === 0;
    more.textContent = `Show ${Math.min(ROWS, left)} of ${grouped(left)} more`;
    if (shown > 0) rows[0]?.querySelector("button")?.focus();
  }

  #row(node: MountNode, isFound: boolean): HTMLElement {
    const name = create("th");
    name.scope = "row";
    if (node.children === undefined) name.textContent = isFound ? pathOf(node) : node.name;
    else name.append(button(`${node.name}/`, () => this.#open(node)));
    if (node.bytecode > 0)
      name.append(create("span", { text: `with ${humanBytes(node.bytecode)} of bytecode`, className: "quiet" }));
    const share = isFound ? node.bytes / (this.#root.bytes || 1) : node.bytes / (this.#folder.bytes || 1);
    return create(
      "tr",
      {},
      name,
      create("td", { text: humanBytes(node.bytes), className: "number" }),
      create("td", { className: "share" }, bar(share), create("span", { text: `${(share * 100).toFixed(1)} %` })),
      create("td", { text: grouped(node.files), className: "number" }),
    );
  }
}

function describe({ bytes, files }: MountNode): string {
  return `${humanBytes(bytes)}, ${grouped(files)} ${files === 1 ? "file" : "files"}`;
}

function bar(share: number): HTMLElement {
  const filled = create("span", { className: "filled" });
  filled.style.width = `${Math.max(0.5, share * 100)}%`;
  return create("span", { className: "bar" }, filled);
}
