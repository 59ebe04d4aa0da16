/** Simple analysis of Python source without an interpreter: unindented statements run on import. */

/** The code without comments and triple-quoted strings, in particular docstrings. */
export function codeOf(source: string): string {
  return source.replace(/("""|''')[\s\S]*?\1/g, '""').replace(/(^|\s)#.*$/gm, "$1");
}

/** Whether a file imports a module when it is imported itself, outside of any `try` that would catch the failure. */
export function importsAtOnce(source: string, module: string): boolean {
  const name = module.replaceAll(".", "\\.");
  const statement = new RegExp(
    `^(import\\s+(?:[\\w.]+(?:\\s+as\\s+\\w+)?\\s*,\\s*)*${name}\\b|from\\s+${name}(\\.[\\w.]+)?\\s+import\\b|__import__\\(["']${name}["']\\))`,
    "m",
  );
  return statement.test(codeOf(source));
}

/**
 * Whether a package's `__init__.py` extends the package over other directories of the path, the image's included.
 * `declare_namespace` of pkg_resources adds only directories that have an `__init__.py` too, which the image's have not.
 * @param hasResources whether pkg_resources can be imported: a file that asks for it first may otherwise use pkgutil
 */
export function sharesItsName(source: string, hasResources: boolean): boolean {
  const code = codeOf(source);
  const [extended, declared] = [code.indexOf("extend_path("), code.indexOf("declare_namespace(")];
  return extended >= 0 && (declared < 0 || extended < declared || !hasResources);
}
