// Where auditwheel or pip check says something else than the findings, and why.
import { keyOf, type Result } from "./cases.ts";
import data from "./explanations.json" with { type: "json" };

type Tool = "auditwheel" | "pip check";

interface Difference {
  readonly name: string;
  readonly python: Result["python"];
  readonly tool: Tool;
  /** `""`: the tool is silent about a distribution that has an error. */
  readonly says: string;
  readonly findings: string;
  readonly why: string | undefined;
}

interface Explanation {
  readonly tool: string;
  /** Regular expression for `WHAT THE TOOL SAYS|FINDING`, either of which may be empty. */
  readonly text: string;
  /** Regular expression for the row's key. */
  readonly row?: string;
  readonly why: string;
}

/** Checks about the subject of each tool. */
const SUBJECTS: Record<Tool, RegExp> = { auditwheel: /^(P3|P4) /, "pip check": /^(I1|I2|B1) / };

/** Each difference once: most rows have the same packages. */
export function differencesFromTools(results: readonly Result[]): Difference[] {
  const seen = new Set<string>();
  return results.flatMap(differencesOf).filter(({ tool, says, findings }) => {
    const key = `${tool}: ${says} ${findings}`;
    return !seen.has(key) && seen.add(key);
  });
}

function differencesOf(result: Result): Difference[] {
  const { auditwheel, pipCheck } = result;
  const audited = auditwheel === undefined ? [] : compare(result, "auditwheel", auditwheel);
  return [...audited, ...compare(result, "pip check", pipCheck)];
}

function compare(result: Result, tool: Tool, sentences: readonly string[]): Difference[] {
  const { name, python, errors, warnings } = result;
  const own = errors.filter((finding) => SUBJECTS[tool].test(finding));
  const named = new Set([...errors, ...warnings].map(distributionOf));
  const make = (says: string, findings: string): Difference => {
    return { name, python, tool, says, findings, why: whyOf(tool, `${says}|${findings}`, keyOf(result)) };
  };
  const unknown = sentences.filter((sentence) => !wordsOf(sentence).some((word) => named.has(word)));
  const silent = own.filter((finding) => !sentences.some((text) => wordsOf(text).includes(distributionOf(finding))));
  return [...unknown.map((sentence) => make(sentence, "")), ...silent.map((finding) => make("", finding))];
}

const distributionOf = (finding: string) => finding.split(" ").slice(1).join(" ");

/** Names of distributions as they are in findings. */
function wordsOf(sentence: string): string[] {
  return sentence
    .toLowerCase()
    .split(/[\s,;<>=~!()[\]]+/)
    .map((word) => word.replaceAll(/[_.]/g, "-"));
}

/** @param text what the tool says, `|`, and the findings */
export function whyOf(tool: Tool | "the image", text: string, row: string): string | undefined {
  const fits = (data.explanations as Explanation[]).find(
    (one) => one.tool === tool && new RegExp(one.text).test(text) && new RegExp(one.row ?? "").test(row),
  );
  return fits?.why;
}
