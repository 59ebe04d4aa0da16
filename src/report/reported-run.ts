import type { Facts } from "../progress/progress.ts";
import type { ReportFacts } from "./json.ts";

/** A run, as its report needs it. */
export type ReportedRun = Facts &
  Pick<ReportFacts, "target" | "times" | "result" | "error"> & {
    /** Absolute. */
    readonly outputDirectory: string;
  };
