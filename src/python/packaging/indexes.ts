import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { PipSettings } from "./pip-settings.ts";
import type { OptionLine } from "./requirements.ts";

/** Options of a requirements file that decide from where packages are installed, and in which form. */
const ABOUT_SOURCES = [
  "index_url",
  "extra_index_urls",
  "no_index",
  "find_links",
  "trusted_hosts",
  "no_binary",
  "only_binary",
];

/** The lines with these options, for another requirements file in the same directory. */
export function sourceLines(lines: readonly OptionLine[]): string[] {
  const about = lines.filter(({ values }) => ABOUT_SOURCES.some((name) => name in values));
  return [...new Set(about.map(({ text }) => text))];
}

/** For pip, `--index-url` in a requirements file replaces every index in its configuration. */
export function notOverruled(settings: PipSettings, lines: readonly OptionLine[]): PipSettings {
  if (indexIn(lines) === undefined) return settings;
  const { "index-url": _, "extra-index-url": __, ...rest } = settings;
  return rest;
}

function indexIn(lines: readonly OptionLine[]): string | undefined {
  return lines.map(({ secretValues }) => secretValues.index_url).findLast((url) => typeof url === "string");
}

/** pip's configuration combined with the index options of requirements files, with the credentials of both. */
export function withIndexes(given: PipSettings, lines: readonly OptionLine[], workspace: string): PipSettings {
  const settings = notOverruled(given, lines);
  const index = indexIn(lines);
  const all = (name: string) => lines.flatMap(({ secretValues }) => listIn(secretValues, name));
  const more = (setting: string, found: readonly string[]) => [settings[setting] ?? "", ...found].join(" ").trim();
  const merged = {
    ...settings,
    ...(index !== undefined && { "index-url": index }),
    "extra-index-url": more("extra-index-url", all("extra_index_urls")),
    "find-links": more(
      "find-links",
      lines.flatMap((line) => findLinksOf(line, workspace)),
    ),
    "trusted-host": more("trusted-host", all("trusted_hosts")),
    ...(lines.some(({ values }) => values.no_index === true) && { "no-index": "1" }),
  };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ""));
}

/** As URLs, local folders too: in a setting, white space separates the values. */
function findLinksOf(line: OptionLine, workspace: string): string[] {
  return listIn(line.secretValues, "find_links").map((place) => {
    const folder = localFolder(place, line, workspace);
    return folder === undefined ? place : pathToFileURL(folder).href;
  });
}

/** The local folder that `--find-links` names: relative to its file or, as in pip, to the workspace. */
export function localFolder(place: string, { file }: OptionLine, workspace: string): string | undefined {
  return [resolve(dirname(file), place), resolve(workspace, place)].find((path) => existsSync(path));
}

export function listIn(values: OptionLine["values"], name: string): string[] {
  return Array.isArray(values[name]) ? (values[name] as string[]) : [];
}
