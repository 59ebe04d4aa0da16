// The cases, and what is recorded of each.
import { readFileSync } from "node:fs";
import data from "./cases.json" with { type: "json" };

export type Python = "3.8" | "3.9" | "3.10" | "3.11" | "3.12";

export interface Case {
  readonly name: string;
  /** What people deploy, or what does not work for some image. */
  readonly kind: "stack" | "breaker";
  readonly requirements: readonly string[];
  /** First lines of the scoring script. */
  readonly imports: readonly string[];
  /** Lines of its function `run`, for packages whose import does not run what they are for. */
  readonly use?: readonly string[];
}

/** A case for one version of Python. */
export interface Row extends Case {
  readonly python: Python;
}

/** What an image does with the packages. */
export interface Observed {
  /** Whether its server answered a request. */
  readonly serves: boolean;
  /** The last error of its log; `""` if it serves. */
  readonly why: string;
}

export interface Result {
  readonly name: string;
  readonly kind: Case["kind"];
  readonly python: Python;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** `not installed`: the requirements could not be installed. */
  readonly verdict: "passed" | "failed" | "not installed";
  /** `P4 opencv-python`, without repetition. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** In a container of an image with that Python; absent where there is no such image. */
  readonly container?: Observed;
  /** With the inference server in a virtual environment of this machine. */
  readonly simulated?: Observed;
  /** Without the file modes, which an upload to Azure does not keep; only of rows whose case uses the packages. */
  readonly uploaded?: Observed;
  /** What `pip check` says of the packages of the mount. */
  readonly pipCheck: readonly string[];
  /** What auditwheel says that the image may lack: `NAME needs libx.so.1`; absent if it was not asked. */
  readonly auditwheel?: readonly string[];
}

export type Opinion = "right" | "false pass" | "false failure" | "false warning";

/** V1 is about the image that is named, whatever the packages are: no row can bear it out. */
export function isAboutPackages(finding: string): boolean {
  return finding !== "V1";
}

/** Compares the verdict with what the image did: the container if there is one. A warning may be about file modes. */
export function opinionOn({ verdict, warnings, container, simulated, uploaded }: Result): Opinion {
  const truth = container ?? simulated;
  if (truth === undefined || verdict === "not installed") return "right"; // there is nothing to start
  if (verdict === "failed") return truth.serves ? "false failure" : "right";
  if (!truth.serves) return "false pass";
  const isBorneOut = uploaded?.serves === false;
  return warnings.some(isAboutPackages) && !isBorneOut ? "false warning" : "right";
}

export function readRows(): Row[] {
  return data.cases.flatMap(({ pythons, kind, ...one }) =>
    (pythons as Python[]).map((python) => ({ ...one, kind: kind as Case["kind"], python })),
  );
}

/** Of the last run of each row. */
export function readResults(): Result[] {
  return JSON.parse(readFileSync(new URL("results.json", import.meta.url), "utf8")) as Result[];
}

export function keyOf({ name, python }: Pick<Row, "name" | "python">): string {
  return `${name} on Python ${python}`;
}

/** Another part of the rows each day. */
export function sampleOf<T>(rows: readonly T[], size: number, day = Math.floor(Date.now() / 86_400_000)): T[] {
  // A step that shares no divisor with most lengths: neighbours are versions of Python for one case.
  return Array.from({ length: size }, (_, index) => rows[((day * size + index) * 101) % rows.length] as T);
}
