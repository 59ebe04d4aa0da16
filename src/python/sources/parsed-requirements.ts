import type { Host } from "../../host/host.ts";
import { secretsIn, stringsIn, withoutCredentialsIn, withoutKnownSecrets } from "../../util/credentials.ts";
import { sha256 } from "../../util/sha256.ts";
import type { AllowedBinaries, OptionLine, Requirements } from "../packaging/requirements.ts";
import { settingPairs } from "./plain-files.ts";

/** What pip's parser read, with credentials. */
export interface ParsedRequirements extends Omit<Requirements, "options" | "installable"> {
  readonly binaries: AllowedBinaries;
  readonly options: readonly Omit<OptionLine, "secretValues">[];
  readonly errors: readonly { message: string; file: string | null; line: number | null }[];
}

export function maskSecretsOf({ requirements, options }: ParsedRequirements, { log }: Host): void {
  const settings = requirements.flatMap((one) => settingPairs(one.settings).map((pair) => `--config-settings ${pair}`));
  for (const text of [...stringsIn([requirements, options]), ...settings]) {
    for (const secret of secretsIn(text)) log.mask(secret);
  }
}

/** For messages and files; what the installer needs, and the programs that ask an index, is beside it. */
export function withoutSecrets(answer: ParsedRequirements) {
  const { files, requirements, options } = withoutCredentialsIn(answer);
  return {
    files,
    requirements: requirements.map((one, index) => ({
      ...one,
      settings: answer.requirements[index]?.settings ?? null,
    })),
    withSecrets: options.map((line, index) => ({ ...line, secretValues: answer.options[index]?.values ?? {} })),
  };
}

/** A query may choose what is downloaded, so the cache key depends on it; a renewed token must not change the key. */
export function queriesOf({ requirements }: ParsedRequirements): string {
  const addresses = requirements.flatMap(({ url }) => (url?.includes("?") ? [withoutKnownSecrets(url)] : []));
  return addresses.length === 0 ? "" : sha256(addresses.join("\n"));
}
