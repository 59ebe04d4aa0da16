import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Host } from "../../host/host.ts";
import { shellWord } from "../../util/shell-word.ts";
import { normalisedName } from "../../util/text.ts";
import { localFolder } from "../packaging/indexes.ts";
import {
  type AllowedBinaries,
  type GitUser,
  type LocalCopy,
  type OptionLine,
  type Requirement,
  requested,
} from "../packaging/requirements.ts";
import { withoutGitUser } from "./git-users.ts";
import { fromCopy } from "./local-copies.ts";

/** These files have credentials. */
const PRIVATE = { mode: 0o600 };

/** What pip's parser read, with credentials. */
interface Read {
  readonly gitUsers: readonly GitUser[];
  readonly requirements: readonly Requirement[];
  readonly options: readonly OptionLine[];
  readonly binaries: AllowedBinaries;
}

/**
 * Requirements files that say in one form what pip's parser read from all others: one requirement or option a line,
 * variables expanded, paths absolute, nothing editable, and local projects from their copies. uv gets per-requirement
 * options as arguments.
 * @returns absolute paths
 */
export function plainFiles(
  { requirements, options, binaries, gitUsers }: Read,
  copies: readonly LocalCopy[],
  { workspace, installer }: { readonly workspace: string; readonly installer: "pip" | "uv" },
  host: Host,
): string[] {
  const directory = join(host.temporary, "requirements", installer);
  mkdirSync(directory, { recursive: true });
  const [main, limits] = [join(directory, "all.txt"), join(directory, "constraints.txt")];
  const lines = (constraints: boolean) =>
    requirements
      .filter(({ file, constraint }) => file !== null && constraint === constraints)
      .map((one) => `${withoutGitUser(lineOf(fromCopy(one, copies), installer), gitUsers)}\n`)
      .join("");
  writeFileSync(limits, lines(true), PRIVATE);
  const about = [...options.flatMap((line) => optionLines(line, workspace)), ...binaryLines(binaries)];
  writeFileSync(main, `--constraint ${limits}\n${about.map((line) => `${line}\n`).join("")}${lines(false)}`, PRIVATE);
  return [main];
}

function lineOf(one: Requirement, installer: "pip" | "uv"): string {
  const hashes = one.hashes.map((hash) => `--hash=${hash}`);
  return [textOf(one), ...(installer === "pip" ? buildOptions(one) : []), ...hashes].join(" ");
}

/** The options of a requirement for the program that builds it, as pip's parser reads them. */
export function buildOptions({ settings, globalOptions }: Requirement): string[] {
  const pairs = settingPairs(settings).map((pair) => `--config-settings=${shellWord(pair)}`);
  return [...pairs, ...(globalOptions ?? []).map((option) => `--global-option=${shellWord(option)}`)];
}

/** A lock file that also has the options for builds, for pip; uv has them as arguments. */
export function withBuildOptions(lock: string, requirements: readonly Requirement[], host: Host): string {
  const options = new Map(requested(requirements).map((one) => [one.name, buildOptions(one).join(" ")]));
  const optionsOf = (name: string) => options.get(normalisedName(name)) ?? "";
  if ([...options.values()].every((text) => text === "")) return lock;
  const lines = readFileSync(lock, "utf8").split(/\r?\n/);
  const texts = lines.map((line) => {
    const of = optionsOf(/^([\w.-]+)==/.exec(line)?.[1] ?? "");
    return of === "" ? line : line.replace(/( \\)?$/, ` ${of}$1`);
  });
  const path = join(host.temporary, "locked-with-options.txt");
  writeFileSync(path, texts.join("\n"));
  return path;
}

/** `key=value`, each. */
export function settingPairs(settings: Requirement["settings"]): string[] {
  return Object.entries(settings ?? {}).flatMap(([key, value]) => [value].flat().map((one) => `${key}=${one}`));
}

/** A path is absolute in this file, which is in another directory. */
export function textOf({ url, name, extras, marker, text }: Requirement): string {
  if (url === null) return text;
  const extra = extras.length === 0 ? "" : `[${extras.join(",")}]`;
  const end = marker === null ? "" : ` ; ${marker}`;
  const address = url.includes("#") ? url : `${url}${fragmentOf(text)}`;
  if (name !== null) return `${name}${extra} @ ${address}${end}`;
  return `${url.startsWith("file:") ? fileURLToPath(url) : address}${extra}${end}`;
}

/** The parts of a fragment that say what is installed: a directory in it, and the hash of a file. */
function fragmentOf(text: string): string {
  const parts = (/#([^\s;]+)/.exec(text)?.[1] ?? "").split("&");
  const kept = parts.filter((part) => /^(subdirectory|sha\d+|md5)=/.test(part));
  return kept.length === 0 ? "" : `#${kept.join("&")}`;
}

const FLAGS: Readonly<Record<string, string>> = {
  index_url: "--index-url",
  extra_index_urls: "--extra-index-url",
  find_links: "--find-links",
  trusted_hosts: "--trusted-host",
  no_index: "--no-index",
  pre: "--pre",
  prefer_binary: "--prefer-binary",
  require_hashes: "--require-hashes",
};

function optionLines(line: OptionLine, workspace: string): string[] {
  return Object.entries(line.secretValues).flatMap(([name, value]) => {
    const flag = FLAGS[name];
    if (flag === undefined) return [];
    if (value === true) return [flag];
    const values = (Array.isArray(value) ? value : [value]) as string[];
    const placed = name === "find_links" ? values.flatMap((one) => placeOf(one, line, workspace)) : values;
    return placed.map((one) => `${flag} ${one}`);
  });
}

/** pip ignores a local folder that does not exist; uv would fail. */
function placeOf(place: string, line: OptionLine, workspace: string): string[] {
  const folder = localFolder(place, line, workspace);
  if (folder !== undefined) return [pathToFileURL(folder).href];
  return /^[a-z]+:/i.test(place) ? [place] : [];
}

/** `:all:` comes first, because it cancels what is before it. */
function binaryLines(binaries: AllowedBinaries): string[] {
  const lines = (["no_binary", "only_binary"] as const).flatMap((name) =>
    binaries[name].map((one) => `--${name.replace("_", "-")} ${one}`),
  );
  return lines.sort((a, b) => Number(b.endsWith(":all:")) - Number(a.endsWith(":all:")));
}
