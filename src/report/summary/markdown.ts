import { literal } from "../../util/text.ts";

/** Parts of GitHub-flavoured Markdown. */

/** Parts that have something to say, with an empty line between them. */
export function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n\n");
}

/** A section that is closed at first. Its title is HTML. */
export function fold(title: string, text: string): string {
  return `<details><summary>${title}</summary>\n\n${text}\n\n</details>`;
}

/**
 * @param columns their titles; one that ends in `:` is aligned on the right
 * @param rows escaped, as `cell` does it
 */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = columns.map((column) => column.replace(/:$/, ""));
  const rule = columns.map((column) => (column.endsWith(":") ? "---:" : "---"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** Text escaped for a table cell. */
export function cell(text: string): string {
  return literal(text).replaceAll("|", "\\|").replace(/\s+/g, " ");
}

/** In a code fence that is longer than any in the text. */
export function fenced(text: string, language = ""): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

/** @param address percent-encoded; absent: the text alone */
export function linked(text: string, address: string | undefined): string {
  const shown = literal(text);
  return address === undefined ? shown : `[${shown.replace(/[[\]]/g, "\\$&")}](${address})`;
}

/** As a part of a list item. */
export function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}
