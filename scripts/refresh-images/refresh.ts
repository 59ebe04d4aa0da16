// Brings a row of the image catalogue up to date with what the image itself contains.
import { findImage } from "../../src/images/catalogue/find-image.ts";
import { serverRelease } from "../../src/images/server/server.ts";
import { type Catalogue, ordered, type Row } from "./catalogue.ts";
import type { Answer, Facts } from "./facts.ts";
import { namedPackages } from "./named-packages.ts";

export interface Refreshed {
  readonly catalogue: Catalogue;
  /** What changed, one sentence each. */
  readonly changes: readonly string[];
  /** What the catalogue cannot say, for a person to decide. */
  readonly notes: readonly string[];
}

const FIELDS = ["os", "python", "pythonFull", "condaEnvironment", "server", "readsVariables", "appRoot"] as const;

/** @throws Error if the catalogue does not have the image */
export function refresh(catalogue: Catalogue, facts: Facts): Refreshed {
  const name = findImage(facts.name)?.name;
  const row = catalogue.images.find((image) => image.name === name);
  if (row === undefined) throw new Error(`${facts.name} is not in the image catalogue. Add it there first.`);
  const { values, confirmed, notes } = whatIsFound(row, facts, catalogue);
  const source = sourceOf(row, facts);
  const sources = ownSources(row, values, confirmed, source.key);
  const changed = ordered({ ...row, ...values, sources } as Row);
  const changes = differences(row, changed);
  const isKnown = catalogue.sources[source.key]?.label === source.value.label;
  const isSame = isKnown && JSON.stringify(row.sources) === JSON.stringify(sources);
  if (changes.length === 0 && isSame) return { catalogue, changes, notes };
  if (changes.length === 0) changes.push(`${facts.digest || facts.id} has the same facts.`);
  return { catalogue: withRow(catalogue, changed, facts, source), changes, notes };
}

interface Found {
  /** What the row is to have; `undefined` where the image has none. */
  readonly values: { readonly [Field in keyof Row]?: Row[Field] | undefined };
  /** The facts that have a source of their own. */
  readonly confirmed: readonly string[];
  readonly notes: readonly string[];
}

function whatIsFound(row: Row, facts: Facts, catalogue: Catalogue): Found {
  const notes: string[] = [];
  const os = systemOf(facts, catalogue, notes);
  const readsVariables = answerOf(facts, notes);
  noteOthers(facts, notes);
  const packages = namedPackages(facts.packages, row.packages ?? {});
  const certain = {
    python: facts.python.version.replace(/\.\d+$/, ""),
    condaEnvironment: facts.python.path.replace(/\/bin\/[^/]+$/, ""),
    server: facts.server ?? undefined,
    packages: Object.keys(packages).length === 0 ? undefined : packages,
    appRoot: facts.appRoot,
    ...(os === undefined ? {} : { os }),
    ...(readsVariables === undefined ? {} : { readsVariables }),
  };
  const known = Object.entries(certain).flatMap(([fact, value]) => (value === undefined ? [] : [fact]));
  // That it has no packages beside the server is a fact as well.
  const confirmed = [...new Set([...known, "packages"])];
  return { values: { ...certain, pythonFull: facts.python.version }, confirmed, notes };
}

/** A fact that the image confirmed has the image as its source, also where its value did not change. */
function ownSources({ sources }: Row, values: Found["values"], confirmed: readonly string[], key: string) {
  const isGone = (fact: string) => fact in values && values[fact as keyof Row] === undefined;
  const kept = Object.entries(sources ?? {}).filter(([fact]) => !isGone(fact) || confirmed.includes(fact));
  return Object.fromEntries([...kept, ...confirmed.map((fact) => [fact, key])]);
}

/** `Ubuntu 22.04`, if the catalogue can name the system and its C library is the one that it has there. */
function systemOf({ os, glibc }: Facts, { systems }: Catalogue, notes: string[]): string | undefined {
  const name = /^Ubuntu \d\d\.\d\d/.exec(os)?.[0];
  if (name === undefined) {
    notes.push(
      `its operating system is ${os || "not named"}, and the catalogue lists Ubuntu only: os was not changed.`,
    );
    return undefined;
  }
  const [version, known] = [glibc.join("."), systems.glibc[name]?.join(".")];
  if (known === undefined || known === version) return name;
  notes.push(`its glibc is ${version}, and the catalogue has ${known} for ${name}: os was not changed.`);
  return undefined;
}

/** Of both variables together, as the catalogue has it. */
function answerOf({ readsVariables }: Facts, notes: string[]): Answer | undefined {
  const { libraryPath, requirements } = readsVariables;
  if (libraryPath === requirements) return libraryPath === "unknown" ? undefined : libraryPath;
  const each = `AZUREML_EXTRA_PYTHON_LIB_PATH: ${libraryPath}; AZUREML_EXTRA_REQUIREMENTS_TXT: ${requirements}`;
  notes.push(`whether it reads the variables differs (${each}): readsVariables was not changed.`);
  return undefined;
}

function noteOthers({ user, server }: Facts, notes: string[]): void {
  if (user !== "dockeruser") notes.push(`its user is ${user || "root"}, and the catalogue assumes dockeruser.`);
  if (server === null) notes.push("the inference server is not installed in it.");
  else if (serverRelease(server) === undefined) {
    notes.push(`server ${server} is not in server-releases.json: add this release there.`);
  }
}

/** One source for each image: the facts of a newer digest replace those of the one before. */
function sourceOf({ name }: Row, { name: reference, digest, id, inspected }: Facts) {
  const which = digest === "" ? `id ${id}` : `digest ${digest}`;
  const value = {
    label: `The image itself: ${reference.trim()}, ${which}`,
    date: inspected.slice(0, "2026-11-28".length),
  };
  return { key: `image-${name.replace(/[^a-z0-9]+/g, "-")}`, value };
}

function withRow(catalogue: Catalogue, row: Row, { glibc }: Facts, source: ReturnType<typeof sourceOf>): Catalogue {
  const { systems, sources, images } = catalogue;
  const isNewSystem = row.os !== undefined && systems.glibc[row.os] === undefined;
  return {
    ...catalogue,
    sources: { ...sources, [source.key]: source.value },
    systems: isNewSystem ? { ...systems, glibc: { ...systems.glibc, [row.os ?? ""]: glibc } } : systems,
    images: images.map((image) => (image.name === row.name ? row : image)),
  };
}

function differences(before: Row, after: Row): string[] {
  const fields = FIELDS.filter((field) => before[field] !== after[field]);
  const [old = {}, now = {}] = [before.packages, after.packages];
  const names = new Set([...Object.keys(old), ...Object.keys(now)]);
  const packages = [...names].filter((name) => old[name] !== now[name]);
  return [
    ...fields.map((field) => `${field} is ${after[field] ?? "not set"} (before: ${before[field] ?? "not known"}).`),
    ...packages.map((name) => `package ${name} is ${state(now[name])} (before: ${state(old[name])}).`),
  ];
}

function state(specifier: string | undefined): string {
  if (specifier === undefined) return "not listed";
  return specifier || "of any version";
}
