import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { CHECK_SCHEMA } from "./checks/schema.ts";
import { MANIFEST_SCHEMA } from "./mount/manifest.ts";
import type { Plan } from "./plan.ts";
import { listIn, localFolder } from "./python/indexes.ts";
import { pinnedPip, UV } from "./python/pins.ts";
import { isPinned, type OptionLine, type Requirement, requested } from "./python/requirements.ts";
import { settingsForKey, withoutCredentials } from "./python/settings.ts";
import { slashed } from "./text.ts";

/** One thing that decides the bytes of a mount. */
export interface Ingredient {
  readonly name: string;
  readonly value: string;
}

export interface CacheKey {
  /** What the cache knows the mount by; the same key means the same mount. */
  readonly text: string;
  readonly ingredients: readonly Ingredient[];
  /** Why a mount of this plan must not be cached, when it must not. */
  readonly uncacheable: string | undefined;
}

/** Goes up whenever the same plan would give other bytes than before. */
const BUILD_SCHEMA = "1";

type Parts = Omit<Plan, "key" | "artifactName">;

export function cacheKey(plan: Parts): CacheKey {
  const ingredients = [...fixedIngredients(plan), ...fileIngredients(plan), ...settingIngredients(plan)];
  const unpinned = requested(plan.requirements.requirements).filter((requirement) => !isPinned(requirement));
  if (unpinned.length > 0) ingredients.push({ name: "ISO week, as something is unpinned", value: isoWeek(new Date()) });
  const digest = sha256(JSON.stringify(ingredients));
  return {
    text: `azureml-extra-packages-py${plan.python.minor}-${plan.target.architecture}-${digest}`,
    ingredients,
    uncacheable: uncacheable(plan.requirements.requirements),
  };
}

function fixedIngredients({ target, python, options, location, requireHashes }: Parts): Ingredient[] {
  const pip = `pip ${pinnedPip(python.minor).version}`;
  const uv = `uv ${UV.version}`;
  const policy = { auto: `${uv}, else ${pip}`, uv, pip }[options.installer];
  return [
    { name: "schema", value: `build ${BUILD_SCHEMA}, checks ${CHECK_SCHEMA}, manifest ${MANIFEST_SCHEMA}` },
    { name: "Python", value: `${python.version} ${python.soabi}` },
    { name: "image", value: `${target.image?.name ?? "none named"} ${target.pythonFull ?? ""}`.trim() },
    { name: "glibc at most", value: target.glibc.join(".") },
    { name: "architecture", value: target.architecture },
    { name: "installer", value: policy },
    { name: "hashes required", value: String(requireHashes) },
    { name: "environment", value: `${options.environmentName}, library path ${location.libraryPath}` },
  ];
}

/** Every file that the requirements files reach, with line ends normalised, and what the lines came to mean. */
function fileIngredients({ requirements, options }: Parts): Ingredient[] {
  const files = requirements.files.map(({ path }) => ({
    name: `file ${relative(options.workspace, path)}`,
    value: sha256(readFileSync(path, "utf8").replace(/\r\n?/g, "\n")),
  }));
  const packages = options.packages.map((text, index) => ({
    name: `packages line ${index + 1}`,
    value: withoutCredentials(text),
  }));
  // Variables in the files are expanded by now, so that another value of one is another key.
  const meaning = [
    ...requirements.requirements.map(
      ({ text, constraint }) => `${constraint ? "-c " : ""}${portable(text, options.workspace)}`,
    ),
    ...requirements.options.map(({ values }) => JSON.stringify(values)),
  ];
  const local = requirements.requirements.flatMap((requirement) => localFile(requirement, options.workspace));
  const folders = requirements.options.flatMap((line) => foldersOf(line, options.workspace));
  // The manifest says so where they lie, and so do findings.
  const places = requirements.files.map(({ path }) => slashed(relative(options.codeDirectory, path)));
  return [
    ...files,
    { name: "files, from the code directory", value: places.join(" ") },
    ...packages,
    { name: "requirements as read", value: sha256(meaning.join("\n")) },
    ...local,
    ...folders,
  ];
}

function portable(text: string, workspace: string): string {
  return text.replaceAll(workspace, ".");
}

/** A wheel or sdist beside the requirements file. */
function localFile({ url }: Requirement, workspace: string): Ingredient[] {
  const path = url?.startsWith("file:") ? fileURLToPath(url) : undefined;
  if (path === undefined || !statSync(path, { throwIfNoEntry: false })?.isFile()) return [];
  return [{ name: `local ${relative(workspace, path)}`, value: sha256(readFileSync(path)) }];
}

/** What lies in the local folders that a line's `--find-links` names. */
function foldersOf(line: OptionLine, workspace: string): Ingredient[] {
  return listIn(line.values, "find_links").map((place) => {
    const folder = localFolder(place, line, workspace);
    return { name: `find-links ${place}`, value: folder === undefined ? place : listing(folder) };
  });
}

function settingIngredients({ settings }: Parts): Ingredient[] {
  return Object.entries(settingsForKey(settings)).map(([name, value]) => ({
    name: `pip setting ${name}`,
    value: name === "find-links" ? value.split(/\s+/).map(listing).join(" ") : value,
  }));
}

/** A local folder of wheels counts by what is in it, not by where it is. */
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

/** A local directory is built anew each time: its sources may have changed. */
function uncacheable(requirements: readonly Requirement[]): string | undefined {
  const local = requirements.find(({ url, editable }) => {
    if (editable) return true;
    return url?.startsWith("file:") && statSync(fileURLToPath(url), { throwIfNoEntry: false })?.isDirectory();
  });
  return local ? `${local.text} is a local directory` : undefined;
}

/** `2026-W47`: an unpinned requirement may mean another release next week. */
export function isoWeek(now: Date): string {
  const day = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
  day.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7)); // the Thursday of this week
  const week = Math.ceil(((day.getTime() - Date.UTC(day.getUTCFullYear(), 0, 1)) / 86_400_000 + 1) / 7);
  return `${day.getUTCFullYear()}-W${String(week).padStart(2, "0")}`;
}

/** What differs between an earlier plan's ingredients and these, as sentences. */
export function whatChanged(before: readonly Ingredient[], now: readonly Ingredient[]): string[] {
  const old = new Map(before.map(({ name, value }) => [name, value]));
  const fresh = new Map(now.map(({ name, value }) => [name, value]));
  const changed = now
    .filter(({ name, value }) => old.get(name) !== value)
    .map(({ name, value }) =>
      !old.has(name)
        ? `${name} is new`
        : /^[0-9a-f]{64}$/.test(value)
          ? `${name} changed`
          : `${name} was ${old.get(name)}, is ${value}`,
    );
  const gone = before.filter(({ name }) => !fresh.has(name)).map(({ name }) => `${name} is gone`);
  const sentences = [...changed, ...gone];
  const telling = sentences.filter((sentence) => !sentence.startsWith("requirements as read"));
  return telling.length > 0 ? telling : sentences;
}

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
