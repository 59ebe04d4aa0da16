import { readdirSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import type { Options } from "../inputs/options.ts";
import { orNothing } from "../util/errors.ts";
import { slashed } from "../util/text.ts";

/** Where a mount is on this machine, and its path in the container. */
export interface Location {
  /** `<mount parent>/<environment name>`, absolute. */
  readonly environmentDirectory: string;
  /** The mount itself, absolute. */
  readonly directory: string;
  /** The mount relative to the environment directory: `lib/python3.8/site-packages`. */
  readonly inside: string;
  /** The mount relative to the scoring directory, POSIX: the value of `AZUREML_EXTRA_PYTHON_LIB_PATH`. */
  readonly libraryPath: string;
}

/** @param minor Python's minor version, `3.8` */
export function locate(options: Options, minor: string): Location {
  const environmentDirectory = join(options.mountParent, options.environmentName);
  const inside = `lib/python${minor}/site-packages`;
  const directory = join(environmentDirectory, inside);
  return {
    environmentDirectory,
    directory,
    inside,
    libraryPath: slashed(relative(options.scoringDirectory, directory)),
  };
}

/** The same mount while it is being built: next to its final location, so that placing it is one rename. */
export function staged(location: Location): Location {
  const environmentDirectory = incomingOf(location.environmentDirectory);
  return { ...location, environmentDirectory, directory: join(environmentDirectory, location.inside) };
}

export const MANIFEST = "manifest.json";

export function manifestOf(location: Location): string {
  return join(location.environmentDirectory, MANIFEST);
}

/** A new mount, not yet in its place. */
export function incomingOf(environmentDirectory: string): string {
  return hiddenSibling(environmentDirectory, "incoming");
}

/** An old mount, moved aside until the new one is in place. */
export function outgoingOf(environmentDirectory: string): string {
  return hiddenSibling(environmentDirectory, "outgoing");
}

/** Held by the run that makes or replaces the mount. */
export function lockOf(environmentDirectory: string): string {
  return hiddenSibling(environmentDirectory, "lock");
}

/** What a run creates beside a mount, as `.<environment name>.<role>`; it is excluded from the upload. */
export const HIDDEN_ROLES = ["incoming", "outgoing", "lock"] as const;

/** Everything beside the mount that only a run in progress needs: absolute paths, sorted. */
export function siblingsOf(environmentDirectory: string): string[] {
  const [parent, start] = [dirname(environmentDirectory), `.${basename(environmentDirectory)}.`];
  const roles = new RegExp(`^(${HIDDEN_ROLES.join("|")})(-[0-9a-f]+)?$`);
  const isOurs = (name: string) => name.startsWith(start) && roles.test(name.slice(start.length));
  const names = orNothing(() => readdirSync(parent)) ?? [];
  return names
    .filter(isOurs)
    .sort()
    .map((name) => join(parent, name));
}

function hiddenSibling(directory: string, role: (typeof HIDDEN_ROLES)[number]): string {
  return join(directory, "..", `.${basename(directory)}.${role}`);
}
