/**
 * Lines that only one of two lock files has, with `-` and `+` as diff writes them. Of hashes and comments, only the line
 * with the target is shown.
 */
export function differences(before: string, now: string): string[] {
  const shown = (text: string) => linesOf(text).filter((line) => before !== "" || !line.startsWith("#"));
  const [old, fresh] = [shown(before), shown(now)];
  return [
    ...old.filter((line) => !fresh.includes(line)).map((line) => `- ${line}`),
    ...fresh.filter((line) => !old.includes(line)).map((line) => `+ ${line}`),
    ...(isSame(old, fresh) ? ["  The versions are the same; hashes, options or the header differ."] : []),
  ];
}

function linesOf(text: string): string[] {
  const lines = text.replace(/\\\n/g, " ").split("\n");
  return lines
    .map((line) => line.replace(/\s+--hash=\S+/g, "").trim())
    .filter((line) => line !== "" && (!line.startsWith("#") || line.startsWith("# Target: ")));
}

function isSame(old: readonly string[], fresh: readonly string[]): boolean {
  return old.every((line) => fresh.includes(line)) && fresh.every((line) => old.includes(line));
}
