import type { Place } from "./copy-in.ts";
import { EngineError } from "./engine.ts";

/** Whether an engine refused to start a container because it does not have a directory of this machine. */
export function isUnseen(error: unknown, places: readonly Place[]): boolean {
  return error instanceof EngineError && places.some(({ source }) => error.message.includes(source));
}
