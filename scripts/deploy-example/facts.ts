// What the container reported, as facts.
import type { Options } from "./options.ts";

/** What score_and_report.py answers. */
export interface Report {
  readonly python: string;
  readonly glibc: string;
  readonly user: { readonly uid: number; readonly gid: number };
  readonly mountOnSearchPath: boolean;
  readonly pythonPathOnSearchPath: boolean;
  readonly codeDirectory: { readonly path: string; readonly writable: boolean };
  readonly mount: { readonly path: string; readonly writable: boolean };
  /** Kind, mode and owner → count. */
  readonly uploadedFiles: Readonly<Record<string, number>>;
}

export interface Facts {
  readonly schema: 1;
  readonly image: string;
  /** Date and time, ISO 8601. */
  readonly observed: string;
  /** Whether the container puts the directory of each variable on Python's search path. */
  readonly readsVariables: { readonly AZUREML_EXTRA_PYTHON_LIB_PATH: boolean; readonly PYTHONPATH: boolean };
  /** The answer to the sample request. */
  readonly answer: unknown;
  readonly report: Report;
}

export function factsOf({ image }: Options, answer: unknown, report: Report): Facts {
  const readsVariables = {
    AZUREML_EXTRA_PYTHON_LIB_PATH: report.mountOnSearchPath,
    PYTHONPATH: report.pythonPathOnSearchPath,
  };
  return { schema: 1, image, observed: new Date().toISOString(), readsVariables, answer, report };
}

/** @throws Error if an answer of the endpoint is not JSON; what `az` prints of JSON is a string that contains it */
export function answerOf(stdout: string): unknown {
  try {
    const value = JSON.parse(stdout);
    return typeof value === "string" ? JSON.parse(value) : value;
  } catch {
    throw new Error(`The endpoint's answer is not JSON: ${stdout.trim().slice(0, 500)}`);
  }
}

/** @throws Error if the answer is none of score_and_report.py */
export function asReport(answer: unknown): Report {
  const report = answer as Partial<Report> | null;
  if (typeof report?.mountOnSearchPath === "boolean" && typeof report.codeDirectory === "object")
    return report as Report;
  throw new Error(`The endpoint's answer is not a report: ${JSON.stringify(answer)?.slice(0, 500)}`);
}

/** Markdown. */
export function summaryOf({ image, readsVariables, answer, report }: Facts): string {
  const yes = (is: boolean) => (is ? "yes" : "no");
  const rows = [
    ["reads AZUREML_EXTRA_PYTHON_LIB_PATH", yes(readsVariables.AZUREML_EXTRA_PYTHON_LIB_PATH)],
    ["reads PYTHONPATH", yes(readsVariables.PYTHONPATH)],
    ["Python", report.python],
    ["C library", report.glibc],
    ["user and group", `${report.user.uid}:${report.user.gid}`],
    ["code directory", `\`${report.codeDirectory.path}\`, writable: ${yes(report.codeDirectory.writable)}`],
    ["mount", `\`${report.mount.path}\`, writable: ${yes(report.mount.writable)}`],
    ...Object.entries(report.uploadedFiles).map(([what, count]) => [`uploaded: ${what}`, String(count)]),
  ];
  const table = rows.map(([fact, value]) => `| ${fact} | ${value} |\n`).join("");
  const answered = `Answer to the sample request:\n\n\`\`\`json\n${JSON.stringify(answer)}\n\`\`\`\n`;
  return `## ${image}\n\n| fact | value |\n| --- | --- |\n${table}\n${answered}`;
}
