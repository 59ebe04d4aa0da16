/**
 * Checks of JSON that somebody else may have written, before other code relies on its types. A shape returns where and
 * how a value differs, such as `files[2].path is not text`; `undefined` if it does not.
 */
export type Shape = (value: unknown, at: string) => string | undefined;

export const text: Shape = (value, at) => (typeof value === "string" ? undefined : `${at} is not text`);

export const flag: Shape = (value, at) => (typeof value === "boolean" ? undefined : `${at} is neither true nor false`);

/** A whole number that is not negative. */
export const count: Shape = (value, at) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? undefined : `${at} is not a whole number`;

export const anything: Shape = () => undefined;

/** Text that a pattern, anchored at both ends, matches. */
export const matching =
  (pattern: RegExp, what: string): Shape =>
  (value, at) =>
    typeof value === "string" && pattern.test(value) ? undefined : `${at} is not ${what}`;

export const oneOf =
  (...values: readonly unknown[]): Shape =>
  (value, at) =>
    values.includes(value) ? undefined : `${at} is not one of ${values.join(", ")}`;

export const orNull =
  (shape: Shape): Shape =>
  (value, at) =>
    value === null ? undefined : shape(value, at);

/** Of a field that may be absent. */
export const optional =
  (shape: Shape): Shape =>
  (value, at) =>
    value === undefined ? undefined : shape(value, at);

export const list =
  (shape: Shape): Shape =>
  (value, at) => {
    if (!Array.isArray(value)) return `${at} is not a list`;
    return firstOf(value, (one, index) => shape(one, `${at}[${index}]`));
  };

/** A list of fixed length. */
export const row =
  (...shapes: readonly Shape[]): Shape =>
  (value, at) => {
    if (!Array.isArray(value) || value.length !== shapes.length) return `${at} is not a list of ${shapes.length}`;
    return firstOf(shapes, (shape, index) => shape(value[index], `${at}[${index}]`));
  };

/** An object with names of any kind. */
export const table =
  (shape: Shape): Shape =>
  (value, at) => {
    if (!isTable(value)) return `${at} is not a table`;
    return firstOf(Object.entries(value), ([name, one]) => shape(one, `${at}.${name.slice(0, LONGEST_NAME)}`));
  };

/** An object that has at least these fields. */
export const record =
  (shapes: Readonly<Record<string, Shape>>): Shape =>
  (value, at) => {
    if (!isTable(value)) return `${at} is not a table`;
    return firstOf(Object.entries(shapes), ([name, shape]) =>
      shape(Object.hasOwn(value, name) ? value[name] : undefined, at === "" ? name : `${at}.${name}`),
    );
  };

/** An object whose field `kind` decides about its other fields. */
export const ofKind =
  (kinds: Readonly<Record<string, Readonly<Record<string, Shape>>>>): Shape =>
  (value, at) => {
    const kind = isTable(value) ? value.kind : undefined;
    if (typeof kind !== "string" || !Object.hasOwn(kinds, kind))
      return `${at}.kind is not one of ${Object.keys(kinds).join(", ")}`;
    return record(kinds[kind] ?? {})(value, at);
  };

const LONGEST_NAME = 80;

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function firstOf<T>(values: readonly T[], shape: (value: T, index: number) => string | undefined): string | undefined {
  for (const [index, value] of values.entries()) {
    const difference = shape(value, index);
    if (difference !== undefined) return difference;
  }
  return undefined;
}
