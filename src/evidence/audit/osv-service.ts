import { setTimeout } from "node:timers/promises";
import { FetchError, type Web } from "../../python/fetch/web.ts";
import { messageOf } from "../../util/errors.ts";
import { type Advisory, readRecord } from "./advisory.ts";
import type { Found } from "./found.ts";

/** A distribution as the service is asked about it; the version is without a local part such as `+cpu`. */
export interface Release {
  readonly name: string;
  readonly version: string;
}

/** OSV's own limit of one batch. */
const LARGEST_BATCH = 1000;
/** The service limits its answers to 32 MiB. */
const LARGEST_ANSWER = 40 * 2 ** 20;
/** A guard against a service that never comes to an end. */
const MOST_PAGES = 50;
const AT_A_TIME = 8;
/** Milliseconds before each further attempt. */
const PAUSES = [1000, 3000];
/** Milliseconds for everything. */
const PATIENCE = 60_000;

/**
 * Asks OSV's web service: all releases in one batch, then each that has advisories for their records. What the service
 * says of a version is its own decision.
 *
 * @param base such as `https://api.osv.dev`
 * @param patience milliseconds for everything
 */
export async function askService(
  base: string,
  releases: readonly Release[],
  web: Web,
  patience = PATIENCE,
): Promise<Found> {
  const advisories = new Map<string, readonly Advisory[]>();
  const service = new Service(base, web, AbortSignal.timeout(patience));
  let problem: string | undefined;
  try {
    const vulnerable = await service.vulnerable(releases);
    for (let start = 0; start < vulnerable.length; start += AT_A_TIME) {
      const some = vulnerable.slice(start, start + AT_A_TIME);
      const answers = await Promise.allSettled(some.map((release) => service.records(release)));
      answers.forEach((answer, index) => {
        const { name = "", ids = [] } = some[index] ?? {};
        if (answer.status === "rejected") problem ??= messageOf(answer.reason);
        // The batch has named them: they are reported even if nothing else is known of them.
        advisories.set(name, answer.status === "fulfilled" ? answer.value : ids.map(bare));
      });
    }
  } catch (error) {
    problem ??= messageOf(error);
  }
  return { advisories, asOf: "", problem };
}

function bare(id: string): Advisory {
  return { id, aliases: [], summary: "", versions: [], ranges: [] };
}

interface Vulnerable extends Release {
  /** Of its first page. */
  readonly ids: readonly string[];
}

class Service {
  readonly #base: string;
  readonly #web: Web;
  readonly #signal: AbortSignal;

  constructor(base: string, web: Web, signal: AbortSignal) {
    this.#base = base.replace(/\/+$/, "");
    this.#web = web;
    this.#signal = signal;
  }

  async vulnerable(releases: readonly Release[]): Promise<Vulnerable[]> {
    const found: Vulnerable[] = [];
    for (let start = 0; start < releases.length; start += LARGEST_BATCH) {
      const batch = releases.slice(start, start + LARGEST_BATCH);
      const { results } = await this.#post("/v1/querybatch", { queries: batch.map(queryOf) });
      if (!Array.isArray(results) || results.length !== batch.length)
        throw new Error(`${this.#base}/v1/querybatch did not answer every query`);
      batch.forEach((release, index) => {
        const { vulns = [], next_page_token: more } = (results[index] ?? {}) as Answer;
        const ids = listOf(vulns, this.#base).map(({ id }) => String(id));
        if (ids.length > 0 || more) found.push({ ...release, ids });
      });
    }
    return found;
  }

  /** The records of a release, from as many pages as there are. */
  async records(release: Vulnerable): Promise<Advisory[]> {
    const found: Advisory[] = [];
    let token: unknown;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const query = { ...queryOf(release), ...(token ? { page_token: token } : {}) };
      const { vulns = [], next_page_token: more } = (await this.#post("/v1/query", query)) as Answer;
      const records = listOf(vulns, this.#base).map(readRecord);
      found.push(...records.flatMap(({ advisories }) => advisories.get(release.name) ?? []));
      if (!more) return found;
      token = more;
    }
    throw new Error(`${this.#base}/v1/query did not come to an end after ${MOST_PAGES} pages about ${release.name}`);
  }

  async #post(path: string, body: unknown): Promise<Record<string, unknown>> {
    const text = await this.#patiently(() => this.#web.post(this.#base + path, body, LARGEST_ANSWER, this.#signal));
    const answer = parsed(text);
    if (typeof answer === "object" && answer !== null) return answer as Record<string, unknown>;
    throw new Error(`${this.#base}${path} answered something that is not a JSON object`);
  }

  /** Again if the service was busy or not reached, but not if it refused the question. */
  async #patiently(ask: () => Promise<{ readonly bytes: Buffer }>): Promise<string> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return (await ask()).bytes.toString("utf8");
      } catch (error) {
        const pause = PAUSES[attempt];
        if (pause === undefined || this.#signal.aborted || !isPassing(error)) throw error;
        await setTimeout(pause);
      }
    }
  }
}

interface Answer {
  readonly vulns?: unknown;
  readonly next_page_token?: unknown;
}

function queryOf({ name, version }: Release) {
  return { package: { name, ecosystem: "PyPI" }, version };
}

function listOf(value: unknown, base: string): Record<string, unknown>[] {
  if (Array.isArray(value) && value.every((one) => typeof one === "object" && one !== null)) return value;
  throw new Error(`${base} answered something else than a list of advisories`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the caller says that it is not JSON
  }
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof FetchError)) return false;
  return error.status === undefined || error.status === 429 || error.status >= 500;
}
