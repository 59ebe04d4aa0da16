/**
 * The parts of the tests: those that need nothing but this machine; those with services and disks that fail, those on
 * repositories as people have them and those that read many thousands of hostile inputs, which need no more; those on
 * real packages and those that ask the real Azure ML client, which need a package index; those in the workflow engine
 * act, which need Go; and those in real containers, which need Docker or Podman.
 */
export const SUITES = ["hermetic", "faults", "field", "hostile", "packages", "clients", "act", "engine"];

/** Of a test file, relative to the repository. */
export function suiteOf(path) {
  return SUITES.find((suite) => path.startsWith(`test/${suite}/`)) ?? "hermetic";
}
