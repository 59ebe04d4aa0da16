/**
 * The parts of the tests: those that need nothing but this machine, those on real packages and those that ask the real
 * Azure ML client, which need a package index, and those in the workflow engine act, which need Go.
 */
export const SUITES = ["hermetic", "packages", "clients", "act"];

/** Of a test file, relative to the repository. */
export function suiteOf(path) {
  return SUITES.find((suite) => path.startsWith(`test/${suite}/`)) ?? "hermetic";
}
