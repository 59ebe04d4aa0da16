import type { Target } from "../images/target.ts";
import type { Interpreter } from "../python/interpreter/interpreter.ts";
import { isOnPlatform } from "../python/platform/platform.ts";

/** An interpreter of another platform cannot import the target's compiled modules. */
export function isLike(target: Target, python: Interpreter): boolean {
  return isOnPlatform(python, target) && python.minor === target.python;
}
