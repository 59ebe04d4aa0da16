import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CacheOutcome } from "../delivery/build-result.ts";
import { OUTPUT_FILES } from "../delivery/output-files.ts";
import { trustedPart } from "../evidence/cached/trust.ts";
import type { Host } from "../host/host.ts";
import { movePack, type Opened, openPack, removePack } from "../mount/archive/pack.ts";
import { compareWithManifest } from "../mount/manifest/compare.ts";
import type { Mount } from "../mount/mount.ts";
import { discard } from "../mount/swap-directories.ts";
import { type Ingredient, whatChanged } from "../plan/cache-key.ts";
import type { Plan } from "../plan/plan.ts";

/** The result of looking in the cache, and the reason. */
export interface CacheResult {
  readonly mount: Mount | undefined;
  readonly evidence: unknown;
  readonly outcome: CacheOutcome;
  readonly reason: string;
  /** The key under which a new build is saved. */
  readonly saveKey: string;
}

/** Suffixes of the key. GitHub's entries cannot be replaced, so a damaged entry is followed by the next key. */
const GENERATIONS = ["", "-again", "-once-more"];

const SAME = "the key is the same, and every file matches the manifest.";
const RELOCATED = `${SAME} Another code directory made the entry, so the manifest is rewritten with the paths of this one.`;

const UNREAD = "the cache could not be read, as a warning says.";

/**
 * Takes a mount from the cache under the plan's exact key, unpacks it next to its final location and compares every
 * byte with its manifest. A damaged entry is not used.
 */
export async function findInCache(plan: Plan, outputDirectory: string, host: Host): Promise<CacheResult> {
  const saveKey = plan.key.text;
  const nothing = { mount: undefined, evidence: undefined };
  const change = whatChangedSince(plan, outputDirectory);
  const off = whyOff(plan, host);
  if (off !== undefined) return { ...nothing, saveKey, outcome: "off", reason: off };
  let damage: string | undefined;
  for (const generation of GENERATIONS) {
    const key = saveKey + generation;
    const opened = await open(key, plan, outputDirectory, host);
    if (opened === "absent" || opened === "failed") {
      const missed = { ...nothing, saveKey: key };
      if (damage !== undefined) return { ...missed, outcome: "rebuilt", reason: `the entry was damaged: ${damage}` };
      const reason = opened === "failed" ? UNREAD : (change ?? "the cache has no entry for this key.");
      return { ...missed, outcome: "miss", reason };
    }
    if (!("damage" in opened)) {
      const { mount, isRelocated } = opened;
      const { evidence, leftOut } = trustedPart(opened.evidence, plan);
      if (leftOut !== undefined) host.log.info(`The evidence in the cache is collected anew: ${leftOut}.`);
      return { mount, evidence, saveKey: key, outcome: "hit", reason: isRelocated ? RELOCATED : SAME };
    }
    damage = opened.damage;
    discard(plan.location.environmentDirectory);
    host.log.warning(`The cache entry is damaged and is not used: ${damage}`);
  }
  return { ...nothing, saveKey, outcome: "rebuilt", reason: `every entry was damaged: ${damage}` };
}

/** The unpacked entry, or what is wrong with it. */
async function open(
  key: string,
  plan: Plan,
  directory: string,
  host: Host,
): Promise<Opened | { readonly damage: string } | "absent" | "failed"> {
  const entry = join(host.temporary, "restored-entry");
  rmSync(entry, { recursive: true, force: true });
  mkdirSync(entry);
  const found = (await host.cache?.restore(key, entry)) ?? "absent";
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, OUTPUT_FILES.plan), JSON.stringify(plan.key.ingredients, undefined, 2));
  if (found === "unusable") return { damage: "it cannot be unpacked" };
  if (found !== "found") return found;
  const opened = await openPack(entry, plan, host);
  if (typeof opened === "string") return { damage: opened };
  const damage = whatDiffers(opened.mount);
  if (damage !== undefined) return { damage };
  // The archive contains the manifest, so it is packed anew with the paths of this code directory.
  if (opened.isRelocated) removePack(directory);
  else movePack(entry, directory);
  return opened;
}

function whyOff({ options, key }: Plan, host: Host): string | undefined {
  if (options.cache === "off") return options.cacheReason;
  if (key.uncacheable !== undefined) return `${key.uncacheable}, which is built anew in every run.`;
  return host.cache === undefined ? "no cache service is available." : undefined;
}

function whatDiffers({ inventory, manifest }: Mount): string | undefined {
  const [first] = manifest === undefined ? [] : compareWithManifest(manifest, inventory);
  return first && `${first.path} ${first.what} since the mount was built.`;
}

/** Which ingredient of the key changed since the last run that wrote to the same place. */
function whatChangedSince({ key }: Plan, outputDirectory: string): string | undefined {
  const file = join(outputDirectory, OUTPUT_FILES.plan);
  if (!existsSync(file)) return undefined;
  try {
    const before = JSON.parse(readFileSync(file, "utf8")) as readonly Ingredient[];
    const changes = whatChanged(before, key.ingredients);
    return changes.length === 0 ? undefined : `since the last run, ${changes.join("; ")}.`;
  } catch {
    return undefined; // an incomplete file of an interrupted run
  }
}
