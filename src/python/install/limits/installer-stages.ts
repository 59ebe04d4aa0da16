/** What an installer does, by the lines that it prints. */

export const FIRST_STAGE = "resolving";

type Stage = readonly [pattern: RegExp, stage: (...groups: string[]) => string];

const STAGES: readonly Stage[] = [
  // uv
  [/^Resolved (\d+ packages?) in /, (packages) => `downloading ${packages}`],
  [/^\s*Downloading ([\w.-]+) \(([\d.]+ ?[KMG]?i?B)\)/, (name, size) => `downloading ${name} (${size})`],
  [/^\s*Downloaded ([\w.-]+)$/, (name) => `downloaded ${name}`],
  [/^\s*Building (\S+)/, (name) => `building ${name}`],
  [/^\s*Updating (\S+)/, (address) => `fetching ${address}`],
  [/^Prepared (\d+ packages?) in /, (packages) => `installing ${packages}`],
  [/^Installed (\d+ packages?) in /, (packages) => `installed ${packages}`],
  // pip
  [/^\s*Collecting (\S+)/, (name) => `resolving ${name}`],
  [
    /^\s*(?:Downloading|Using cached) (?:\S*\/)?(\S+\.(?:whl|tar\.gz|zip))(?: \(([^)]*)\))?/,
    (file, size) => `downloading ${file}${size ? ` (${size})` : ""}`,
  ],
  [/^\s*Cloning (\S+)/, (address) => `fetching ${address}`],
  [/^\s*Building wheels? for collected packages: (.*)/, (names) => `building ${names}`],
  [/^Installing collected packages: (.*)/, (names) => `installing ${names.split(", ").length} packages`],
];

/** What begins with a line of pip or uv; `undefined` for a line that says nothing of that. */
export function stageAfter(line: string): string | undefined {
  for (const [pattern, stage] of STAGES) {
    const match = pattern.exec(line);
    if (match !== null) return stage(...match.slice(1));
  }
  return undefined;
}
