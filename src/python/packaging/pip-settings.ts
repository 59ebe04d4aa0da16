import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import { secretsIn, whyUnreadable, withoutCredentials, withoutKnownSecrets } from "../../util/credentials.ts";
import { orNothing, Problems } from "../../util/errors.ts";
import { sha256 } from "../../util/sha256.ts";
import type { Interpreter } from "../interpreter/interpreter.ts";
import { probe } from "../questions.ts";

/**
 * The part of pip's configuration (files and `PIP_*`) that decides from where packages are installed and which are chosen.
 * The rest is ignored, because it would change where they are installed.
 */
export type PipSettings = Readonly<Record<string, string>>;

/** pip's long options that are kept, for uv too. */
export const PIP_OPTIONS: readonly string[] = [
  "index-url",
  "extra-index-url",
  "find-links",
  "no-index",
  "trusted-host",
  "cert",
  "client-cert",
  "proxy",
  "timeout",
  "default-timeout", // another name of the same option
  "retries",
  "keyring-provider",
  "pre",
  "prefer-binary",
  "no-binary",
  "only-binary",
  "use-feature",
];

/** Those that decide how an index is reached, not which packages are chosen: they are not part of a cache key. */
const TRANSPORT = [
  "cert",
  "client-cert",
  "proxy",
  "timeout",
  "default-timeout",
  "retries",
  "keyring-provider",
  "trusted-host",
  "use-feature",
];

const WHERE_SET = "It is set by a variable such as PIP_INDEX_URL or in a configuration file of pip.";

export async function readPipSettings(python: Interpreter, host: Host): Promise<PipSettings> {
  if (!python.pip) return {};
  // cleanEnvironment would remove what the probe reads.
  const environment = { ...host.environment };
  const question = { pip: python.pip.path, names: PIP_OPTIONS };
  const how = { environment, directory: host.workspace, temporary: host.temporary };
  const settings = await probe<PipSettings>(python.path, "pip_settings", question, how);
  for (const secret of Object.values(settings).flatMap(secretsIn)) host.log.mask(secret);
  requireReadable(settings);
  return settings;
}

/** Seconds for a read. */
export function timeoutIn({ timeout, "default-timeout": other }: PipSettings): string | undefined {
  return timeout ?? other;
}

/** @throws UserErrors for addresses that pip and uv would repeat in their error, with a part of the password */
function requireReadable(settings: PipSettings): void {
  const problems = new Problems();
  for (const name of ["index-url", "extra-index-url", "find-links", "proxy"]) {
    for (const address of (settings[name] ?? "").split(/\s+/)) {
      const why = whyUnreadable(address);
      if (why !== undefined) problems.add(`pip's setting ${name} is not a valid address: ${why}.`, { hint: WHERE_SET });
    }
  }
  problems.throwIfAny();
}

/** Whether pip may log in to an index with what is in no address: a certificate, a keyring or a netrc file. */
export function hasOtherLogins(settings: PipSettings, { NETRC, HOME }: Readonly<NodeJS.ProcessEnv>): boolean {
  if (settings["client-cert"] !== undefined || (settings["keyring-provider"] ?? "disabled") !== "disabled") return true;
  const home = HOME || orNothing(homedir) || "";
  return (NETRC ? [NETRC] : [".netrc", "_netrc"].map((name) => join(home, name))).some((file) => existsSync(file));
}

/** Settings for which uv has no equivalent. */
export function settingsOnlyPipReads(settings: PipSettings): string[] {
  const set = ["pre", "prefer-binary", "no-binary", "only-binary"].filter((name) => settings[name] !== undefined);
  return settings["keyring-provider"] === "import" ? [...set, "keyring-provider=import"] : set;
}

/**
 * What belongs in the cache key: which packages are chosen, and from where, without credentials. A query may choose what
 * is downloaded: of its values, only a hash is shown.
 */
export function settingsForKey(settings: PipSettings): Record<string, string> {
  const kept = Object.entries(settings).filter(([name]) => !TRANSPORT.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, shownForKey(value)]));
}

function shownForKey(value: string): string {
  const [shown, asked] = [withoutCredentials(value), withoutKnownSecrets(value)];
  return shown === asked ? shown : `${shown} (SHA-256 ${sha256(asked)})`;
}
