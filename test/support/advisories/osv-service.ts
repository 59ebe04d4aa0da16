// OSV's web service (https://google.github.io/osv.dev/api/) on loopback: querybatch and query, in pages.
import type http from "node:http";
import { type Handler, listen, readBody, sendJson } from "../machine/loopback.ts";
import { normalized } from "../packages/metadata.ts";

/** An OSV record, of which only what the service needs has a type. */
export interface OsvRecord {
  id: string;
  modified: string;
  aliases?: string[];
  summary?: string;
  withdrawn?: string;
  affected: {
    package: { ecosystem: string; name: string };
    versions?: string[];
    ranges?: { type: string; events: Record<string, string>[] }[];
  }[];
}

interface Query {
  package: { name: string; ecosystem: string };
  version: string;
  page_token?: string;
}

export interface OsvService {
  /** For the variable `AZUREML_EXTRA_PACKAGES_OSV_URL`. */
  readonly env: Record<string, string>;
  /** Paths of the requests, in their order. */
  readonly asked: string[];
  /** Every release that was asked about, as `name==version`. */
  readonly releases: Set<string>;
  /** Served from now on; a record affects the versions that it lists. */
  records: OsvRecord[];
  /** Takes the place of the next answers, one each. */
  readonly faults: ((response: http.ServerResponse) => void)[];
  close(): Promise<void>;
}

/** A record for one distribution of PyPI, from `introduced` to before `fixed`. */
export function osvRecord(
  id: string,
  name: string,
  versions: string[],
  more: Partial<OsvRecord> & { fixed?: string } = {},
) {
  const { fixed, ...rest } = more;
  const events = [{ introduced: "0" }, ...(fixed === undefined ? [] : [{ fixed }])];
  const affected = [{ package: { ecosystem: "PyPI", name }, versions, ranges: [{ type: "ECOSYSTEM", events }] }];
  return { id, modified: "2026-05-04T03:02:01Z", summary: `${name} trusts its input`, affected, ...rest } as OsvRecord;
}

/** @param pageSize records in an answer about one release */
export async function startOsvService(records: OsvRecord[], pageSize = 100): Promise<OsvService> {
  const service = { records, asked: [] as string[], releases: new Set<string>(), faults: [] as OsvService["faults"] };
  const page = ({ package: { name, ecosystem }, version, page_token: token = "0" }: Query) => {
    if (ecosystem !== "PyPI") throw new Error(`an unknown ecosystem: ${ecosystem}`);
    service.releases.add(`${name}==${version}`);
    const all = service.records.filter(({ affected, withdrawn }) => {
      const about = affected.filter((one) => normalized(one.package.name) === name);
      return withdrawn === undefined && about.some(({ versions = [] }) => versions.includes(version));
    });
    const [start, end] = [Number(token), Number(token) + pageSize];
    const vulns = all.slice(start, end);
    return { ...(vulns.length > 0 && { vulns }), ...(end < all.length && { next_page_token: String(end) }) };
  };
  const handle: Handler = async (request, response, { pathname }) => {
    service.asked.push(pathname);
    const body = await readBody(request);
    const fault = service.faults.shift();
    if (fault !== undefined) return fault(response);
    if (request.method !== "POST") throw new Error(`${request.method} is not served`);
    if (pathname === "/v1/query") return sendJson(response, 200, page(JSON.parse(body)));
    if (pathname !== "/v1/querybatch") throw new Error(`${pathname} is not served`);
    const results = (JSON.parse(body).queries as Query[]).map(page).map(({ vulns, ...rest }) => ({
      ...(vulns && { vulns: vulns.map(({ id, modified }) => ({ id, modified })) }),
      ...rest,
    }));
    sendJson(response, 200, { results });
  };
  const { origin, close } = await listen(handle);
  return Object.assign(service, { env: { AZUREML_EXTRA_PACKAGES_OSV_URL: origin }, close });
}
