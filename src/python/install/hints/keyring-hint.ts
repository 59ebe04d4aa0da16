import semver from "semver";
import type { InstallerRun } from "../installer.ts";

/** Older releases know no `--keyring-provider`. They ask a keyring only where they may ask the user, too: not here. */
const SINCE = "23.1.0";
const NEEDS = "The index requires credentials";

/** What to do where an index requires credentials although a keyring was to have them. */
export function keyringHint(run: Pick<InstallerRun, "installer" | "version" | "keyringProvider">): string | undefined {
  const { installer, version = "", keyringProvider = "auto" } = run;
  if (keyringProvider === "auto" || keyringProvider === "disabled") return undefined;
  const release = semver.coerce(version);
  if (installer === "pip" && release !== null && semver.lt(release, SINCE))
    return `${NEEDS}, and pip ${version} did not ask the keyring: PIP_KEYRING_PROVIDER has an effect from pip 23.1 on. Upgrade the pip of the interpreter, or set PIP_INDEX_URL with the credentials.`;
  if (keyringProvider !== "subprocess") return undefined;
  return `${NEEDS}, and the keyring gave none. Write a user into the address (https://USER@…), because without one the keyring is not asked, and check that the program \`keyring\` is on PATH and has a password for that user.`;
}
