import type { Evidence } from "../../../evidence/evidence.ts";
import { type Finding, placeOfRequirement } from "../../../findings/check.ts";
import type { Options } from "../../../inputs/options.ts";
import { sizesOf } from "../../../mount/manifest/describe.ts";
import type { ManifestRequirement } from "../../../mount/manifest/manifest.ts";
import type { Mount } from "../../../mount/mount.ts";
import { isAskedFor } from "../../../python/packaging/requirements.ts";
import { withoutCredentials } from "../../../util/credentials.ts";
import { getOwn } from "../../../util/get-own.ts";
import type { Graph } from "./page-data.ts";

/** A distribution of the mount with its neighbours in the graph of requirements. */
export interface PackageRow {
  /** Normalised. */
  readonly name: string;
  readonly displayName: string;
  readonly version: string;
  readonly bytes: number;
  readonly files: number;
  /** The requirement that brings it in, and the distributions between them, which are normalised names. */
  readonly why: { readonly requirement: Asked; readonly through: readonly string[] } | undefined;
  /** Normalised names; others than those of the mount may come from the image, or be missing. */
  readonly needs: readonly string[];
  readonly neededBy: readonly string[];
  readonly findings: number;
}

export interface Asked {
  readonly text: string;
  /** Such as `requirements.txt:3`. */
  readonly place: string;
}

export interface GraphFacts {
  readonly mount: Mount;
  readonly evidence: Evidence | undefined;
  readonly findings: readonly Finding[];
  readonly options: Options;
}

/** Every distribution of the mount, by name. */
export function packageRows({ mount, evidence, findings, options }: GraphFacts): readonly PackageRow[] {
  const sizes = sizesOf(mount.inventory);
  const closure = evidence?.closure;
  const neededBy = reversed(closure?.needs ?? {});
  return mount.inventory.distributions.map(({ name, displayName, version, directory }) => ({
    name,
    displayName,
    version,
    ...(sizes.get(directory) ?? { bytes: 0, files: 0 }),
    why: whyOf(name, mount, evidence, options),
    needs: (closure && getOwn(closure.needs, name)) ?? [],
    neededBy: neededBy.get(name) ?? [],
    findings: findings.filter(({ distribution }) => distribution === name).length,
  }));
}

function reversed(needs: Readonly<Record<string, readonly string[]>>): Map<string, string[]> {
  const by = new Map<string, string[]>();
  for (const [name, needed] of Object.entries(needs)) {
    for (const one of new Set(needed)) by.set(one, [...(by.get(one) ?? []), name]);
  }
  return by;
}

/** A requirement of its own comes first; otherwise the way by which the closure reached it. */
function whyOf(name: string, { requirements }: Mount, evidence: Evidence | undefined, options: Options) {
  const own = requirements.find((one) => one.name === name && isAskedFor(one));
  if (own !== undefined) return { requirement: askedFor(own, options), through: [] };
  const closure = evidence?.closure;
  if (closure === undefined) return undefined;
  const through: string[] = [];
  const first = getOwn(closure.reached, name);
  for (let at = first; at?.by && !through.includes(at.by); at = getOwn(closure.reached, at.by)) through.unshift(at.by);
  const root = first && closure.roots[first.root];
  return root && { requirement: askedFor(root, options), through };
}

function askedFor(requirement: ManifestRequirement, options: Options): Asked {
  return { text: withoutCredentials(requirement.text), place: placeOfRequirement(requirement, options) };
}

/** The same for the page's script, which shows it as a tree from each requirement. */
export function graphOf(rows: readonly PackageRow[], { mount, options }: GraphFacts): Graph {
  const positions = new Map(rows.map(({ name }, index) => [name, index]));
  const positionsOf = (names: readonly string[]) => names.flatMap((name) => positions.get(name) ?? []);
  return {
    distributions: rows.map(({ displayName, version, needs }) => [`${displayName} ${version}`, positionsOf(needs)]),
    roots: mount.requirements.filter(isAskedFor).map((requirement) => {
      const { text, place } = askedFor(requirement, options);
      return [text, place, positions.get(requirement.name ?? "") ?? null];
    }),
  };
}
