import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Ingredient, whatChanged } from "../cache-key.ts";
import { notItsManifest } from "../checks/tampering.ts";
import type { CacheOutcome } from "../delivery/candidate.ts";
import type { Mount } from "../mount/mount.ts";
import { movePack, type Opened, openPack } from "../mount/pack.ts";
import { discard } from "../mount/place.ts";
import type { Plan } from "../plan.ts";
import type { Host } from "../runner/host.ts";

/** What the cache gave, and why. */
export interface Restored {
  readonly mount: Mount | undefined;
  readonly testimony: unknown;
  readonly outcome: CacheOutcome;
  readonly reason: string;
  /** Where a mount that is built now is to be saved. */
  readonly saveKey: string;
}

/** GitHub's entries cannot be replaced: after a damaged one comes the next generation of its key. */
const GENERATIONS = ["", "-again", "-once-more"];

/**
 * Takes a mount from the cache under the plan's exact key, unpacks it beside its place and compares every byte with its
 * manifest. Whatever is not whole counts as not there.
 */
export async function restore(plan: Plan, outputDirectory: string, host: Host): Promise<Restored> {
  const saveKey = plan.key.text;
  const nothing = { mount: undefined, testimony: undefined };
  const change = whatChangedSince(plan, outputDirectory);
  const off = whyOff(plan, host);
  if (off !== undefined) return { ...nothing, saveKey, outcome: "off", reason: off };
  let damage: string | undefined;
  for (const generation of GENERATIONS) {
    const key = saveKey + generation;
    const opened = await open(key, plan, outputDirectory, host);
    if (opened === undefined) {
      const missed = { ...nothing, saveKey: key };
      if (damage === undefined)
        return { ...missed, outcome: "miss", reason: change ?? "nothing is saved under this key." };
      return { ...missed, outcome: "rebuilt", reason: `the entry was damaged: ${damage}` };
    }
    if (typeof opened !== "string") {
      return { ...opened, saveKey: key, outcome: "hit", reason: "same key, and every byte is as its manifest says." };
    }
    damage = opened;
    discard(plan.location.environmentDirectory);
    host.log.warning(`The cache entry is damaged and is not used: ${damage}`);
  }
  return { ...nothing, saveKey, outcome: "rebuilt", reason: `every entry was damaged: ${damage}` };
}

/** The unpacked entry; `undefined` when there is none, a sentence when it is damaged. */
async function open(key: string, plan: Plan, directory: string, host: Host): Promise<Opened | string | undefined> {
  const entry = join(host.temporary, "restored-entry");
  rmSync(entry, { recursive: true, force: true });
  mkdirSync(entry);
  const found = await host.cache?.restore(key, entry);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, PLAN), JSON.stringify(plan.key.ingredients, undefined, 2));
  if (found === "unusable") return "it cannot be unpacked";
  if (found !== "found") return undefined;
  const opened = await openPack(entry, plan, host);
  if (typeof opened === "string") return opened;
  const damage = whatDiffers(opened.mount);
  if (damage === undefined) movePack(entry, directory);
  return damage ?? opened;
}

function whyOff({ options, key }: Plan, host: Host): string | undefined {
  if (options.cache === "off") return "as the input cache or the event says.";
  if (key.uncacheable !== undefined) return `${key.uncacheable}, whose content no key can stand for.`;
  return host.cache === undefined ? "there is no cache service here." : undefined;
}

function whatDiffers({ inventory, manifest }: Mount): string | undefined {
  const [first] = notItsManifest.find({ inventory, manifest } as Parameters<typeof notItsManifest.find>[0]);
  return first?.message;
}

const PLAN = "plan.json";

/** Which ingredient of the key changed since the last run that wrote to the same place. */
function whatChangedSince({ key }: Plan, outputDirectory: string): string | undefined {
  const file = join(outputDirectory, PLAN);
  if (!existsSync(file)) return undefined;
  try {
    const before = JSON.parse(readFileSync(file, "utf8")) as readonly Ingredient[];
    const changes = whatChanged(before, key.ingredients);
    return changes.length === 0 ? undefined : `since the last run ${changes.join("; ")}.`;
  } catch {
    return undefined; // a half-written file of a run that was cut off
  }
}
