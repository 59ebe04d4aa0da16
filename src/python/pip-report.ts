import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import semver from "semver";
import type { Host } from "../runner/host.ts";
import type { Pip } from "./own-pip.ts";
import { withoutCredentials } from "./settings.ts";

/** Arguments that make a pip which can write a report write one. */
export function reportArguments({ version }: Pip, host: Host): string[] {
  return atLeast(version, "22.2") ? ["--report", reportOf(host)] : [];
}

export function reportOf(host: Host): string {
  return join(host.temporary, "pip-report.json");
}

function atLeast(version: string, wanted: string): boolean {
  return semver.gte(semver.coerce(version) ?? "0.0.0", semver.coerce(wanted) ?? "0.0.0");
}

interface PipReport {
  readonly install: readonly Installed[];
}

/** What pip's installation report says of one distribution: the one file that it took. */
export interface Installed {
  readonly metadata: { readonly name: string; readonly version: string };
  /** From an address in the requirements, not from an index. */
  readonly is_direct: boolean;
  readonly download_info: {
    readonly url: string;
    readonly archive_info?: { readonly hashes?: Record<string, string>; readonly hash?: string };
  };
}

/** Nothing where there is no report: pip before 22.2 writes none. */
export function installedIn(report: string): readonly Installed[] {
  return existsSync(report) ? (JSON.parse(readFileSync(report, "utf8")) as PipReport).install : [];
}

/** What asks for the same again. */
export function pinOf({ metadata, is_direct, download_info }: Installed): string {
  return is_direct
    ? `${metadata.name} @ ${withoutCredentials(download_info.url)}`
    : `${metadata.name}==${metadata.version}`;
}

/** Its SHA-256. Before 23.1 pip writes that of a file from an address in the older form alone. */
export function hashOf({ download_info: { archive_info } }: Installed): string | undefined {
  return archive_info?.hashes?.sha256 ?? /^sha256=(.+)$/.exec(archive_info?.hash ?? "")?.[1];
}
