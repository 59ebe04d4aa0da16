import data from "./run-time-downloads.json" with { type: "json" };

/** A call that fetches something when it runs. */
export interface RunTimeDownload {
  /** Dotted; `*` stands for one or more names. */
  readonly calls: readonly string[];
  /** What is fetched, such as `NLTK data`. */
  readonly what: string;
  /**
   * `named`: if the argument is a text that is no local path; `unless-none`: also if it is absent; `asked`: if it is true
   * or such a text.
   */
  readonly when: "always" | "named" | "unless-none" | "asked";
  /** Positions and keywords of the argument. */
  readonly argument?: readonly string[];
  /** Keywords with which nothing is fetched: with this value, or with any for `null`. */
  readonly unless?: Readonly<Record<string, boolean | string | null>>;
  /** The argument is the name of a distribution, which the mount may have. */
  readonly isDistribution?: true;
  /** Only names that begin with a capital letter. */
  readonly classesOnly?: true;
  /** Variables of the deployment that say where the files are, or that nothing may be fetched. */
  readonly variables: readonly string[];
  /** What to do instead, without a full stop. */
  readonly advice: string;
}

const DOWNLOADS = data.downloads as unknown as readonly RunTimeDownload[];

const PATTERNS = DOWNLOADS.flatMap((download) =>
  download.calls.map((call) => ({ download, pattern: patternOf(call) })),
);

/** Import names of the libraries with such calls. */
export const FETCHING_LIBRARIES: readonly string[] = [
  ...new Set(DOWNLOADS.flatMap(({ calls }) => calls.map((call) => call.split(".")[0] as string))),
];

/** @param name of a function or class, dotted */
export function runTimeDownload(name: string): RunTimeDownload | undefined {
  const found = PATTERNS.find(({ pattern }) => pattern.test(name))?.download;
  const last = name.split(".").at(-1) ?? "";
  return found?.classesOnly && !/^[A-Z]/.test(last) ? undefined : found;
}

function patternOf(call: string): RegExp {
  return new RegExp(`^${call.replaceAll(".", "\\.").replaceAll("*", "\\w+(\\.\\w+)*")}$`);
}
