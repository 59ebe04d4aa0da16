/** Reads `entry_points.txt` (PyPA, "Entry points"). */

/** The entries of a file, without those that need an extra. Some groups write `module.attribute` where the specification has a colon. */
export function* entryPoints(text: string) {
  let group = "";
  for (const line of text.split(/\r?\n/)) {
    const section = /^\s*\[([^\]]+)\]\s*$/.exec(line)?.[1];
    if (section !== undefined) group = section.trim();
    const entry = entryIn(line);
    if (entry && entry.extras === undefined) yield { group, ...entry };
  }
}

/** In steps, each of which looks at a character once: one pattern for all would try every split of a line of spaces. */
function entryIn(line: string) {
  const [left = "", right] = halves(line.trim(), "=");
  if (right === undefined || left === "" || /^[#;[]/.test(left)) return undefined;
  const [value] = halves(right, "#");
  const parts = /^([A-Za-z_][\w.]*)\s*(:[\w\s.]+)?(\[[^\]]*\])?$/.exec((value ?? "").trim());
  if (parts?.[1] === undefined) return undefined;
  return { name: left.trim(), module: parts[1], attribute: parts[2], extras: parts[3] };
}

/** The text before and after the first `sign`. */
function halves(text: string, sign: string): [string, string | undefined] {
  const at = text.indexOf(sign);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
