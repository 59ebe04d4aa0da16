import type { Evidence } from "../../evidence/evidence.ts";
import { NOT_FOR_IMPORT } from "../../evidence/imports/try-imports.ts";
import { sharedFiles } from "../../evidence/shared-sources.ts";
import { about, type Check, type FindingDetails, type Severity } from "../../findings/check.ts";
import type { Distribution } from "../../mount/inventory/distribution.ts";
import { sourceOfBytecode } from "../../mount/inventory/inventory.ts";
import { isAsRecorded, rowsOf } from "../../mount/inventory/recorded.ts";
import { getOwn } from "../../util/get-own.ts";
import { groupBy } from "../../util/group-by.ts";
import { plural } from "../../util/text.ts";

/** Does every file have one owner? */

export const twoOwners: Check = {
  id: "R6",
  name: "file-with-two-owners",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "two distributions own the same file",
  what: "Two RECORDs list one path with different content. It is a warning if that cannot be decided; a notice for equal code or namespace statements, texts, and directories such as `tests` that nothing imports.",
  inContainer:
    "The distribution that was installed last has overwritten the other's file. One of them is broken, as with opencv-python beside opencv-python-headless.",
  fix: "Keep one of the two. If one requires the other, pin releases that fit together.",
  waive: "Safe when you know that either content works.",
  *find(evidence) {
    const shared = [...sharedFiles(evidence.inventory)].filter(([path]) => !isBytecodeOfShared(path, evidence));
    const groups = groupBy(shared, ([path, owners]) => {
      const { severity, isUnknown } = weigh(path, owners, evidence);
      return `${severity} ${isUnknown} ${owners.map(({ directory }) => directory).join(" ")}`;
    });
    for (const files of groups.values()) yield conflict(files, evidence);
  },
};

type Shared = readonly [path: string, owners: readonly Distribution[]];

/** Whether it is bytecode of a source with two owners: then the source is reported instead. */
function isBytecodeOfShared(path: string, { inventory }: Evidence): boolean {
  const source = sourceOfBytecode(path);
  return source !== undefined && (inventory.owners.get(source)?.length ?? 0) > 1;
}

interface Weight {
  readonly severity: Severity;
  /** Whether an overwritten text could not be obtained. */
  readonly isUnknown: boolean;
}

function weigh(path: string, owners: readonly Distribution[], evidence: Evidence): Weight {
  const known = (severity: Severity) => ({ severity, isUnknown: false });
  const rows = owners.flatMap((owner) => rowsOf(owner, evidence.inventory).get(path) ?? []);
  if (rows.some(({ hash }) => hash === undefined)) return known("warning");
  const recorded = [...new Set(rows.map(({ hash }) => `${hash?.algorithm}=${hash?.digest}`))];
  if (recorded.length === 1 || isHarmless(path, evidence)) return known("notice");
  if (!path.endsWith(".py")) return known("error");
  const forms = getOwn(evidence.sharedSources ?? {}, path) ?? {};
  const found = new Set(recorded.map((hash) => getOwn(forms, hash)).map(likeNothing));
  const isUnknown = found.delete(undefined);
  if (!isUnknown) return known(found.size === 1 ? "notice" : "error");
  // The build that wrote the manifest has compared the texts.
  const isJudged = evidence.manifest !== undefined && found.size <= 1;
  const onlyShares = Object.values(forms).includes("shares") && found.size === 1;
  return { severity: isJudged || onlyShares ? "warning" : "error", isUnknown };
}

/** In a single directory, a namespace package needs no declaration. */
function likeNothing(form: string | undefined): string | undefined {
  return form === "shares" ? "nothing" : form;
}

function isHarmless(path: string, { scoring }: Evidence): boolean {
  const [first = "", ...rest] = path.split("/");
  if (rest.length === 0 && !/\.(py|so|pyd|pth)$/.test(first)) return true;
  if (/(^|\/)py\.typed$|\.pyi$/.test(path)) return true;
  const name = first.split(".")[0] ?? "";
  return NOT_FOR_IMPORT.test(name) && !scoring?.imports.some(({ module }) => module.split(".")[0] === name);
}

function conflict(files: readonly Shared[], evidence: Evidence): FindingDetails {
  const [path, owners] = files[0] as Shared;
  const { severity, isUnknown } = weigh(path, owners, evidence);
  const winner = owners.find((owner) => isAsRecorded(path, owner, evidence.inventory));
  const whose = winner && severity !== "notice" ? ` ${path} is from ${winner.name}.` : "";
  const unknown = isUnknown ? " The content that the others had there is not known." : "";
  return about(owners[0] as Distribution, evidence, {
    severity,
    file: path,
    message: `${allOf(owners)} own ${plural(files.length, "file")}.${whose}${unknown}`,
    hint: severity === "notice" ? undefined : advice(path, owners, evidence),
  });
}

/** `a and b both`, `a, b and c all`. */
function allOf(owners: readonly Distribution[]): string {
  const names = owners.map(({ name }) => name);
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)} ${names.length > 2 ? "all" : "both"}`;
}

function advice(path: string, owners: readonly Distribution[], { closure }: Evidence): string {
  const needing = owners.find(({ name }) => owners.some((other) => requires(name, other.name, closure)));
  const needed = owners.find(({ name }) => needing && requires(needing.name, name, closure));
  if (needing && needed) {
    return `Pin releases of ${needing.name} and ${needed.name} that have the same ${path}, or of which only one has it: ${needing.name} requires ${needed.name}, so both stay.`;
  }
  const keep = `Keep one of ${owners.map(({ name }) => name).join(", ")}`;
  const comesWith = owners.flatMap(({ name }) => {
    const by = getOwn(closure?.reached ?? {}, name)?.by;
    return by ? [`${name} comes with ${by}`] : [];
  });
  return comesWith.length === 0 ? `${keep}.` : `${keep}: ${comesWith.join(", ")}.`;
}

/** Whether a distribution requires another, directly or through others. */
function requires(name: string, other: string, closure: Evidence["closure"], seen = new Set([name])): boolean {
  if (name === other) return false;
  const needs = getOwn(closure?.needs ?? {}, name) ?? [];
  return needs.some((need) => {
    if (need === other) return true;
    if (seen.has(need)) return false;
    seen.add(need);
    return requires(need, other, closure, seen);
  });
}
