import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { listIn, localFolder } from "../python/packaging/indexes.ts";
import { pinnedPip, UV } from "../python/packaging/pins.ts";
import { settingsForKey } from "../python/packaging/pip-settings.ts";
import { isPinned, type OptionLine, type Requirement, requested } from "../python/packaging/requirements.ts";
import { localDirectory } from "../python/sources/local-copies.ts";
import { buildOptions } from "../python/sources/plain-files.ts";
import { sha256 } from "../util/sha256.ts";
import { slashed } from "../util/text.ts";
import type { Ingredient } from "./ingredients.ts";
import { textOf } from "./key-text.ts";
import { digestOfSources } from "./local-sources.ts";
import { BUILD_SCHEMA, CHECK_SCHEMA, MANIFEST_SCHEMA } from "./schema-versions.ts";
import type { KeyParts } from "./types.ts";

export interface CacheKey {
  /** The key of the cache entry; the same key means the same mount. */
  readonly text: string;
  readonly ingredients: readonly Ingredient[];
  /** Why a mount of this plan must not be cached, when it must not. */
  readonly uncacheable: string | undefined;
}

export function cacheKey(plan: KeyParts): CacheKey {
  const ingredients = [
    ...fixedIngredients(plan),
    ...slimIngredients(plan),
    ...fileIngredients(plan),
    ...settingIngredients(plan),
  ];
  const unpinned = requested(plan.requirements.requirements).filter((requirement) => !isPinned(requirement));
  if (unpinned.length > 0 && plan.requirements.lock === undefined)
    ingredients.push({ name: "ISO week, because a requirement is not pinned", value: isoWeek(new Date()) });
  return {
    text: textOf(ingredients, plan.python.minor, plan.target.architecture),
    ingredients,
    uncacheable: uncacheable(plan.requirements.requirements),
  };
}

function fixedIngredients({ target, python, options, requireHashes }: KeyParts): Ingredient[] {
  const pip = `pip ${pinnedPip(python.minor).version}`;
  const uv = `uv ${UV.version}`;
  const policy = { auto: `${uv}, otherwise ${pip}`, uv, pip }[options.installer];
  return [
    { name: "schema", value: `build ${BUILD_SCHEMA}, checks ${CHECK_SCHEMA}, manifest ${MANIFEST_SCHEMA}` },
    { name: "Python", value: `${python.version} ${python.soabi}` },
    { name: "image", value: `${target.image?.name ?? "not named"} ${target.pythonFull ?? ""}`.trim() },
    { name: "glibc at most", value: target.glibc.join(".") },
    { name: "architecture", value: target.architecture },
    { name: "installer", value: policy },
    { name: "hashes required", value: String(requireHashes) },
    { name: "environment", value: options.environmentName },
  ];
}

/** Two scoring scripts share an entry unless one of them names something that would be left out. */
function slimIngredients({ options, scoringReferences }: KeyParts): Ingredient[] {
  const slim = { name: "slim", value: options.slim };
  if (scoringReferences.length === 0) return [slim];
  return [
    slim,
    { name: "what the scoring directory keeps from slim", value: sha256(JSON.stringify(scoringReferences)) },
  ];
}

/** Every file that the requirements files include, with line ends normalised, and the parsed requirements. */
function fileIngredients({ requirements, options }: KeyParts): Ingredient[] {
  const files = requirements.files.map(({ path }) => ({
    name: "file",
    path: slashed(relative(options.workspace, path)),
    value: sha256(readFileSync(path, "utf8").replace(/\r\n?/g, "\n")),
  }));
  const packages = requirements.requirements
    .filter(({ file }) => file === null)
    .map((one) => ({ name: `packages line ${one.line}`, value: portable(one, options.workspace) }));
  // Environment variables in the files are already expanded, so another value gives another key.
  const parsed = [
    ...requirements.requirements.map((one) => `${one.constraint ? "-c " : ""}${portable(one, options.workspace)}`),
    ...requirements.requirements.flatMap(buildOptions),
    ...requirements.options.map(({ values }) => JSON.stringify(values)),
    ...(requirements.queries ? [requirements.queries] : []),
  ];
  const local = requirements.requirements.flatMap((requirement) => localFile(requirement, options.workspace));
  const folders = requirements.options.flatMap((line) => foldersOf(line, options.workspace));
  const all = { name: "parsed requirements", value: sha256(parsed.join("\n")) };
  return [...files, ...packages, all, ...local, ...folders];
}

/** The text of a requirement without paths: of a local file it has the name, because its content counts by itself. */
function portable(requirement: Requirement, workspace: string): string {
  const path = pathOfFile(requirement) ?? localDirectory(requirement);
  if (path === undefined) return requirement.text.replaceAll(workspace, ".");
  return requirement.text
    .split(/(\s+)/)
    .map((word) => (basename(word) === basename(path) ? basename(path) : word))
    .join("");
}

/** The path of a wheel or sdist on this machine, absolute. */
function pathOfFile({ url }: Requirement): string | undefined {
  const path = url?.startsWith("file:") ? fileURLToPath(url) : undefined;
  return path !== undefined && statSync(path, { throwIfNoEntry: false })?.isFile() ? path : undefined;
}

function localFile(requirement: Requirement, workspace: string): Ingredient[] {
  const directory = localDirectory(requirement);
  if (directory !== undefined) {
    const path = slashed(relative(workspace, directory)) || ".";
    return [{ name: "local directory", path, value: digestOfSources(directory) ?? "" }];
  }
  const path = pathOfFile(requirement);
  if (path === undefined) return [];
  const content = sha256(readFileSync(path));
  return [
    { name: `local ${basename(path)} in`, path: slashed(relative(workspace, dirname(path))) || ".", value: content },
  ];
}

/** The contents of the local folders that `--find-links` of a line names. */
function foldersOf(line: OptionLine, workspace: string): Ingredient[] {
  return listIn(line.values, "find_links").map((place) => {
    const folder = localFolder(place, line, workspace);
    return { name: "find-links", path: place, value: folder === undefined ? place : listing(folder) };
  });
}

function settingIngredients({ settings }: KeyParts): Ingredient[] {
  return Object.entries(settingsForKey(settings)).map(([name, value]) => ({
    name: `pip setting ${name}`,
    value: name === "find-links" ? value.split(/\s+/).map(listing).join(" ") : value,
  }));
}

/** A local folder of wheels is identified by its contents, not by its path. */
function listing(place: string): string {
  if (!statSync(place, { throwIfNoEntry: false })?.isDirectory()) return place;
  const names = readdirSync(place).filter((name) => /\.(whl|zip|tar\.gz|tar\.bz2)$/.test(name));
  return sha256(
    names
      .sort()
      .map((name) => `${name} ${sha256(readFileSync(join(place, name)))}`)
      .join("\n"),
  );
}

/** A local directory that is too large to be read for the key: its sources may have changed. */
function uncacheable(requirements: readonly Requirement[]): string | undefined {
  const local = requirements.find((requirement) => {
    const directory = localDirectory(requirement);
    return directory !== undefined && digestOfSources(directory) === undefined;
  });
  return local ? `${local.text} is a local directory with too many files` : undefined;
}

/** `2026-W47`: an unpinned requirement may mean another release next week. */
export function isoWeek(now: Date): string {
  const day = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
  day.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7)); // the Thursday of this week
  const week = Math.ceil(((day.getTime() - Date.UTC(day.getUTCFullYear(), 0, 1)) / 86_400_000 + 1) / 7);
  return `${day.getUTCFullYear()}-W${String(week).padStart(2, "0")}`;
}
