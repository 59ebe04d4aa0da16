import type { Host } from "../host/host.ts";
import type { Target } from "../images/target.ts";
import type { Inventory } from "../mount/inventory/inventory.ts";
import type { ManifestRequirement } from "../mount/manifest/manifest.ts";
import { cleanEnvironment } from "../python/child-environment.ts";
import type { Interpreter } from "../python/interpreter/interpreter.ts";
import { isAskedFor } from "../python/packaging/requirements.ts";
import { platformMarkers } from "../python/platform/platform.ts";
import { probe } from "../python/questions.ts";

/** A requirement or dependency that is not satisfied. */
export type ClosureProblem =
  | { readonly kind: "absent"; readonly root: number; readonly needs: string }
  | { readonly kind: "mismatch"; readonly root: number; readonly distribution: string; readonly found: string }
  | {
      readonly kind: "unknown-extra";
      readonly root: number;
      readonly distribution: string;
      readonly extra: string;
      readonly known: readonly string[];
    }
  | {
      readonly kind: "missing" | "conflict";
      /** `null` for a distribution that no requirement reaches. */
      readonly root: number | null;
      readonly distribution: string;
      readonly needs: string;
      readonly text: string;
      readonly found?: string;
    }
  | { readonly kind: "python"; readonly distribution: string; readonly requires: string; readonly partly: boolean }
  | { readonly kind: "invalid"; readonly distribution: string; readonly text: string; readonly why: string };

/** The requirements and everything they need, evaluated for the target by Python's own reference implementation. */
export interface Closure {
  /** The requirements from which the closure is walked; `root` is an index into this list. */
  readonly roots: readonly ManifestRequirement[];
  readonly problems: readonly ClosureProblem[];
  /** By normalised name: the requirement that reaches it first, and the distribution that needs it. */
  readonly reached: Readonly<Record<string, { readonly root: number; readonly by: string | null }>>;
  /** By normalised name: the names that a distribution requires for the target and for its requested extras. */
  readonly needs: Readonly<Record<string, readonly string[]>>;
}

/**
 * Asks Python for the closure. If the requirements are not known, or one of them has no name and may be any
 * distribution, the closure starts from every distribution, as in `pip check`.
 */
export async function walkClosure(
  inventory: Inventory,
  requirements: readonly ManifestRequirement[],
  target: Target,
  python: Interpreter,
  { environment, temporary }: Pick<Host, "environment" | "temporary">,
): Promise<Closure> {
  const roots = rootsOf(requirements);
  const question = {
    pip: python.pip?.path,
    markers: markersOf(target, python),
    pythonVersions: patchReleases(target),
    everything: roots.length === 0 || requirements.some(isNameless),
    requirements: roots.map(({ name, extras, specifier, text }) => ({
      name,
      extras,
      specifier,
      url: / @ |:\/\//.test(text),
    })),
    distributions: inventory.distributions.map(({ name, version, kind, metadata, texts }) => ({
      name,
      version,
      requires: metadata.get("requires-dist") ?? [],
      eggRequires: kind === "egg-info" ? (texts.get("requires.txt") ?? null) : null,
      requiresPython: metadata.get("requires-python")?.[0] ?? null,
      extras: metadata.get("provides-extra") ?? [],
    })),
  };
  const answer = await probe<Omit<Closure, "roots">>(python.path, "closure", question, {
    environment: cleanEnvironment(environment),
    temporary,
  });
  return { roots, ...answer };
}

/** The requirements from which a closure is walked, in their order. */
export function rootsOf(requirements: readonly ManifestRequirement[]): ManifestRequirement[] {
  return requirements.filter((one) => one.name !== null && isAskedFor(one));
}

/** A requirement of a file or a URL whose distribution name is not known from any metadata. */
export function isNameless(requirement: ManifestRequirement): boolean {
  return requirement.name === null && isAskedFor(requirement);
}

/**
 * The full version if the image is known, else the lowest and the highest that are possible: when the first inference
 * images were published, the .0 and .1 of their Pythons were years old, and bounds such as >=3.7.1 are common.
 */
function patchReleases({ python, pythonFull }: Target): string[] {
  return pythonFull === undefined ? [`${python}.2`, `${python}.99`] : [pythonFull];
}

/** PEP 508 environment markers of the container, which may differ from those of this machine. */
export function markersOf(target: Target, python: Interpreter): Record<string, string> {
  return {
    ...platformMarkers(target),
    implementation_name: "cpython",
    platform_python_implementation: "CPython",
    python_version: target.python,
    python_full_version: target.pythonFull ?? python.version,
    implementation_version: target.pythonFull ?? python.version,
  };
}

/** The problems of the given kinds; none if the closure could not be walked. */
export function problemsOf<K extends ClosureProblem["kind"]>(closure: Closure | undefined, ...kinds: K[]) {
  const problems = closure?.problems ?? [];
  return problems.filter((one): one is Extract<ClosureProblem, { kind: K }> => kinds.includes(one.kind as K));
}
