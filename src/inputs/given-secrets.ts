import type { Host } from "../host/host.ts";
import { secretsIn } from "../util/credentials.ts";
import type { RawOptions } from "./table.ts";

/** Variables that may have the address of an index or of a proxy. Others, such as that of a database, are not read. */
const WITH_ADDRESSES = /^(PIP_.*|UV_.*|(HTTPS?|ALL|FTP)_PROXY)$/i;

/** Masks the secrets of all inputs and settings, also of those that this run does not use: an error may repeat them. */
export function maskGiven(raw: RawOptions, { environment, log }: Pick<Host, "environment" | "log">): void {
  const variables = Object.entries(environment).filter(([name]) => WITH_ADDRESSES.test(name));
  const texts = [...Object.values(raw), ...variables.map(([, value]) => value)];
  const token = raw["github-token"]?.trim() ?? "";
  for (const secret of [token, ...texts.flatMap((text) => secretsIn(text ?? ""))]) {
    if (secret !== "") log.mask(secret);
  }
}
