import type { Image, ReadsVariables } from "../images/catalogue/image.ts";
import { IMAGES } from "../images/catalogue/image-catalogue.ts";
import { wrapped } from "./page.ts";

const COLUMNS = ["image", "Python", "glibc", "reads"] as const;
const READS: Readonly<Record<ReadsVariables, string>> = { yes: "yes", no: "no", unknown: "?" };
const STATES: Readonly<Record<Image["status"]["state"], string>> = {
  supported: "Supported (on Microsoft's list)",
  current: "Published, not on Microsoft's list",
  removed: "Removed (old tags can still be pulled)",
};
const LEGEND =
  "reads: whether the image reads AZUREML_EXTRA_PYTHON_LIB_PATH. If it does not, or if that is not known (?), the outputs set PYTHONPATH as well, which has the same effect. --json prints all known facts about each image, with their sources.";

/** The catalogue, as a table that fits 80 columns or as JSON. */
export function listImages(json: boolean): string {
  if (json) return JSON.stringify(IMAGES, undefined, 2);
  const rows = IMAGES.map((image) => ({ state: image.status.state, cells: cellsOf(image) }));
  const widths = COLUMNS.map((title, column) =>
    Math.max(title.length, ...rows.map(({ cells }) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  const states = Object.entries(STATES).map(([state, title]) => {
    const lines = rows.filter((row) => row.state === state).map(({ cells }) => line(cells));
    return [title, line(COLUMNS), ...lines].join("\n");
  });
  return [...states, wrapped(LEGEND)].join("\n\n");
}

function cellsOf({ name, python, pythonFull, glibc, readsVariables }: Image): string[] {
  return [name, pythonFull ?? python, glibc?.join(".") ?? "?", READS[readsVariables]];
}
