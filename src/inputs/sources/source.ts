import type { Located } from "../deployment-file/yaml-file.ts";

/** The formats of files that name packages. */
export type SourceKind = "requirements" | "conda" | "python_env" | "pyproject" | "pylock" | "uv-lock";

/** A line for pip's parser, and the line of the source that it comes from (counted from 1). */
export interface SourceLine {
  readonly text: string;
  readonly line: number;
}

/** The Python that a source asks for. */
export interface PythonWish extends Located {
  /** The minor versions that it allows, such as `3.9`, the lowest first. */
  readonly minors: readonly string[];
  /** Absolute, if another file than the source says it. */
  readonly file?: string;
}

/** An entry of a source that is not installed. */
export interface LeftOut extends Located {
  /** What the container does without it, as a sentence. */
  readonly consequence: string;
  readonly isHarmless: boolean;
  /** Package of Ubuntu that contains it, for a derived image. */
  readonly apt?: string;
}

/** A file that names packages, whatever its format. */
export interface RequirementSource {
  readonly kind: SourceKind;
  /** Absolute. */
  readonly file: string;
  /**
   * What it requests, as lines of a requirements file. `undefined`: pip reads a requirements file itself, and only uv reads
   * its own lock.
   */
  readonly lines: readonly SourceLine[] | undefined;
  readonly python: PythonWish | undefined;
  readonly leftOut: readonly LeftOut[];
  /** What the author should know about the reading, as sentences. */
  readonly notes: readonly Located[];
  /** Extras and dependency groups that were asked for. */
  readonly selection: Selection;
}

/** What `pyproject.toml[extra]` and `pyproject.toml:group` name. */
export interface Selection {
  readonly extras: readonly string[];
  readonly group: string;
}

export const NOTHING_SELECTED: Selection = { extras: [], group: "" };

/** The parts that most formats do not have. */
export const PLAIN = {
  python: undefined,
  leftOut: [],
  notes: [],
  selection: NOTHING_SELECTED,
} as const satisfies Partial<RequirementSource>;
