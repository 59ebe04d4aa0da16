/** Colours of the treemap, for a light and a dark page. */
export interface Palette {
  readonly text: string;
  readonly font: string;
  /** @param isTop whether it is the background of a distribution, with its name */
  readonly fill: (hue: number, isTop: boolean, depth: number) => string;
}

interface Box {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

const FONT_SIZE = 12;
const MARGIN = 4;

export function readPalette(canvas: HTMLElement): Palette {
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const { color, fontFamily } = getComputedStyle(canvas);
  // The deeper, the closer to the background; names keep a contrast of 4.5:1.
  const light = (depth: number) => (isDark ? Math.max(22, 32 - depth * 2) : Math.min(93, 76 + depth * 2));
  return {
    text: color,
    font: `${FONT_SIZE}px ${fontFamily}`,
    fill: (hue, isTop, depth) => `hsl(${hue} ${isDark ? 35 : 55}% ${isTop ? (isDark ? 13 : 88) : light(depth)}%)`,
  };
}

/** Writes a name into a rectangle, shortened to its width; nothing where it would not be readable. */
export function labelIn(context: CanvasRenderingContext2D, box: Box, name: string, { text, font }: Palette): void {
  const room = box.x1 - box.x0 - 2 * MARGIN;
  if (room < 4 * FONT_SIZE || box.y1 - box.y0 < FONT_SIZE + MARGIN) return;
  context.font = font;
  context.fillStyle = text;
  context.textBaseline = "middle";
  context.fillText(shortened(context, name, room), box.x0 + MARGIN, box.y0 + 9);
}

function shortened(context: CanvasRenderingContext2D, name: string, room: number): string {
  const width = context.measureText(name).width;
  if (width <= room) return name;
  return `${name.slice(0, Math.max(1, Math.floor((name.length * room) / width) - 1))}…`;
}
