import { LARGEST_RECORD } from "../../python/packaging/metadata-size.ts";

/** Bytes of metadata that are read of a whole mount at most. */
export const MOST_TEXT = 4 * LARGEST_RECORD;

/** Core metadata fields, each with its values in order; field names in lower case. */
export type Fields = ReadonlyMap<string, readonly string[]>;

/** Reads the headers of METADATA, PKG-INFO or WHEEL: e-mail headers up to the first empty line (core metadata spec). */
export function parseHeaders(text: string): Fields {
  const fields = new Map<string, string[]>();
  let last: string[] | undefined;
  for (const line of text.split(/\r?\n/)) {
    // A line of spaces continues the previous field, as in a full licence text; only an empty line ends the headers.
    if (line === "") {
      if (fields.size > 0) break; // a body may follow
      continue;
    }
    if (/^[ \t]/.test(line)) {
      if (last) last[last.length - 1] += `\n${line}`;
      continue;
    }
    const colon = line.indexOf(":");
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    last = fields.get(name) ?? [];
    last.push(line.slice(colon + 1).trim());
    fields.set(name, last);
  }
  return fields;
}

/** Reads WHEEL, whose headers some tools separate with empty lines. */
export function parseWheel(text: string): Fields {
  return parseHeaders(text.replace(/(\r?\n)(\s*\r?\n)+/g, "\n"));
}

/** Whether two texts are the same version: `1.0-beta` in METADATA is `1.0b0` in the directory's name (PEP 440). */
export function sameVersion(one: string, other: string): boolean {
  return one === other || bareVersion(one) === bareVersion(other);
}

const SPELLINGS: Readonly<Record<string, string>> = {
  alpha: "a",
  beta: "b",
  c: "rc",
  pre: "rc",
  preview: "rc",
  rev: "post",
  r: "post",
};

function bareVersion(version: string): string {
  const text = version
    .toLowerCase()
    .replace(/^v/, "")
    .replace(/-(?=[0-9]+$)/, ".post");
  const parts = (text.match(/[0-9]+|[a-z]+/g) ?? []).map((part) => SPELLINGS[part] ?? part.replace(/^0+(?=[0-9])/, ""));
  // Zeros at the end of the release, or after a letter, do not count.
  return parts
    .filter((part, index) => part !== "0" || /^[1-9]/.test(parts.slice(index).find((one) => one !== "0") ?? ""))
    .join(".");
}
