import data from "./programs.json" with { type: "json" };

/** A program that distributions start and that their wheels do not contain. */
export interface RequiredProgram {
  /** Its file name, or words for what is no single program. */
  readonly program: string;
  /** Debian packages that contain it; empty where Ubuntu has none that works in a container. */
  readonly apt: readonly string[];
  /** Normalised names. */
  readonly distributions: readonly string[];
  /** Normalised names of distributions that bring the program or make it unnecessary. */
  readonly unless: readonly string[];
  /** Set in an image that has the program. */
  readonly variable: string | undefined;
  /** What to do where there is no package, without a full stop. */
  readonly advice: string | undefined;
}

type Row = Pick<RequiredProgram, "program" | "distributions"> & Partial<RequiredProgram>;

export const REQUIRED_PROGRAMS: readonly RequiredProgram[] = (data.programs as readonly Row[]).map((row) => ({
  apt: [],
  unless: [],
  variable: undefined,
  advice: undefined,
  ...row,
}));
