// The notices of the packages whose code is in the bundle: their licences ask to travel with it.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** One text with the licence of every package that `modules` (absolute paths) come from, by name and version. */
export function licensesOf(modules) {
  const homes = new Set(modules.map(packageOf).filter((home) => home !== undefined));
  const notices = new Map();
  for (const home of homes) {
    const { name, version, license } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
    notices.set(`${name} ${version}`, `${name} ${version} (${license ?? "licence in the text"})\n\n${noticeIn(home)}`);
  }
  const sorted = [...notices.keys()].sort();
  return `${sorted.map((key) => notices.get(key)).join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

/** The directory of the package that a module belongs to; nested packages have their own. */
function packageOf(module) {
  if (!module.includes("node_modules")) return undefined;
  for (let folder = dirname(module); !folder.endsWith("node_modules"); folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (existsSync(file) && JSON.parse(readFileSync(file, "utf8")).version) return folder;
  }
  return undefined;
}

function noticeIn(home) {
  const name = readdirSync(home)
    .sort()
    .find((one) => /^(licen[cs]e|copying|notice)/i.test(one));
  return name === undefined
    ? "No text is in the package."
    : readFileSync(join(home, name), "utf8").replaceAll("\r\n", "\n").trim();
}
