import type { Place } from "../util/errors.ts";

export interface Log {
  info(message: string): void;
  debug(message: string): void;
  notice(message: string, place?: Annotation): void;
  warning(message: string, place?: Annotation): void;
  error(message: string, place?: Annotation): void;
  /** How many more notices, warnings or errors are shown; what exceeds that is dropped. */
  annotationsLeft(kind: "notice" | "warning" | "error"): number;
  /** Groups are folded where the host can do that. */
  group<T>(title: string, work: () => Promise<T>, kind?: GroupKind): Promise<T>;
  /** Hides a secret in everything printed from now on. */
  mask(secret: string): void;
  shown(text: string): string;
}

/** In a terminal, a phase has neither heading nor indentation: the line of progress names it. */
export type GroupKind = "phase" | "part";

export interface Annotation extends Place {
  readonly title?: string;
  /** The requirement on that line, as it was read. */
  readonly quoted?: string | undefined;
}
