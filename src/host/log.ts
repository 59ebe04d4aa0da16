import type { Place } from "../util/errors.ts";

export interface Log {
  info(message: string): void;
  debug(message: string): void;
  notice(message: string, place?: Annotation): void;
  warning(message: string, place?: Annotation): void;
  error(message: string, place?: Annotation): void;
  /** How many more notices, warnings or errors are shown; what exceeds that is dropped. */
  annotationsLeft(kind: "notice" | "warning" | "error"): number;
  group<T>(title: string, work: () => Promise<T>): Promise<T>;
  /** Hides a secret in everything printed from now on. */
  mask(secret: string): void;
  shown(text: string): string;
}

export interface Annotation extends Place {
  readonly title?: string;
}
