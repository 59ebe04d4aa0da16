// Which packages of an image the catalogue lists: those that were installed by name beside the server.
import { SERVER_CLOSURE } from "../../src/images/server/server.ts";
import { normalisedName } from "../../src/util/text.ts";
import type { InstalledPackage } from "./facts.ts";

/** Every environment has these. */
const INSTALLERS = new Set(["pip", "setuptools", "wheel"]);

/**
 * Project → `==` and its version: of what the catalogue lists already and the image has, and of what no other package
 * of the image requires. What installing the server brings is known from its release.
 *
 * @param listed what the catalogue has now
 */
export function namedPackages(
  installed: readonly InstalledPackage[],
  listed: Readonly<Record<string, string>>,
): Record<string, string> {
  const versions = new Map(installed.map(({ name, version }) => [normalisedName(name), withoutLocalPart(version)]));
  const required = new Set(installed.flatMap(requiredBy));
  const added = [...versions.keys()].filter(
    (name) => !required.has(name) && !SERVER_CLOSURE.has(name) && !INSTALLERS.has(name),
  );
  const names = new Set([...Object.keys(listed), ...added.sort()]);
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const version = versions.get(name);
      return version === undefined ? [] : [[name, `==${version}`]];
    }),
  );
}

/** Without those of extras: whether an extra was asked for is not recorded. */
function requiredBy({ name, requires }: InstalledPackage): string[] {
  const always = requires.filter((requirement) => !/;.*\bextra\s*==/.test(requirement));
  const names = always.map((requirement) => normalisedName(/^[\w.-]+/.exec(requirement.trim())?.[0] ?? ""));
  return names.filter((other) => other !== normalisedName(name));
}

/** `2.1.0` of `2.1.0+cu121`: a local version is on no index, and `==2.1.0` includes it. */
function withoutLocalPart(version: string): string {
  return version.replace(/\+.*$/, "");
}
