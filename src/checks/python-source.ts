/** A look at Python source that is not worth an interpreter: what stands at the left edge runs on import. */

/** The code without comments and without strings of several lines, docstrings above all. */
export function codeOf(source: string): string {
  return source.replace(/("""|''')[\s\S]*?\1/g, '""').replace(/(^|\s)#.*$/gm, "$1");
}

/** Whether a file imports a module when it is itself imported, with nothing around it that would catch the failure. */
export function importsAtOnce(source: string, module: string): boolean {
  const name = module.replaceAll(".", "\\.");
  const statement = new RegExp(
    `^(import\\s+(?:[\\w.]+(?:\\s+as\\s+\\w+)?\\s*,\\s*)*${name}\\b|from\\s+${name}(\\.[\\w.]+)?\\s+import\\b|__import__\\(["']${name}["']\\))`,
    "m",
  );
  return statement.test(codeOf(source));
}

/** Whether a package's `__init__.py` shares its name with other directories of the path, the image's too. */
export function sharesItsName(source: string): boolean {
  return /extend_path|declare_namespace/.test(codeOf(source));
}
