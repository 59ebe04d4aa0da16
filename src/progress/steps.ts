import { ExitCode } from "../util/errors.ts";

export interface StepWords {
  /** For the headline of a run that ends in a later step; `""` for a step that is not mentioned. */
  readonly done: string;
  /** For the headline of a run that ends in this step. */
  readonly not: string;
  /** What a system error means in this step. */
  readonly refused: Refusal;
}

export interface Refusal {
  readonly message: string;
  readonly hint: string;
  readonly exitCode: ExitCode;
}

const ANY_FILE: Refusal = {
  message: "A file cannot be read or written",
  hint: "Give this user access to the file.",
  exitCode: ExitCode.input,
};
const PACKAGES: Refusal = {
  message: "The directory of packages cannot be written",
  hint: "Run as a user who may create and rename files in the directory that contains the packages.",
  exitCode: ExitCode.delivery,
};
const OUTPUT_FILES: Refusal = {
  message: "The output directory cannot be written",
  hint: "Check that the files in it can be replaced, or name another directory with the input output-directory.",
  exitCode: ExitCode.delivery,
};
const IGNORE_FILE: Refusal = {
  message: "The file .amlignore cannot be written",
  hint: "Make the code directory writable for this user, or add your own .amlignore.",
  exitCode: ExitCode.delivery,
};

/** The steps that a run may end in, of every mode. */
export const STEPS = {
  build: { done: "built", not: "not built", refused: ANY_FILE },
  install: { done: "installed", not: "not installed", refused: ANY_FILE },
  restore: { done: "", not: "not restored", refused: ANY_FILE },
  unpack: { done: "unpacked", not: "not unpacked", refused: PACKAGES },
  verify: { done: "verified", not: "not verified", refused: ANY_FILE },
  pack: { done: "", not: "not packed", refused: ANY_FILE },
  place: { done: "", not: "not placed", refused: PACKAGES },
  ignoreFile: { done: "", not: ".amlignore not written", refused: IGNORE_FILE },
  outputFiles: { done: "", not: "output files not written", refused: OUTPUT_FILES },
  upload: { done: "uploaded", not: "not uploaded", refused: OUTPUT_FILES },
  lock: { done: "", not: "lock file not written", refused: OUTPUT_FILES },
  report: { done: "", not: "report not written", refused: OUTPUT_FILES },
  deploymentFile: { done: "", not: "deployment file not updated", refused: ANY_FILE },
  outputs: { done: "", not: "outputs not written", refused: ANY_FILE },
} as const satisfies Record<string, StepWords>;
export type Step = keyof typeof STEPS;
