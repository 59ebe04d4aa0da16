import type { Distribution } from "../mount/distribution.ts";
import { sourceOfBytecode } from "../mount/inventory.ts";
import { own } from "../own.ts";
import { plural } from "../text.ts";
import { type Answer, about, type Check, type Evidence, type Severity } from "./check.ts";
import { NOT_FOR_IMPORT } from "./import-probe.ts";
import { groupBy } from "./many.ts";
import { isAsRecorded, rowsOf } from "./recorded.ts";
import { sharedFiles } from "./shared-sources.ts";

/** Does every file have one owner? */

export const twoOwners: Check = {
  id: "R6",
  severity: "error",
  title: "two distributions own one file",
  explanation:
    "Two RECORDs list the same path: the distribution that was installed last has overwritten the other's file. With different contents (`opencv-python` beside `opencv-python-headless`) one of them is broken, and which one depends on the order of installation. Keep one of the two, or, where one requires the other, pin releases that fit together. Python modules are compared as Python compiles them, so line ends, comments and blank lines make no difference, and every `__init__.py` that only shares a namespace package (`pkgutil.extend_path`, `pkg_resources.declare_namespace`, or nothing at all) is equal to every other. It is a warning where a RECORD has no hash to compare, or where the overwritten text could not be obtained and the one that is there only shares a namespace; and a notice for the same content twice, for texts such as LICENSE, and for directories at the root that nothing imports (`tests`, `docs`, `examples`, `samples`, `scripts`). Safe to turn off when you know that both contents do.",
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

/** Bytecode follows its source, which is judged itself. */
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
  const forms = own(evidence.sharedSources ?? {}, path) ?? {};
  const found = new Set(recorded.map((hash) => own(forms, hash)).map(likeNothing));
  const isUnknown = found.delete(undefined);
  if (!isUnknown) return known(found.size === 1 ? "notice" : "error");
  // The build that made a manifest has compared the texts.
  const isJudged = evidence.manifest !== undefined && found.size <= 1;
  const onlyShares = Object.values(forms).includes("shares") && found.size === 1;
  return { severity: isJudged || onlyShares ? "warning" : "error", isUnknown };
}

/** In one directory a namespace package needs no statement. */
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

function conflict(files: readonly Shared[], evidence: Evidence): Answer {
  const [path, owners] = files[0] as Shared;
  const { severity, isUnknown } = weigh(path, owners, evidence);
  const winner = owners.find((owner) => isAsRecorded(path, owner, evidence.inventory));
  const whose = winner && severity !== "notice" ? ` ${path} is ${winner.name}'s.` : "";
  const unknown = isUnknown ? " What the others have there is not known here." : "";
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
    return `${needing.name} requires ${needed.name}, so both stay: pin releases of them that have the same ${path}, or only one of which has it.`;
  }
  const keep = `Keep one of ${owners.map(({ name }) => name).join(", ")}`;
  const comesWith = owners.flatMap(({ name }) => {
    const by = own(closure?.reached ?? {}, name)?.by;
    return by ? [`${name} comes with ${by}`] : [];
  });
  return comesWith.length === 0 ? `${keep}.` : `${keep}: ${comesWith.join(", ")}.`;
}

/** Whether a distribution requires another, directly or through others. */
function requires(name: string, other: string, closure: Evidence["closure"], seen = new Set([name])): boolean {
  if (name === other) return false;
  const needs = own(closure?.needs ?? {}, name) ?? [];
  return needs.some((need) => {
    if (need === other) return true;
    if (seen.has(need)) return false;
    seen.add(need);
    return requires(need, other, closure, seen);
  });
}
