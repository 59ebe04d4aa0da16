import { normalisedName } from "../../../util/text.ts";
import data from "./conda-names.json" with { type: "json" };

/** The PyPI project that a conda package is. */
export interface PypiName {
  /** Name of the project, normalized as in PEP 503. */
  readonly name: string;
  /** Extras that have the dependencies of the conda package; usually none. */
  readonly extras: readonly string[];
  /** Versions on PyPI have one more part: conda's 4.5.5 is 4.5.5.64 there, so `==4.5.5` must become `==4.5.5.*`. */
  readonly hasMoreDigits: boolean;
  /** What a person should know of the replacement, in sentences. */
  readonly note?: string;
}

export type LeftOutClass =
  | "compiler"
  | "cuda"
  | "system library"
  | "program"
  | "conda runtime"
  | "language"
  | "standard library"
  | "data"
  | "other platform"
  | "metapackage"
  | "conda only";

/** A conda package that is not installed, because PyPI has nothing that takes its place. */
export interface LeftOut {
  readonly class: LeftOutClass;
  /** What the container does without it, and what to do, in sentences. */
  readonly consequence: string;
  /** Whether hardly any code misses it, such as what wheels contain themselves. */
  readonly isHarmless: boolean;
  /** Ubuntu package that contains it, for a Dockerfile. */
  readonly apt?: string;
}

interface Project {
  readonly pypi: string;
  readonly versions?: string;
  readonly note?: string;
}

/** Packages that are left out, as the table has them. */
interface Row {
  readonly names: readonly string[];
  readonly class: string;
  readonly consequence: string;
  readonly harmless?: boolean;
  readonly apt?: string;
}

const PROJECTS = byName<Project>(Object.entries({ ...data.renamed, ...data.sameName }));
const LEFT_OUT = (data.withoutWheel as readonly Row[]).flatMap(({ names, harmless = false, ...row }) =>
  names.map((name): [string, LeftOut] => [name, { ...row, class: row.class as LeftOutClass, isHarmless: harmless }]),
);
const LEFT_OUT_BY_NAME = byName(LEFT_OUT.filter(([name]) => !name.includes("*")));
/** Patterns, the longest first: it says most about the package. */
const PATTERNS = LEFT_OUT.filter(([name]) => name.includes("*"))
  .map(([name, row]) => ({ pattern: normalisedName(name), row }))
  .sort((a, b) => b.pattern.length - a.pattern.length);
const DISTRIBUTIONS = new Set(data.distributions.map(normalisedName));
const IGNORED = new Set([...data.python.version, ...data.python.ignored].map(normalisedName));
const NOT_AN_EXTRA = new Set(data.extraInfix.except.map(normalisedName));

/**
 * Whether a package says nothing about the mount: it installs packages (pip, wheel), or is Python, whose version the reader
 * of the file handles. setuptools is a requirement like others, because pkg_resources may be imported.
 *
 * @param condaName name without channel, version and build: `pip`
 */
export function isIgnored(condaName: string): boolean {
  return IGNORED.has(normalisedName(condaName));
}

/**
 * The project on PyPI that has the modules of a conda package: the same name unless the table has another.
 * Ask `isIgnored` and `leftOut` first.
 * Several conda packages may be one project (`opencv`, `libopencv` and `py-opencv`).
 *
 * @param condaName name without channel, version and build: `pytorch`
 */
export function pypiNameOf(condaName: string): PypiName {
  const name = normalisedName(condaName);
  const project = PROJECTS.get(name);
  return project ? toPypiName(project) : (withExtra(name) ?? { name, extras: [], hasMoreDigits: false });
}

/**
 * Why a conda package is left out and what follows from that; `undefined` if it is installed from PyPI or ignored.
 *
 * @param condaName name without channel, version and build: `cudatoolkit`
 */
export function leftOut(condaName: string): LeftOut | undefined {
  const name = normalisedName(condaName);
  if (PROJECTS.has(name) || DISTRIBUTIONS.has(name) || IGNORED.has(name)) return undefined;
  return LEFT_OUT_BY_NAME.get(name) ?? PATTERNS.find(({ pattern }) => matches(name, pattern))?.row;
}

/** `smart-open-with-s3` is smart-open with the extra s3. */
function withExtra(name: string): PypiName | undefined {
  const { infix } = data.extraInfix;
  const at = name.indexOf(infix);
  if (at <= 0 || NOT_AN_EXTRA.has(name)) return undefined;
  const base = pypiNameOf(name.slice(0, at));
  return { ...base, extras: [...base.extras, name.slice(at + infix.length)] };
}

function toPypiName({ pypi, versions, note }: Project): PypiName {
  const [name, extras] = pypi.split(/[[\]]/) as [string, string?];
  return {
    name,
    extras: extras?.split(",") ?? [],
    hasMoreDigits: versions === "longer",
    ...(note !== undefined && { note }),
  };
}

function matches(name: string, pattern: string): boolean {
  return pattern.startsWith("*") ? name.endsWith(pattern.slice(1)) : name.startsWith(pattern.slice(0, -1));
}

function byName<T>(rows: readonly (readonly [string, T])[]): ReadonlyMap<string, T> {
  return new Map(rows.map(([name, row]) => [normalisedName(name), row]));
}
