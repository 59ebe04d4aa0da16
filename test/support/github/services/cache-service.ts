// github.actions.results.api.v1.CacheService
import { type Blob, type BlobStore, sizeOf } from "./blob-store.ts";
import { type Method, ok, refuse } from "./twirp.ts";

export interface CacheEntry {
  id: number;
  key: string;
  /** Hash of the cached paths and the compression: another one is another entry. */
  version: string;
  complete: boolean;
  blob: Blob;
}

interface Store {
  caches: CacheEntry[];
  blobs: BlobStore;
  signed(blob: Blob): string;
}

type Wanted = { key: string; version: string; restore_keys?: string[]; size_bytes?: string };

export function cacheMethods({ caches, blobs, signed }: Store): Record<string, Method> {
  let lastId = 500;
  const find = ({ key, version }: Wanted) => caches.find((entry) => entry.key === key && entry.version === version);
  return {
    CreateCacheEntry: (wanted: Wanted) => {
      if (find(wanted))
        return refuse(409, "already_exists", "cache entry with the same key, version, and scope already exists");
      const blob = blobs.reserve(wanted.key);
      caches.push({ id: ++lastId, key: wanted.key, version: wanted.version, complete: false, blob });
      return ok({ ok: true, signed_upload_url: signed(blob) });
    },
    FinalizeCacheEntryUpload: (wanted: Wanted) => {
      const entry = find(wanted);
      if (!entry) return refuse(404, "not_found", "no such cache entry");
      if (String(sizeOf(entry.blob)) !== wanted.size_bytes) return refuse(400, "invalid_argument", "size differs");
      entry.complete = true;
      return ok({ ok: true, entry_id: String(entry.id) });
    },
    GetCacheEntryDownloadURL: (wanted: Wanted) => {
      const entry = match(caches, wanted);
      if (!entry) return ok({ ok: false });
      return ok({ ok: true, signed_download_url: signed(entry.blob), matched_key: entry.key });
    },
  };
}

/** The service treats every key, including the first, as a prefix if no entry has exactly that key; the newest wins. */
function match(caches: CacheEntry[], { key, version, restore_keys = [] }: Wanted): CacheEntry | undefined {
  const candidates = caches.filter((entry) => entry.complete && entry.version === version);
  for (const wanted of [key, ...restore_keys]) {
    const exact = candidates.find((entry) => entry.key === wanted);
    const found = exact ?? candidates.findLast((entry) => entry.key.startsWith(wanted));
    if (found) return found;
  }
  return undefined;
}
