import type { Host } from "../../host/host.ts";
import type { Options } from "../../inputs/options.ts";
import type { Inventory } from "../../mount/inventory/inventory.ts";
import { cleanEnvironment } from "../../python/child-environment.ts";
import { readPipConfig } from "../../python/fetch/pip-config.ts";
import { Web } from "../../python/fetch/web.ts";
import type { Interpreter } from "../../python/interpreter/interpreter.ts";
import { probe } from "../../python/questions.ts";
import { withoutCredentials } from "../../util/credentials.ts";
import { plural } from "../../util/text.ts";
import type { Advisory } from "./advisory.ts";
import type { Found } from "./found.ts";
import { mergeAliases } from "./merge-aliases.ts";
import { searchDatabase } from "./osv-database.ts";
import { askService } from "./osv-service.ts";

/** The known vulnerabilities of the distributions of a mount, on the day of the run. */
export interface Audit {
  /** The address of the service, or the path of the database with the day of its newest record. */
  readonly source: string;
  /** How many distributions were looked up. */
  readonly distributions: number;
  readonly vulnerabilities: readonly Vulnerability[];
  /** Why there may be more of them, as a clause; absent if every distribution was looked up. */
  readonly problem?: string | undefined;
}

/** One vulnerability of one distribution. */
export interface Vulnerability {
  /** Normalised. */
  readonly distribution: string;
  readonly version: string;
  readonly id: string;
  /** Other ids of the same vulnerability. */
  readonly aliases: readonly string[];
  /** One line; `""` if there is none. */
  readonly summary: string;
  /** The first release after the installed one that has the fix; `null` if none is known. */
  readonly fixed: string | null;
  /** The first release after the installed one that none of the distribution's vulnerabilities affect, likewise. */
  readonly safe: string | null;
}

/** What is looked up: distributions whose name and version are known. */
type Release = { readonly name: string; readonly version: string };

/** What Python says about the advisories of a release: `affected` and `fixed` for each, `safe` for all. */
interface Decision {
  readonly advisories: readonly { readonly affected: boolean; readonly fixed: string | null }[];
  readonly safe: string | null;
}

/**
 * Looks up every distribution, in every run: vulnerabilities become known after a mount was built.
 * @returns `undefined` if the input `audit` is `off`
 */
export async function auditMount(
  { distributions }: Inventory,
  options: Options,
  python: Interpreter | undefined,
  host: Host,
): Promise<Audit | undefined> {
  if (options.audit === "off") return undefined;
  const releases = distributions.filter(({ name, version }) => name !== "" && version !== "");
  const isOffline = options.auditDatabase !== "";
  const base = host.environment.AZUREML_EXTRA_PACKAGES_OSV_URL || "https://api.osv.dev";
  const found = isOffline
    ? await searchDatabase(options.auditDatabase, new Set(releases.map(({ name }) => name)))
    : await ask(base, releases, host);
  const { vulnerabilities, undecided } = await decide(releases, found, { python, isOffline }, host);
  const asOf = found.asOf === "" ? "" : ` (newest record ${found.asOf})`;
  const audit = {
    source: `${withoutCredentials(isOffline ? options.auditDatabase : base)}${asOf}`,
    distributions: releases.length,
    vulnerabilities,
    problem: found.problem ?? undecided ?? incomplete(distributions.length - releases.length),
  };
  host.log.info(
    `Audit: ${plural(vulnerabilities.length, "known vulnerability")} in ${plural(releases.length, "distribution")}, looked up in ${audit.source}${audit.problem === undefined ? "" : ", incompletely"}.`,
  );
  return audit;
}

/** A private build such as `1.0+cpu` has the vulnerabilities of 1.0. */
async function ask(base: string, releases: readonly Release[], host: Host): Promise<Found> {
  const web = new Web(readPipConfig(host.environment), host.environment);
  const found = await askService(
    base,
    releases.map(({ name, version }) => ({ name, version: publicPart(version) })),
    web,
  );
  return { ...found, problem: found.problem && withoutCredentials(found.problem) };
}

function publicPart(version: string): string {
  return version.split("+", 1)[0] ?? version;
}

function incomplete(nameless: number): string | undefined {
  return nameless === 0
    ? undefined
    : `${plural(nameless, "distribution")} without a name or a version cannot be looked up`;
}

interface Means {
  readonly python: Interpreter | undefined;
  readonly isOffline: boolean;
}

/** Which advisories affect the installed versions: of a database, Python decides; the service has decided already. */
async function decide(
  releases: readonly Release[],
  { advisories }: Found,
  { python, isOffline }: Means,
  host: Host,
): Promise<{ vulnerabilities: Vulnerability[]; undecided?: string }> {
  const concerned = releases.flatMap(({ name, version }) => {
    const known = advisories.get(name) ?? [];
    return known.length === 0 ? [] : [{ name, version, known }];
  });
  if (concerned.length === 0) return { vulnerabilities: [] };
  const decisions = await compareVersions(concerned, python, host);
  if (decisions === undefined && isOffline) {
    const undecided = `no Python interpreter with pip is available to compare versions of ${plural(concerned.length, "distribution")}`;
    return { vulnerabilities: [], undecided };
  }
  const vulnerabilities = concerned.flatMap(({ name, version, known }, index) => {
    const { advisories: answers = [], safe = null } = decisions?.[index] ?? {};
    const affecting = known.flatMap((advisory, at) => {
      const { affected = true, fixed = null } = answers[at] ?? {};
      return affected || !isOffline ? [{ ...advisory, fixed }] : [];
    });
    return mergeAliases(affecting).map((one) => ({ distribution: name, version, ...one, safe }));
  });
  return { vulnerabilities };
}

async function compareVersions(
  concerned: readonly (Release & { readonly known: readonly Advisory[] })[],
  python: Interpreter | undefined,
  host: Host,
): Promise<readonly Decision[] | undefined> {
  if (python?.pip === undefined) return undefined;
  const releases = concerned.map(({ version, known }) => ({
    version,
    advisories: known.map(({ versions, ranges }) => ({ versions, ranges })),
  }));
  const environment = cleanEnvironment(host.environment);
  return await probe<Decision[]>(python.path, "advisories", { pip: python.pip.path, releases }, { environment });
}
