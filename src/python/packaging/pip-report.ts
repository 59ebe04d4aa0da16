import { existsSync, readFileSync } from "node:fs";
import { withoutCredentials } from "../../util/credentials.ts";

/** One distribution in pip's installation report, with the one file that pip took. */
export interface ReportedDistribution {
  readonly metadata: { readonly name: string; readonly version: string };
  /** From an address in the requirements, not from an index. */
  readonly is_direct: boolean;
  readonly is_yanked?: boolean;
  readonly download_info: {
    readonly url: string;
    readonly subdirectory?: string;
    readonly vcs_info?: { readonly vcs: string; readonly commit_id: string };
    readonly archive_info?: { readonly hashes?: Record<string, string>; readonly hash?: string };
  };
}

/** Empty where there is no report: pip before 22.2 writes none. */
export function readReport(file: string): readonly ReportedDistribution[] {
  if (!existsSync(file)) return [];
  return (JSON.parse(readFileSync(file, "utf8")) as { install: readonly ReportedDistribution[] }).install;
}

/** The requirement that selects the same distribution again. */
export function pinOf({ metadata, is_direct, download_info }: ReportedDistribution): string {
  if (!is_direct) return `${metadata.name}==${metadata.version}`;
  const { url, vcs_info, subdirectory } = download_info;
  const below = subdirectory === undefined ? "" : `#subdirectory=${subdirectory}`;
  const address = vcs_info === undefined ? url : `${vcs_info.vcs}+${url}@${vcs_info.commit_id}`;
  return `${metadata.name} @ ${withoutCredentials(address)}${below}`;
}

/** SHA-256 of its file. Before 23.1 pip writes that of a file from an address in the older form alone. */
export function hashOf({ download_info: { archive_info } }: ReportedDistribution): string | undefined {
  return archive_info?.hashes?.sha256 ?? /^sha256=(.+)$/.exec(archive_info?.hash ?? "")?.[1];
}

/** Lines of a requirements file, by name. */
export function pinnedLines(found: readonly ReportedDistribution[]): string {
  const lines = found.map(pinnedLine).sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  return `${lines.join("\n")}\n`;
}

function pinnedLine(distribution: ReportedDistribution): string {
  const sha256 = hashOf(distribution);
  return sha256 ? withHash(pinOf(distribution), sha256) : pinOf(distribution);
}

export function withHash(pin: string, sha256: string): string {
  return `${pin} \\\n    --hash=sha256:${sha256}`;
}

/** Where distributions come from; names as the installer writes them. */
export interface Origins {
  /** Built from a source distribution, a repository or a directory. uv marks these in the distribution itself instead. */
  readonly fromSource: readonly string[];
  readonly yanked: readonly string[];
}

export function originsIn(installed: readonly ReportedDistribution[]): Origins {
  const isWheel = ({ download_info: { url } }: ReportedDistribution) => /\.whl($|[?#])/.test(url);
  return {
    fromSource: installed.filter((one) => !isWheel(one)).map(({ metadata }) => metadata.name),
    yanked: installed.filter((one) => one.is_yanked).map(({ metadata }) => metadata.name),
  };
}
