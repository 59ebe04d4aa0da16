import type { Evidence } from "../evidence/evidence.ts";
import type { MountEvidence } from "../evidence/subject.ts";
import type { EvidenceKind, Options } from "../inputs/options.ts";
import { withoutCredentials } from "../util/credentials.ts";
import { printable } from "../util/text.ts";
import type { Check, Finding } from "./check.ts";
import { applyRules, type RatedFindings } from "./severity.ts";

/** The result of the checks of a mount, with the severities that the input `checks` sets. */
export interface Verdict extends RatedFindings {
  /** No finding has the severity error. */
  readonly passed: boolean;
  /** The evidence of the imports; `files` if none were tried. */
  readonly verified: EvidenceKind;
  /** What the checks read; absent if the mount is not the expected one: then no evidence is collected. */
  readonly evidence: Evidence | undefined;
}

/** Runs each of these checks once. */
export function findingsOf<E extends MountEvidence>(checks: readonly Check<E>[], evidence: E): Finding[] {
  return checks.flatMap((check) =>
    [...check.find(evidence)].map((details): Finding => {
      const { message, hint } = details; // which may repeat what an installer or a server printed
      const plain = (text: string) => printable(withoutCredentials(text));
      const texts = { message: plain(message), hint: hint && plain(hint) };
      return { check: check.id, severity: check.severity, ...details, ...texts };
    }),
  );
}

export function verdictOf(findings: readonly Finding[], evidence: Evidence | undefined, options: Options): Verdict {
  const rated = applyRules(findings, options.checks);
  return {
    ...rated,
    passed: !rated.findings.some(({ severity }) => severity === "error"),
    verified: (evidence?.closure && evidence.container?.source.kind) ?? "files",
    evidence,
  };
}
