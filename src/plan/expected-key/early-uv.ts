import type { Host } from "../../host/host.ts";
import type { Options } from "../../inputs/options.ts";
import { BEFORE_PIP, fetchUv } from "../../python/fetch/fetch-uv.ts";
import { settingsOnlyPipReads } from "../../python/packaging/pip-settings.ts";
import type { EarlyEntry } from "./early-entry.ts";

/**
 * Fetches uv while Python reads the requirements, once it is known that the cache has no entry. Whether uv is used, the plan
 * decides. @param end aborts it
 * @returns when it has ended; never rejects, because an error is reported when uv is used
 */
export async function fetchUvEarly(
  { answer, settings }: EarlyEntry,
  { installer }: Options,
  end: AbortSignal,
  host: Host,
): Promise<void> {
  if (installer === "pip" || settingsOnlyPipReads(settings).length > 0) return;
  const limits = { firstByte: BEFORE_PIP, end };
  if ((await answer) === "absent" && !end.aborted) await fetchUv(settings, limits, host).catch(() => {});
}
