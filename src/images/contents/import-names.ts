import { getOwn } from "../../util/get-own.ts";
import data from "./import-names.json" with { type: "json" };
import { KNOWN_PROJECTS } from "./project-names.ts";

/** Distribution → what it is imported by, where that is not its own name. */
const IMPORT_NAMES: Readonly<Record<string, readonly string[]>> = data.names;

/** Families whose distributions are called after the dotted name that they are imported by. */
const NAMESPACE_FAMILIES = /^(azure|google-cloud|opentelemetry|zope|ruamel|jaraco|sphinxcontrib)-/;

/**
 * The names that a distribution is imported by.
 *
 * @param distribution normalised name
 */
export function importNamesOf(distribution: string): readonly string[] {
  const listed = getOwn(IMPORT_NAMES, distribution);
  if (listed !== undefined) return listed;
  const separator = NAMESPACE_FAMILIES.test(distribution) ? "." : "_";
  return [distribution.replaceAll("-", separator)];
}

/** Normalised names of the distributions in the table. */
export function knownDistributions(): readonly string[] {
  return Object.keys(IMPORT_NAMES);
}

const BY_IMPORT_NAME: ReadonlyMap<string, string> = new Map([
  ...[...KNOWN_PROJECTS, ...knownDistributions()].flatMap((distribution) =>
    importNamesOf(distribution).map((name) => [name, distribution] as const),
  ),
  ...Object.entries(data.preferred),
]);

/**
 * The distribution that is known to provide a module. A name is never guessed from the module's: it may be a module of the
 * user, and the distribution a stranger's.
 *
 * @param module dotted name, such as `google.cloud.storage`
 */
export function distributionOf(module: string): string | undefined {
  const parts = module.split(".");
  const prefixes = parts.map((_, index) => parts.slice(0, parts.length - index).join("."));
  return prefixes.flatMap((name) => BY_IMPORT_NAME.get(name) ?? [])[0];
}
