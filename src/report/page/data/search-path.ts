import type { Evidence } from "../../../evidence/evidence.ts";
import { replacedModules } from "../../../evidence/importable/replaced-modules.ts";
import type { Target } from "../../../images/target.ts";
import type { Options } from "../../../inputs/options.ts";
import type { Mount } from "../../../mount/mount.ts";
import type { Location } from "../../../plan/location.ts";
import { codeInContainer } from "../../../python/container/code-in-container.ts";
import { plural } from "../../../util/text.ts";

/** An entry of `sys.path` in the container. */
export interface PathEntry {
  readonly path: string;
  readonly what: string;
}

export interface PathFacts {
  readonly mount: Mount;
  /** The final location of the mount. */
  readonly location: Location;
  readonly evidence: Evidence | undefined;
  readonly target: Target;
  readonly options: Options;
}

/** How the entries are known. */
export type PathSource = "image" | "simulated" | "rules";

/** The search path in the order in which Python searches it. */
export function searchPath(facts: PathFacts): { readonly source: PathSource; readonly entries: readonly PathEntry[] } {
  const { container } = facts.evidence ?? {};
  const found = container?.searchPath ?? [];
  const source = found.length === 0 ? "rules" : (container?.source.kind === "image" && "image") || "simulated";
  const entries =
    found.length === 0 ? usualEntries(facts) : found.map((path, index) => entryOf(path, index, source, facts));
  return { source, entries };
}

/** Without an answer of Python: what the run script of the image sets, and Python's own entries after it. */
function usualEntries(facts: PathFacts): PathEntry[] {
  const { python } = facts.target;
  const lib = `${prefixOf(facts.target)}/lib`;
  const zip = `${lib}/python${python.replace(".", "")}.zip`;
  const own = [zip, `${lib}/python${python}`, `${lib}/python${python}/lib-dynload`];
  const [mount, scoring] = [mountEntry(facts), scoringEntry(facts)];
  const standard = own.map((path) => ({ path, what: standardLibrary(facts) }));
  return [mount, scoring, ...standard, { path: `${lib}/python${python}/site-packages`, what: IMAGE }];
}

const IMAGE = "Packages of the image";

/**
 * An entry as it is in the container. That of a simulated image has a path of the machine that simulated it, which may
 * have been another one; but the mount and the scoring directory are always the first two.
 */
function entryOf(path: string, index: number, source: PathSource, facts: PathFacts): PathEntry {
  const [inMount, inCode] = [mountEntry(facts), scoringEntry(facts)];
  if (path === inMount.path || (source === "simulated" && index === 0)) return inMount;
  if (path === inCode.path || (source === "simulated" && index === 1)) return inCode;
  const own = source === "image" ? path : inPrefix(path, facts.target);
  return { path: own, what: own.endsWith("/site-packages") ? IMAGE : standardLibrary(facts) };
}

function mountEntry({ mount, location, options }: PathFacts): PathEntry {
  const count = plural(mount.inventory.distributions.length, "distribution");
  return { path: codeInContainer(options).place(location.directory), what: `The mount: ${count}` };
}

function scoringEntry({ options }: PathFacts): PathEntry {
  return { path: codeInContainer(options).scoringDirectory, what: "The directory of the scoring script" };
}

const MOST_NAMES = 8;

function standardLibrary({ mount, target }: PathFacts): string {
  const replaced = replacedModules(mount.inventory, target).map(({ module }) => module);
  if (replaced.length === 0) return "Standard library";
  const more = replaced.length > MOST_NAMES ? `, and ${replaced.length - MOST_NAMES} more` : "";
  return `Standard library, without what the mount replaces: ${replaced.slice(0, MOST_NAMES).join(", ")}${more}`;
}

/** `/tmp/x/venv/lib/python3.8/site-packages` → `<prefix of the image>/lib/python3.8/site-packages`. */
function inPrefix(path: string, target: Target): string {
  const inside = /\/lib(?:64)?\/python[0-9.]+(?:\.zip|(?:\/.*)?)$/.exec(path)?.[0];
  return inside === undefined ? path : `${prefixOf(target)}${inside.replace("/lib64/", "/lib/")}`;
}

function prefixOf({ image, facts }: Target): string {
  return facts?.python.prefix || image?.condaEnvironment || "<Python of the image>";
}
