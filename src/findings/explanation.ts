import type { Check } from "./check.ts";

/** The parts of a check's explanation in the order in which people read them, each with its heading. */
export function partsOf({
  what,
  inContainer,
  fix,
  waive,
}: Check): readonly (readonly [heading: string, text: string])[] {
  return [
    ["What", what],
    ["In the container", inContainer],
    ["Fix", fix],
    ["Waive", waive],
  ];
}
