import data from "./project-names.json" with { type: "json" };

/** Names that people write for a project, by what they mean. All are normalised. */
export const PROJECT_INSTEAD: ReadonlyMap<string, string> = new Map(
  Object.entries(data.instead).flatMap(([project, names]) => names.map((name) => [name, project] as const)),
);

/** Projects that are known to exist. */
export const KNOWN_PROJECTS: readonly string[] = [...new Set([...Object.keys(data.instead), ...data.known])].sort();

/** Whether a module of a known project has a name that people give to modules of their own, too. */
export function isAmbiguous(module: string): boolean {
  return data.ambiguous.includes(module);
}
