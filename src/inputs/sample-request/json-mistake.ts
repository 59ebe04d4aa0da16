import { messageOf } from "../../util/errors.ts";

/** Not every message of `JSON.parse` has a position. The mistake comes after the longest prefix of valid JSON. */
export function lineOfJsonMistake(text: string): number {
  let sound = 0;
  let unsound = text.length;
  while (unsound - sound > 1) {
    const middle = Math.floor((sound + unsound) / 2);
    if (couldGoOn(text.slice(0, middle))) sound = middle;
    else unsound = middle;
  }
  return text.slice(0, Math.max(0, unsound - 1)).split("\n").length;
}

function couldGoOn(start: string): boolean {
  try {
    JSON.parse(start);
    return true;
  } catch (error) {
    const message = messageOf(error);
    const position = /at position ([0-9]+)/.exec(message)?.[1];
    if (position !== undefined) return Number(position) >= start.length;
    return /end of JSON input|Unterminated string/.test(message);
  }
}
