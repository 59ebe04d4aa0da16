// What differs between a run in a repository of test/field and what is expected of it.
import { type ExpectedError, type ExpectedFinding, type ExpectedRun, isIn } from "./expected.ts";

export interface SeenFinding {
  readonly check: string;
  readonly severity: string;
  readonly distribution?: string | undefined;
  /** `file:line`, relative to the repository. */
  readonly place: string;
  /** Message and hint. */
  readonly text: string;
}

export interface SeenError {
  readonly place: string;
  readonly message: string;
  readonly hint: string;
}

export interface SeenRun {
  readonly exitCode: number | null;
  readonly verdict: string;
  readonly image: string;
  readonly installed: readonly string[];
  readonly findings: readonly SeenFinding[];
  readonly errors: readonly SeenError[];
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** A sentence for each difference. */
export function differences(expected: ExpectedRun, seen: SeenRun): string[] {
  const { findings = [], errors = [], says = [], notReported = [], outputs = {} } = expected;
  const ids = seen.findings.map(({ check }) => check);
  return [
    ...unequal("exit code", expected.exitCode, seen.exitCode),
    ...unequal("verdict", expected.verdict, seen.verdict),
    ...unequal("image", expected.image ?? seen.image, seen.image),
    ...unequal("installed", (expected.installed ?? seen.installed).join(" "), seen.installed.join(" ")),
    ...findingDifferences(findings, seen.findings),
    ...errorDifferences(errors, seen.errors),
    ...says.filter((text) => !isIn(text, seen.log)).map((text) => `the log does not say: ${text}`),
    ...notReported
      .filter((text) => ids.includes(text) || isIn(text, seen.log))
      .map((text) => `reported, and should not be: ${text}`),
    ...Object.entries(outputs)
      .filter(([name, text]) => !isIn(text, seen.outputs[name] ?? ""))
      .map(([name, text]) => `output ${name} is not ${text} but ${seen.outputs[name]}`),
  ];
}

/** The same for a step of a workflow, whose annotations are all that is compared: one for each cause. */
export function differencesInAction(
  expected: ExpectedRun,
  seen: Pick<SeenRun, "findings" | "errors"> & { readonly succeeded: boolean },
): string[] {
  const ids = seen.findings.map(({ check }) => check);
  return [
    ...unequal("success", expected.exitCode === 0, seen.succeeded),
    ...findingDifferences((expected.findings ?? []).map(asOneCause), seen.findings),
    ...errorDifferences(expected.errors ?? [], seen.errors),
    ...(expected.notReported ?? []).filter((id) => ids.includes(id)).map((id) => `reported, and should not be: ${id}`),
  ];
}

/** Notices of one check about several distributions are one annotation. */
function asOneCause({ distributions, ...one }: ExpectedFinding): ExpectedFinding {
  return one.severity === "notice" ? one : { ...one, ...(distributions && { distributions }) };
}

function unequal(what: string, expected: unknown, seen: unknown): string[] {
  return expected === seen ? [] : [`${what}: expected ${expected}, seen ${seen}`];
}

function findingDifferences(expected: readonly ExpectedFinding[], seen: readonly SeenFinding[]): string[] {
  const left = [...seen];
  const missing = expected.flatMap(eachDistribution).filter((one) => {
    const at = left.findIndex((other) => fits(one, other));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [
    ...missing.map((one) => `not found: ${JSON.stringify(one)}`),
    ...left.filter(({ severity }) => severity !== "notice").map((one) => `found too: ${JSON.stringify(one)}`),
  ];
}

interface OneFinding extends Omit<ExpectedFinding, "distributions"> {
  readonly distribution?: string;
}

function eachDistribution({ distributions, ...one }: ExpectedFinding): OneFinding[] {
  return distributions === undefined ? [one] : distributions.map((distribution) => ({ ...one, distribution }));
}

function fits(expected: OneFinding, seen: SeenFinding): boolean {
  const { check, severity, distribution, place, says = [] } = expected;
  if (check !== seen.check || severity !== seen.severity) return false;
  const isAbout = (name: string) => (seen.distribution ?? name) === name && seen.text.includes(name);
  if (distribution !== undefined && !isAbout(distribution)) return false;
  return (place ?? seen.place) === seen.place && says.every((text) => isIn(text, seen.text));
}

function errorDifferences(expected: readonly ExpectedError[], seen: readonly SeenError[]): string[] {
  const length = Math.max(expected.length, seen.length);
  return [...Array(length).keys()].flatMap((at) => {
    const [one, other] = [expected[at], seen[at]];
    if (one === undefined) return [`error too: ${JSON.stringify(other)}`];
    const isSame =
      other !== undefined &&
      (one.place ?? "") === other.place &&
      isIn(one.message, other.message) &&
      (one.hint === undefined || isIn(one.hint, other.hint));
    return isSame ? [] : [`expected the error ${JSON.stringify(one)}, seen ${JSON.stringify(other)}`];
  });
}
