import { relative, resolve } from "node:path";
import type { Evidence } from "../evidence/evidence.ts";
import type { MountEvidence } from "../evidence/subject.ts";
import type { Options } from "../inputs/options.ts";
import type { Mode } from "../inputs/table.ts";
import type { Distribution } from "../mount/inventory/distribution.ts";
import type { ManifestRequirement } from "../mount/manifest/manifest.ts";
import { isAskedFor } from "../python/packaging/requirements.ts";
import { getOwn } from "../util/get-own.ts";
import { slashed } from "../util/text.ts";

export type Severity = "error" | "warning" | "notice";

/** A problem that a check found. */
export interface Finding {
  /** Id of the check. */
  readonly check: string;
  readonly severity: Severity;
  readonly message: string;
  /** Normalised name. */
  readonly distribution?: string | undefined;
  /** POSIX, relative to the mount. */
  readonly file?: string | undefined;
  /** Its location, if that is neither in the mount nor in a requirements file. */
  readonly place?: SourcePlace | undefined;
  /** Ids of what was found, in capitals: an advisory and its aliases. */
  readonly ids?: readonly string[] | undefined;
  /** The requirement that brought the distribution in. */
  readonly requirement?: ManifestRequirement | undefined;
  /** What to do. */
  readonly hint?: string | undefined;
  /** Findings with the same cause are one finding in the end. Without it, see `groupByCause`. */
  readonly cause?: Cause | undefined;
  /** The findings that this one stands for, if it stands for several. */
  readonly members?: readonly Finding[];
}

/** What several findings of a check have in common. */
export interface Cause {
  /** Unique within the check. */
  readonly key: string;
  /** Describes the findings with this cause, of which the most severe is first. */
  readonly describe: (members: readonly Finding[]) => Partial<Omit<Finding, "check" | "severity">>;
}

/** A line of the user's own code. */
export interface SourcePlace {
  /** Absolute. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** A finding as `find` returns it; the check's id and default severity are added. */
export type FindingDetails = Omit<Finding, "check" | "severity"> & { readonly severity?: Severity };

/** One check of a mount, with its documentation. The texts are sentences. */
export interface Check<E extends MountEvidence = Evidence> {
  /** A letter for the subject and a number: `P3`. */
  readonly id: string;
  /** In kebab-case, for people: `newer-glibc`. */
  readonly name: string;
  readonly severity: Severity;
  /** Its findings have ids, so that a rule of the input `checks` can be about one of them. */
  readonly hasIds?: true;
  /** The modes in which it runs. */
  readonly modes: readonly Mode[];
  readonly title: string;
  /** What is examined, and what is a finding. */
  readonly what: string;
  /** What happens in the container. */
  readonly inContainer: string;
  /** What to do about a finding. */
  readonly fix: string;
  /** When the check may be turned off. */
  readonly waive: string;
  readonly find: (evidence: E) => Iterable<FindingDetails>;
}

/** The requirement that brought a distribution in: its own, else the one that leads to it through others. */
export function requirementOf(name: string, { closure, requirements }: Evidence): ManifestRequirement | undefined {
  const root = closure && getOwn(closure.reached, name)?.root;
  const own = requirements.filter(isAskedFor).find((requirement) => requirement.name === name);
  return own ?? (root === undefined ? undefined : closure?.roots[root]);
}

/** `src/requirements.txt:3`, as a user sees it; `packages` for the input of that name. */
export function placeOfRequirement(
  { file, line }: ManifestRequirement,
  { workspace, codeDirectory }: Pick<Options, "workspace" | "codeDirectory">,
): string {
  return file === null ? "packages" : `${slashed(relative(workspace, resolve(codeDirectory, file)))}:${line}`;
}

/** A finding about a distribution, with the requirement that brought it in. */
export function about(
  distribution: Pick<Distribution, "name">,
  evidence: Evidence,
  details: Omit<FindingDetails, "distribution" | "requirement">,
): FindingDetails {
  const requirement = requirementOf(distribution.name, evidence);
  return { distribution: distribution.name, requirement, ...details };
}
