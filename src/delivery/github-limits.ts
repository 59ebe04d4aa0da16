import type { Host } from "../host/host.ts";
import type { Options } from "../inputs/options.ts";
import type { Inventory } from "../mount/inventory/inventory.ts";
import { humanBytes } from "../util/text.ts";

/** Bytes that GitHub keeps of a repository's cache entries unless its owner has raised the limit; also of one entry. */
const CACHE_OF_REPOSITORY = 10e9;
/** Of the bytes of a mount, about as many are left in its archive. */
const PACKED = 0.5;
/** Above this part of the limit, a few entries displace those of all other workflows. */
const LARGE_PART = 0.2;

/** Says before a mount is packed that its cache entry takes much of what GitHub keeps. */
export function tellLimits(files: Inventory["files"], { cache }: Options, host: Host): void {
  if (host.kind !== "github" || cache === "off") return;
  const text = aboutLimits([...files.values()].reduce((sum, { size }) => sum + size, 0));
  if (text !== undefined) host.log.notice(text);
}

/**
 * @param bytes of the files
 * @returns `undefined` for a mount that is not large
 */
export function aboutLimits(bytes: number): string | undefined {
  const packed = bytes * PACKED;
  if (packed < CACHE_OF_REPOSITORY * LARGE_PART) return undefined;
  const size = `The packages have ${humanBytes(bytes)}, about ${humanBytes(packed)} when packed.`;
  const limit = `${CACHE_OF_REPOSITORY / 1e9} GB`;
  const kept =
    packed > CACHE_OF_REPOSITORY
      ? `GitHub accepts no cache entry of more than ${limit}, so that every run builds them anew.`
      : `GitHub keeps ${limit} of cache entries for a repository, unless its owner has raised that, and deletes those that were not used for longest: ${Math.floor(CACHE_OF_REPOSITORY / packed)} of this size fill it.`;
  return `${size} ${kept} To make it smaller, set slim: on, or, for an image without a GPU, require the CPU build of torch, which has a fifth of the size.`;
}
