import { IMAGES } from "../target/image-catalogue.ts";

const COLUMNS = ["image", "Python", "glibc", "server", "reads the variable", "state"] as const;

/** The catalogue, as a table or as JSON. */
export function listImages(json: boolean): string {
  if (json) return JSON.stringify(IMAGES, undefined, 2);
  const rows = IMAGES.map(({ name, python, pythonFull, glibc, server, honours, status }) => [
    name,
    pythonFull ?? python,
    glibc?.join(".") ?? "?",
    server ?? "?",
    { honours: "yes", cut: "no", unknown: "not known" }[honours],
    `${status.state} ${status.date}`,
  ]);
  const widths = COLUMNS.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(COLUMNS), ...rows.map(line)].join("\n");
}
