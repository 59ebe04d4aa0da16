/** One thing that decides the bytes of a mount. */
export interface Ingredient {
  readonly name: string;
  readonly value: string;
  /** A path that is shown with the name. It is not part of the key: directories with the same packages share an entry. */
  readonly path?: string;
}

/** An ingredient's name for people. */
export function nameOf({ name, path }: Ingredient): string {
  return path === undefined ? name : `${name} ${path}`;
}

/**
 * What changed between an earlier plan's ingredients and these, as clauses such as `Python changed from 3.8 to 3.9`.
 */
export function whatChanged(before: readonly Ingredient[], now: readonly Ingredient[]): string[] {
  const named = (ingredients: readonly Ingredient[]) => ingredients.map((one) => [nameOf(one), one.value] as const);
  const [old, fresh] = [new Map(named(before)), new Map(named(now))];
  const changed = named(now)
    .filter(([name, value]) => old.get(name) !== value)
    .map(([name, value]) =>
      !old.has(name)
        ? `${name} was added`
        : /^[0-9a-f]{64}$/.test(value)
          ? `${name} changed`
          : `${name} changed from ${old.get(name)} to ${value}`,
    );
  const removed = [...old.keys()].filter((name) => !fresh.has(name)).map((name) => `${name} was removed`);
  const all = [...changed, ...removed];
  const specific = all.filter((change) => !change.startsWith("parsed requirements"));
  return specific.length > 0 ? specific : all;
}
