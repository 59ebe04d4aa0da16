import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CacheOutcome } from "../delivery/build-result.ts";
import { OUTPUT_FILES } from "../delivery/output-files.ts";
import { trustedPart } from "../evidence/cached/trust.ts";
import { onThisServer } from "../host/github/service.ts";
import type { Host } from "../host/host.ts";
import { movePack, type Opened, openPack, removePack, unpackPack } from "../mount/archive/pack.ts";
import type { Unpacked } from "../mount/archive/unpack.ts";
import { compareWithManifest } from "../mount/manifest/compare.ts";
import type { Mount } from "../mount/mount.ts";
import { discard } from "../mount/swap-directories.ts";
import type { AskedEntry } from "../plan/expected-key/early-entry.ts";
import { type Ingredient, whatChanged } from "../plan/ingredients.ts";
import { differencesOf, prefixesOf } from "../plan/key-text.ts";
import type { Plan } from "../plan/plan.ts";
import { early } from "../util/schedule.ts";

/** The result of looking in the cache, and the reason. */
export interface CacheResult {
  readonly mount: Mount | undefined;
  readonly evidence: unknown;
  readonly outcome: CacheOutcome;
  readonly reason: string;
  /** The key under which a new build is saved. */
  readonly saveKey: string;
  /** After a miss: the key of the entry that is most like this plan, if there is one. Never rejects. */
  readonly similar: Promise<string | undefined>;
  /** What is different in that entry, as a sentence, unless `reason` says it. Never rejects. */
  readonly comparison: Promise<string | undefined>;
}

/** Suffixes of the key. GitHub's entries cannot be replaced, so a damaged entry is followed by the next key. */
const GENERATIONS = ["", "-again", "-once-more"];

const SAME = "the key is the same, and every file matches the manifest.";
const RELOCATED = `${SAME} Another code directory made the entry, so the manifest is rewritten with the paths of this one.`;

const NONE = Promise.resolve(undefined);

const LIST = new Intl.ListFormat("en");

const UNREAD = "the cache could not be read, as a warning says.";

/**
 * Takes a mount from the cache under the plan's exact key, unpacks it next to its final location and compares every
 * byte with its manifest. A damaged entry is not used.
 */
export async function findInCache(
  plan: Plan,
  asked: Asked | undefined,
  outputDirectory: string,
  host: Host,
): Promise<CacheResult> {
  const saveKey = plan.key.text;
  const nothing = { mount: undefined, evidence: undefined, similar: NONE, comparison: NONE };
  const change = whatChangedSince(plan, outputDirectory);
  const agreed = await ofThisPlan(asked, plan, host);
  const off = whyOff(plan, host);
  if (off !== undefined) return { ...nothing, saveKey, outcome: "off", reason: off };
  let damage: string | undefined;
  for (const generation of GENERATIONS) {
    const key = saveKey + generation;
    const entry = key === agreed?.key ? agreed : later(key, plan, host);
    const opened = await open(entry, plan, outputDirectory, host);
    if (opened === "absent" || opened === "failed") {
      const missed = { ...nothing, saveKey: key };
      if (damage !== undefined) return { ...missed, outcome: "rebuilt", reason: `the entry was damaged: ${damage}` };
      if (opened === "failed") return { ...missed, outcome: "miss", reason: UNREAD };
      const similar = host.cache?.similar(prefixesOf(saveKey)) ?? NONE;
      if (change !== undefined) return { ...missed, outcome: "miss", reason: change, similar };
      const comparison = similar.then((other) => comparedWith(other, plan));
      return { ...missed, outcome: "miss", reason: "the cache has no entry for this key.", similar, comparison };
    }
    if (!("damage" in opened)) {
      const { mount, isRelocated } = opened;
      const { evidence, leftOut } = trustedPart(opened.evidence, plan);
      if (leftOut !== undefined) host.log.info(`The evidence in the cache is collected anew: ${leftOut}.`);
      const reason = isRelocated ? RELOCATED : SAME;
      return { ...nothing, mount, evidence, saveKey: key, outcome: "hit", reason };
    }
    damage = opened.damage;
    discard(plan.location.environmentDirectory);
    host.log.warning(`The cache entry is damaged and is not used: ${damage}`);
  }
  return { ...nothing, saveKey, outcome: "rebuilt", reason: `every entry was damaged: ${damage}` };
}

/** An entry that the cache was asked for. */
export interface Asked extends AskedEntry {
  /** Its mount, next to the final location, or why it cannot be used; `undefined` if it is not found. */
  readonly unpacking: Promise<Unpacked | string | undefined>;
}

/** Unpacks an entry as soon as it is found. @param environmentDirectory absolute: the final location */
export function unpackFound(entry: AskedEntry, environmentDirectory: string, host: Host): Asked {
  const unpacking = entry.answer.then((answer) =>
    answer === "found" ? unpackPack(entry.directory, environmentDirectory, host) : undefined,
  );
  return { ...entry, unpacking: early(unpacking) };
}

/** What was asked for before the plan was made, if the plan agrees with it. */
async function ofThisPlan(asked: Asked | undefined, plan: Plan, host: Host): Promise<Asked | undefined> {
  if (asked === undefined || asked.key === plan.key.text) return asked;
  const answer = await asked.answer;
  await asked.unpacking.catch(() => {}); // it is of no use, and neither is its error
  discard(plan.location.environmentDirectory);
  rmSync(asked.directory, { recursive: true, force: true });
  const what = answer === "found" ? "A miss: the entry" : "The answer";
  host.log.info(
    `Cache: ${what} for ${asked.key} is not used: that key was expected before Python had read the requirements, and theirs is ${plan.key.text}.`,
  );
  return undefined;
}

/** Asks the cache now. */
function later(key: string, { location }: Plan, host: Host): Asked {
  const directory = join(host.temporary, "restored-entry");
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory);
  const answer = early(host.cache?.restore(key, directory) ?? Promise.resolve("absent" as const));
  return unpackFound({ key, directory, answer }, location.environmentDirectory, host);
}

/** The unpacked entry, or what is wrong with it. */
async function open(
  { directory: entry, answer, unpacking }: Asked,
  plan: Plan,
  directory: string,
  host: Host,
): Promise<Opened | { readonly damage: string } | "absent" | "failed"> {
  const found = await answer;
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, OUTPUT_FILES.plan), JSON.stringify(plan.key.ingredients, undefined, 2));
  if (found === "unusable") return { damage: "it cannot be unpacked" };
  if (found !== "found") return found;
  const unpacked = await unpacking;
  const opened = typeof unpacked === "object" ? openPack(entry, unpacked, plan, host) : (unpacked ?? "it is not found");
  if (typeof opened === "string") return { damage: opened };
  const damage = whatDiffers(opened.mount);
  if (damage !== undefined) return { damage };
  // The archive contains the manifest, so it is packed anew with the paths of this code directory.
  if (opened.isRelocated) removePack(directory);
  else movePack(entry, directory);
  return opened;
}

function whyOff({ options, key }: Plan, host: Host): string | undefined {
  if (options.cache === "off") return host.reword(options.cacheReason);
  if (key.uncacheable !== undefined) return `${key.uncacheable}, which is built anew in every run.`;
  return host.cache === undefined ? `no cache service is available${onThisServer(host.environment)}.` : undefined;
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

/** What is different in the entry with the key `similar`, as a sentence. */
function comparedWith(similar: string | undefined, { key }: Plan): string | undefined {
  const differences = similar === undefined ? [] : differencesOf(key.ingredients, key.text, similar);
  return differences.length === 0 ? undefined : `The most similar entry differs in ${LIST.format(differences)}.`;
}
