import type { Host } from "../../host/host.ts";
import { normalisedName } from "../../util/text.ts";
import type { InstallJob } from "../install/job.ts";
import { WITHOUT_HASHES, withHead } from "../install/requirements-lock.ts";
import { hashOf, pinOf, type ReportedDistribution, withHash } from "../packaging/pip-report.ts";
import type { DynamicInstall } from "./dynamic-install.ts";

/**
 * The lock file of a dynamic install: what pip installed, and what the image had already and the requirements need, because
 * a mount has to contain that too. Without hashes if the index does not give every one of them.
 *
 * @param versions by normalised name, everything that the requirements reach; `undefined` for direct references
 */
export async function lockOfDynamicInstall(
  versions: ReadonlyMap<string, string | undefined>,
  installed: DynamicInstall,
  job: InstallJob,
  host: Host,
): Promise<string> {
  const files = await filesOf(versions, installed, host);
  const isWhole = [...versions.keys()].every((name) => files.get(name)?.sha256 !== undefined);
  const lines = [...versions].sort().map(([name, version]) => {
    const { directPin, sha256 } = files.get(name) ?? {};
    const pin = directPin ?? `${name}==${version ?? ""}`;
    return isWhole && sha256 ? withHash(pin, sha256) : pin;
  });
  const head = isWhole ? "Installed at container start." : WITHOUT_HASHES;
  return withHead(head, job, `${lines.join("\n")}\n`);
}

/** The file of one distribution. */
interface LockedFile {
  /** For what an address in the requirements gave. */
  readonly directPin: string | undefined;
  readonly sha256: string | undefined;
}

/** By normalised name. For what the image had already, the index is asked. */
async function filesOf(
  versions: ReadonlyMap<string, string | undefined>,
  { python, installer }: DynamicInstall,
  host: Host,
): Promise<Map<string, LockedFile>> {
  const installed = byName(installer.installed());
  const inImage = [...versions.keys()].filter((name) => !installed.has(name));
  if (inImage.length === 0) return installed;
  host.log.info(`In the image already: ${inImage.sort().join(", ")}. Asking the index for their hashes.`);
  const pins = [...versions].flatMap(([name, version]) => (version === undefined ? [] : [`${name}==${version}`]));
  return new Map([...byName(await installer.resolve(python, pins)), ...installed]);
}

function byName(distributions: readonly ReportedDistribution[]): Map<string, LockedFile> {
  const entries = distributions.map((one) => {
    const file = { directPin: one.is_direct ? pinOf(one) : undefined, sha256: hashOf(one) };
    return [normalisedName(one.metadata.name), file] as const;
  });
  return new Map(entries);
}
