/*
 * Three version numbers that decide which results of earlier runs can be used. The cache key contains all of them.
 */

/** Increased whenever the same plan gives other bytes than before. */
export const BUILD_SCHEMA = "1";

/** Increased whenever a check gives another result for the same mount, or the format of cached evidence changes. */
export const CHECK_SCHEMA = "12";

/** Version of the manifest's format (`semver`): an archive of the same major version can be restored. */
export const MANIFEST_SCHEMA = "1.2.0";
