import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import { stringsIn, withoutCredentials } from "../../util/credentials.ts";
import type { Requirement } from "../packaging/requirements.ts";

interface Read {
  readonly requirements: readonly Pick<Requirement, "url">[];
  readonly options: readonly { readonly values: Readonly<Record<string, unknown>> }[];
}

/**
 * A lock file has no user infos and no query values. To install it, they are put into the addresses that the
 * requirements have too; a git server gets its user info from a credential helper.
 * @returns the path of the lock file, or of a private copy
 */
export function withAddresses(
  lock: string,
  { requirements, options }: Read,
  { temporary }: Pick<Host, "temporary">,
): string {
  const urls = requirements.flatMap(({ url }) => (url === null || url.startsWith("git+") ? [] : [url]));
  const all = [...urls, ...stringsIn(options.map(({ values }) => values))];
  const secret = all.filter((url) => withoutCredentials(url) !== url);
  if (secret.length === 0) return lock;
  const path = join(temporary, "locked-with-addresses.txt");
  const text = secret.reduce(
    (so, url) => so.replaceAll(withoutCredentials(url), () => url),
    readFileSync(lock, "utf8"),
  );
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}
