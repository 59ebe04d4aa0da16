import data from "./standard-library.json" with { type: "json" };

/** The Python minor versions whose standard library is known, oldest first. */
export const STANDARD_LIBRARY_VERSIONS: readonly string[] = data.versions.map(({ python }) => python);

/**
 * Top-level module and package names of the standard library, on every platform, built-in modules included, modules for
 * CPython's own tests left out: what `sys.stdlib_module_names` says.
 *
 * @param minor such as `3.8`
 * @throws RangeError for a version outside {@link STANDARD_LIBRARY_VERSIONS}
 */
export function standardLibrary(minor: string): ReadonlySet<string> {
  const last = STANDARD_LIBRARY_VERSIONS.indexOf(minor);
  if (last < 0) throw new RangeError(`the standard library of Python ${minor} is not known`);
  const names = new Set<string>();
  for (const { added, removed } of data.versions.slice(0, last + 1)) {
    for (const name of added) names.add(name);
    for (const name of removed) names.delete(name);
  }
  return names;
}
