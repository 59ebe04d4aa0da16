import type { Advisory } from "./advisory.ts";

/** What a source of advisories has about some distributions. */
export interface Found {
  /** By normalised name. */
  readonly advisories: ReadonlyMap<string, readonly Advisory[]>;
  /** The day of the newest record, for a copy of a database; `""` for a service. */
  readonly asOf: string;
  /** Why the answer may be incomplete, as a clause; absent if it is complete. */
  readonly problem: string | undefined;
}
