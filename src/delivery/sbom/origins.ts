import type { Closure } from "../../evidence/dependencies.ts";
import type { ManifestRequirement } from "../../mount/manifest/manifest.ts";
import { isAskedFor } from "../../python/packaging/requirements.ts";
import { withoutCredentials } from "../../util/credentials.ts";
import { getOwn } from "../../util/get-own.ts";
import type { Listed } from "./components.ts";

/** Which requirement brought what in, and which distribution needs which. */

/** The requirements that name a distribution; if none does, the one that reaches it through others. */
export function requirementsFor(
  name: string,
  requirements: readonly ManifestRequirement[],
  closure: Closure | undefined,
): string[] {
  const own = requirements.filter((one) => isAskedFor(one) && one.name === name);
  const root = closure && getOwn(closure.reached, name)?.root;
  const through = root === undefined || root === null ? undefined : closure?.roots[root];
  return [...new Set((own.length > 0 ? own : through === undefined ? [] : [through]).map(textOf))];
}

function textOf({ text, file, line }: ManifestRequirement): string {
  const place = file === null ? "input packages" : `${file}:${line}`;
  return `${withoutCredentials(text)} (${place})`;
}

/**
 * The graph below the mount: its requirements, then what each distribution needs. Without a walk of the dependencies there
 * is none, which means in CycloneDX that they are not known.
 */
export function dependencyGraph(mountRef: string, listed: readonly Listed[], closure: Closure | undefined) {
  if (closure === undefined) return undefined;
  const refs = new Map<string, string[]>();
  for (const { distribution, ref } of listed)
    refs.set(distribution.name, [...(refs.get(distribution.name) ?? []), ref]);
  const refsOf = (names: readonly string[]) => [...new Set(names.flatMap((name) => refs.get(name) ?? []))].sort();
  const roots = closure.roots.flatMap(({ name }) => name ?? []);
  // What no requirement reaches is in the mount all the same.
  const others = [...refs.keys()].filter((name) => getOwn(closure.reached, name)?.root == null);
  const below = listed.map(({ distribution: { name }, ref }) => ({
    ref,
    dependsOn: refsOf(getOwn(closure.needs, name) ?? []).filter((other) => other !== ref),
  }));
  return [{ ref: mountRef, dependsOn: refsOf([...roots, ...others]) }, ...below];
}
