/** Core metadata fields, each with its values in order; field names in lower case. */
export type Fields = ReadonlyMap<string, readonly string[]>;

/** Reads the headers of METADATA, PKG-INFO or WHEEL: e-mail headers up to the first empty line (core metadata spec). */
export function parseHeaders(text: string): Fields {
  const fields = new Map<string, string[]>();
  let last: string[] | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === "") {
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

/** Reads WHEEL, whose headers some tools part with empty lines. */
export function parseWheel(text: string): Fields {
  return parseHeaders(text.replace(/(\r?\n)(\s*\r?\n)+/g, "\n"));
}

/** PEP 503: the name under which an index knows a project. */
export function normalisedName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}
