/**
 * azureml-inference-server-http, the server that imports the scoring script. Both run in one interpreter with one path,
 * so the server imports the packages of the mount too.
 */
import packages from "./server-packages.json" with { type: "json" };
import releases from "./server-releases.json" with { type: "json" };

/** The server's distribution. */
export const SERVER = "azureml-inference-server-http";

/** A release, as its wheel's METADATA on PyPI says. */
export interface ServerRelease {
  readonly version: string;
  /** Of the wheel, `YYYY-MM-DD`. */
  readonly date: string;
  /** `Requires-Python`. */
  readonly python: string;
  /** Every `Requires-Dist` outside the extras `all` and `dev`, in the spelling of PEP 508. */
  readonly requires: readonly string[];
}

/** Oldest first, from the last for Python 3.7 on. */
export const SERVER_RELEASES: readonly ServerRelease[] = releases.releases;

/** Distributions that are known to break the server when another version of them is found first in the mount. */
export const GUARD_SET: ReadonlySet<string> = new Set(packages.guarded);

/** Everything that installing the server brings, itself included, whichever release it is. */
export const SERVER_CLOSURE: ReadonlySet<string> = new Set([...packages.guarded, ...packages.others]);

export function serverRelease(version: string): ServerRelease | undefined {
  return SERVER_RELEASES.find((release) => release.version === version);
}

/**
 * The releases that support a Python version, oldest first.
 *
 * @param minor such as `3.8`
 */
export function serverVersionsFor(minor: string): readonly string[] {
  return SERVER_RELEASES.filter(({ python }) => minorNumber(minor) >= minorNumber(python)).map(
    ({ version }) => version,
  );
}

/** The newest release that supports a Python version; later ones dropped 3.7 and 3.8. */
export function lastServerVersionFor(minor: string): string | undefined {
  return serverVersionsFor(minor).at(-1);
}

/** 8 of `3.8` and of `>=3.8`. */
function minorNumber(text: string): number {
  return Number(/3\.(\d+)/.exec(text)?.[1]);
}
