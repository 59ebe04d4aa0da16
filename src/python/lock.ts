import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../errors.ts";
import type { Host } from "../runner/host.ts";
import { cleanEnvironment } from "./environment.ts";
import { type BuildEnvironment, type InstallJob, reportOf } from "./install.ts";
import { uvPlatform } from "./installer.ts";
import { normalisedName } from "./names.ts";
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
  readonly install: readonly {
    readonly metadata: { readonly name: string; readonly version: string };
    readonly is_direct: boolean;
    readonly download_info: {
      readonly url: string;
      readonly archive_info?: { readonly hashes?: Record<string, string> };
    };
  }[];
}

/** pip's installation report has the hash of the one file that it took. */
function lockedByPip({ pipReport }: BuildEnvironment, freeze: readonly string[]): string {
  if (!existsSync(pipReport)) return `${freeze.join("\n")}\n`;
  const report = JSON.parse(readFileSync(pipReport, "utf8")) as PipReport;
  const lines = report.install.map(({ metadata, is_direct, download_info }) => {
    const sha256 = download_info.archive_info?.hashes?.sha256;
    const what = is_direct
      ? `${metadata.name} @ ${withoutCredentials(download_info.url)}`
      : `${metadata.name}==${metadata.version}`;
    return sha256 ? `${what} \\\n    --hash=sha256:${sha256}` : what;
  });
  return `${lines.sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)).join("\n")}\n`;
}

/**
 * The lock of an image that installed at its start: what pip installed, with hashes, and what it found in the image
 * already and the requirements need. With any of the latter there are no hashes: pip wants all or none.
 *
 * @param needed normalised names of everything that the requirements reach
 */
export function lockOfStart(
  needed: ReadonlySet<string>,
  freeze: ReadonlyMap<string, string | undefined>,
  host: Host,
): string {
  const report = reportOf(host);
  const { install } = existsSync(report) ? (JSON.parse(readFileSync(report, "utf8")) as PipReport) : { install: [] };
  const hashed = new Map(
    install.map((item) => [normalisedName(item.metadata.name), item.download_info.archive_info?.hashes?.sha256]),
  );
  const isWhole = [...needed].every((name) => hashed.get(name) !== undefined);
  const lines = [...needed].sort().map((name) => {
    const pin = `${name}==${freeze.get(name) ?? ""}`;
    return isWhole ? `${pin} \\\n    --hash=sha256:${hashed.get(name)}` : pin;
  });
  const head = isWhole ? "What was installed." : "Without hashes: some of it was in the image already.";
  return `# ${head}\n${lines.join("\n")}\n`;
}
