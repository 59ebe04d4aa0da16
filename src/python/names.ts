/** PEP 503: the name under which an index knows a project. */
export function normalisedName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}
