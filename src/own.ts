/** A table's entry under a name from outside: `constructor` is a fine name for a distribution. */
export function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
