import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../errors.ts";
import type { Host } from "../runner/host.ts";
import { cleanEnvironment } from "./environment.ts";
import type { BuildEnvironment, InstallJob } from "./install.ts";
import { uvPlatform } from "./installer.ts";
import { uvEnvironment, withoutCredentials } from "./settings.ts";

/**
 * A requirements file that gives the same packages again: exact versions, with the hashes that the index says.
 * Where hashes cannot be had, versions alone; the first line says so.
 *
 * @param freeze `pip freeze --all` of the environment
 */
export async function lockOf(
  environment: BuildEnvironment,
  freeze: readonly string[],
  job: InstallJob,
  host: Host,
): Promise<string> {
  const plain = freeze.filter((line) => !line.startsWith("#")).map(withoutCredentials);
  try {
    const locked = environment.uv
      ? await lockedByUv(environment.uv, environment, plain, job, host)
      : lockedByPip(environment, plain);
    return `# What was installed for Python ${job.target.python}, glibc ${job.target.glibc.join(".")}, ${job.target.architecture}.\n${locked}`;
  } catch (error) {
    host.log.debug(`No hashes for the lock: ${messageOf(error)}`);
    return `# Without hashes: the index did not give them.\n${plain.join("\n")}\n`;
  }
}

/** uv asks the index for the hashes of every file of each version. */
async function lockedByUv(
  uv: string,
  { directory, python }: BuildEnvironment,
  freeze: readonly string[],
  job: InstallJob,
  host: Host,
) {
  const list = join(directory, "freeze.txt");
  writeFileSync(list, `${freeze.join("\n")}\n`);
  const platform = uvPlatform(job.target);
  const args = ["pip", "compile", "--quiet", "--generate-hashes", "--no-deps", "--no-header", "--no-annotate"];
  const options = ["--python", python, ...(platform ? ["--python-platform", platform] : [])];
  return await host.capture(uv, [...args, ...options, ...indexLines(job), list], {
    environment: { ...cleanEnvironment(host.environment), ...uvEnvironment(job.settings) },
  });
}

/** What the requirements files say about indexes holds for the lock too. */
function indexLines({ requirements }: InstallJob): string[] {
  const last = requirements.options.map(({ values }) => values);
  const index = last.map(({ index_url }) => index_url).filter((url) => typeof url === "string");
  const list = (name: string) =>
    last.flatMap((values) => (Array.isArray(values[name]) ? (values[name] as string[]) : []));
  return [
    ...(index.length > 0 ? ["--default-index", index.at(-1) as string] : []),
    ...list("extra_index_urls").flatMap((url) => ["--index", url]),
    ...list("find_links").flatMap((place) => ["--find-links", place]),
  ];
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

export function hashed(pin: string, sha256: string): string {
  return `${pin} \\\n    --hash=sha256:${sha256}`;
}

/** pip's installation report has the hash of the one file that it took. */
function lockedByPip({ pipReport }: BuildEnvironment, freeze: readonly string[]): string {
  if (!existsSync(pipReport)) return `${freeze.join("\n")}\n`;
  const lines = installedIn(pipReport).map((one) => {
    const sha256 = hashOf(one);
    return sha256 ? hashed(pinOf(one), sha256) : pinOf(one);
  });
  return `${lines.sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)).join("\n")}\n`;
}
