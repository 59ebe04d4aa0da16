/**
 * Whether a stream gets colours. As in Node, `FORCE_COLOR` is stronger than `NO_COLOR` (https://no-color.org); both are
 * stronger than what the stream is.
 */
export function wantsColours(
  { isTTY }: { readonly isTTY?: boolean },
  { FORCE_COLOR, NO_COLOR, TERM }: NodeJS.ProcessEnv,
): boolean {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return isTTY === true && !NO_COLOR && TERM !== "dumb";
}
