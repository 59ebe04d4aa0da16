import { type HierarchyRectangularNode, hierarchy, treemap } from "d3-hierarchy";
import type { MountNode } from "./mount-tree.ts";
import { labelIn, type Palette, readPalette } from "./palette.ts";

type Rectangle = HierarchyRectangularNode<MountNode>;

export interface TreemapEvents {
  /** A folder was clicked. */
  readonly open: (folder: MountNode) => void;
  /** The pointer is on a file; `undefined` when it leaves the treemap. */
  readonly point: (node: MountNode | undefined) => void;
}

/** Square pixels: what would be smaller is not divided further. */
const SMALLEST_AREA = 6;
/** Height of the name above the rectangles of a distribution, or of a folder directly in it. */
const TITLE = 18;
const TITLED_DEPTH = 2;
/** What has a title is at least this wide and high. */
const TITLED_SIZE = 60;
/** Golden angle: neighbours get hues that differ. */
const HUE_STEP = 137.508;

/** Draws a folder as a treemap on a canvas, for the eye alone: the table beside it has the same content. */
export class Treemap {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  #folder: MountNode | undefined;
  #layout: Rectangle | undefined;

  constructor(canvas: HTMLCanvasElement, { open, point }: TreemapEvents) {
    this.#canvas = canvas;
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("The browser does not draw on a canvas.");
    this.#context = context;
    canvas.addEventListener("pointermove", (event) => point(this.#at(event)?.data));
    canvas.addEventListener("pointerleave", () => point(undefined));
    canvas.addEventListener("click", (event) => {
      const folder = this.#at(event)?.ancestors().at(-2)?.data; // below the folder that is shown
      if (folder?.children !== undefined) open(folder);
    });
    new ResizeObserver(() => this.#draw()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#draw());
  }

  show(folder: MountNode): void {
    this.#folder = folder;
    this.#draw();
  }

  /** The text for those who do not see it. */
  describe(text: string): void {
    this.#canvas.setAttribute("aria-label", text);
  }

  #draw(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (this.#folder === undefined || width === 0 || height === 0) return;
    const scale = devicePixelRatio;
    this.#canvas.width = Math.round(width * scale);
    this.#canvas.height = Math.round(height * scale);
    this.#context.setTransform(scale, 0, 0, scale, 0, 0);
    this.#layout = layout(this.#folder, width, height);
    const palette = readPalette(this.#canvas);
    for (const [index, child] of (this.#layout.children ?? []).entries()) {
      this.#paint(child, (index * HUE_STEP) % 360, palette);
    }
  }

  #paint(child: Rectangle, hue: number, palette: Palette): void {
    for (const node of child.descendants()) {
      const [width, height] = [node.x1 - node.x0, node.y1 - node.y0];
      const isTitle = hasTitle(node);
      if (node.children !== undefined && !isTitle && node !== child) continue;
      this.#context.fillStyle = palette.fill(hue, isTitle, node.depth);
      // A line between neighbours, unless they are too small for one.
      const gap = Math.min(width, height) > 3 ? 1 : 0;
      this.#context.fillRect(node.x0, node.y0, width - gap, height - gap);
      if (isTitle || node.children === undefined) labelIn(this.#context, node, node.data.name, palette);
    }
  }

  #at({ offsetX, offsetY }: MouseEvent): Rectangle | undefined {
    const isIn = ({ x0, x1, y0, y1 }: Rectangle) => x0 <= offsetX && offsetX < x1 && y0 <= offsetY && offsetY < y1;
    let found = this.#layout;
    for (let next = found; next !== undefined; next = next.children?.find(isIn)) found = next;
    return found === this.#layout ? undefined : found;
  }
}

function layout(folder: MountNode, width: number, height: number): Rectangle {
  const smallest = (folder.bytes * SMALLEST_AREA) / (width * height);
  const root = hierarchy(folder, ({ children, bytes }) => (bytes < smallest ? undefined : children));
  // Sums go from the leaves up; folders that are not divided are leaves here.
  root.sum(({ bytes, children }) => (children === undefined || bytes < smallest ? bytes : 0));
  return treemap<MountNode>()
    .size([width, height])
    .paddingTop((node) => (hasTitle(node) ? TITLE : 0))
    .round(true)(root);
}

function hasTitle({ depth, children, x0, x1, y0, y1 }: Rectangle): boolean {
  const isFolder = children !== undefined && depth > 0 && depth <= TITLED_DEPTH;
  return isFolder && x1 - x0 >= TITLED_SIZE && y1 - y0 >= TITLED_SIZE;
}
