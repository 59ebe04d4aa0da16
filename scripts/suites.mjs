/**
 * The parts of the tests: those that need nothing but this machine, those on real packages, and those that ask the real
 * Azure ML client. The last two need a package index.
 */
export const SUITES = ["hermetic", "packages", "clients"];

/** Of a test file, relative to the repository. */
export function suiteOf(path) {
  return SUITES.find((suite) => path.startsWith(`test/${suite}/`)) ?? "hermetic";
}
