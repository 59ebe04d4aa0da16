import { distributionOf, knownDistributions } from "../../../images/contents/import-names.ts";
import { KNOWN_PROJECTS, PROJECT_INSTEAD } from "../../../images/contents/project-names.ts";
import { STANDARD_LIBRARY_VERSIONS, standardLibrary } from "../../../images/contents/standard-library.ts";
import { nearest, normalisedName } from "../../../util/text.ts";

/** What somebody meant who requires a project that the index does not have. */

const PROJECTS: readonly string[] = [...new Set([...KNOWN_PROJECTS, ...knownDistributions()])];

const STANDARD_LIBRARY: ReadonlySet<string> = new Set(
  STANDARD_LIBRARY_VERSIONS.flatMap((version) => [...standardLibrary(version)]),
);

/** Words that people add to the name of a project, or leave out. */
const PYTHON = /^(python[23]?|py|lib)$/;

/** The project that is known to be meant by a name, which may be another project or an empty one. */
export function projectInstead(name: string): string | undefined {
  return PROJECT_INSTEAD.get(normalisedName(name));
}

/**
 * A sentence about a name that the index does not have; `undefined` if nothing is known of it.
 * @param name as written
 */
export function nameHint(name: string): string | undefined {
  const normalised = normalisedName(name);
  if (normalised === "python") return "Python is part of the image: remove the line, and name it in python-version.";
  if (PROJECTS.includes(normalised)) return undefined; // its name is right
  const distribution = distributionOf(name);
  if (distribution !== undefined) {
    return `${name} is the name of a module: write ${distribution}, which contains it.`;
  }
  const instead = PROJECT_INSTEAD.get(normalised);
  if (instead !== undefined) return `The project is called ${instead}: write that instead of ${name}.`;
  if (STANDARD_LIBRARY.has(name)) return `${name} is part of Python's standard library: remove the line.`;
  const meant = PROJECT_INSTEAD.get(baseOf(normalised)) ?? nearestProject(baseOf(normalised));
  return meant === undefined ? undefined : `Did you mean ${meant}? The index does not have ${name}.`;
}

const BY_BASE: ReadonlyMap<string, string> = new Map(PROJECTS.map((project) => [baseOf(project), project]));

function nearestProject(base: string): string | undefined {
  const meant = BY_BASE.has(base) ? base : nearest(base, [...BY_BASE.keys()]);
  // The beginning of a long name is no typo.
  if (meant === undefined || meant.length - base.length > base.length / 3) return undefined;
  return BY_BASE.get(meant);
}

/** `dateutil` for `python-dateutil` and `dateutil-python`. */
function baseOf(name: string): string {
  const words = name.split("-").filter((word) => !PYTHON.test(word));
  return words.length === 0 ? name : words.join("-");
}
