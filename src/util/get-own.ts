/** A table's entry for a name from outside: `constructor` is a valid name of a distribution. */
export function getOwn<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
