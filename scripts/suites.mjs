/** The two halves of the tests: those that need nothing but this machine, and those on real packages. */
export const SUITES = ["hermetic", "packages"];

/** Of a test file, relative to the repository. */
export function suiteOf(path) {
  return path.startsWith("test/packages/") ? "packages" : "hermetic";
}
