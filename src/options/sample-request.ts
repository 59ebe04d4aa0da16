import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { messageOf, type Problems } from "../errors.ts";
import type { Host } from "../runner/host.ts";
import { isFile, requireFile } from "./paths.ts";

/** The absolute path of the sample request, or `''`; that it is there and is JSON is checked before any work. */
export function readSampleRequest(given: string, host: Host, problems: Problems): string {
  if (given === "") return "";
  const file = resolve(host.workspace, given);
  requireFile("smoke-test", file, "Name a JSON file with a request as a client would send it.", problems);
  if (!isFile(file)) return file;
  const text = readFileSync(file, "utf8");
  try {
    JSON.parse(text);
  } catch (error) {
    problems.add(`Input smoke-test: the sample request is not JSON: ${messageOf(error)}`, {
      file,
      line: lineOfMistake(text),
      hint: "The request is posted to /score as it is, as application/json.",
    });
  }
  return file;
}

/** Not every message of `JSON.parse` says where. The text up to the mistake is the longest that could go on. */
function lineOfMistake(text: string): number {
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
