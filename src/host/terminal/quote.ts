import { statSync } from "node:fs";
import stringWidth from "string-width";
import { orNothing } from "../../util/errors.ts";
import { printable } from "../../util/text.ts";
import { readTextFile } from "../../util/text-file.ts";
import type { Annotation } from "../host.ts";
import { fitting } from "./progress-line.ts";

/** A line of a file with a mark under what a message is about, as compilers show it. */
export interface Quote {
  /** Counted in characters, from 1. */
  readonly column: number;
  /** Without secrets and control characters. */
  readonly text: string;
  /** Blanks and carets. */
  readonly mark: string;
}

const LARGEST_FILE = 2 ** 20;
const TAB = "    ";
const SHORTEST_QUOTE = 20;

/**
 * The line that a message is about. Nothing if the file cannot be read, or is not the one that the message is about: it
 * was changed while this process ran, or the line has another requirement.
 * @param shown hides secrets
 * @param columns that are free for it
 */
export function quote(place: Annotation, shown: (text: string) => string, columns: number): Quote | undefined {
  const raw = orNothing(() => lineAt(place));
  if (raw === undefined || raw.trim() === "") return undefined;
  const line = printable(shown(raw));
  const found = place.quoted === undefined ? statement(line) : requirementIn(line, shown(place.quoted));
  if (found === undefined) return undefined;
  const before = line.slice(0, found.start);
  const about = line.slice(found.start, found.start + found.length);
  const room = Math.max(SHORTEST_QUOTE, columns);
  const indent = widthOf(before);
  if (indent >= room - 1) return undefined; // it would not be visible
  const carets = Math.max(1, Math.min(widthOf(about), room - 1 - indent));
  return {
    column: [...before].length + 1,
    text: fitting(withoutTabs(line), room),
    mark: `${" ".repeat(indent)}${"^".repeat(carets)}`,
  };
}

/** Columns of a terminal: a tab is as wide as it is shown, and letters of some scripts take two. */
function widthOf(text: string): number {
  return stringWidth(withoutTabs(text));
}

function withoutTabs(text: string): string {
  return text.replaceAll("\t", TAB);
}

function lineAt({ file, line }: Annotation): string | undefined {
  if (file === undefined || line === undefined) return undefined;
  const facts = statSync(file);
  if (!facts.isFile() || facts.size > LARGEST_FILE || facts.mtimeMs > performance.timeOrigin) return undefined;
  return readTextFile(file).text.split(/\r\n|\n|\r/)[line - 1];
}

interface Range {
  readonly start: number;
  readonly length: number;
}

/** All of the line but its indentation and a comment. */
function statement(line: string): Range {
  const text = line.replace(/(\s+#.*|\s+)$/, "");
  const start = text.search(/\S|$/);
  return { start, length: text.length - start };
}

/**
 * A requirement with its extras and versions, without what follows: a marker, hashes, a comment. The line may have other
 * white space and quotation marks around it.
 */
function requirementIn(line: string, requirement: string): Range | undefined {
  const head = requirement.replace(/\s*(;|\s#|\s--|\s@\s).*$/s, "").trim();
  const signs = [...head.replace(/\s+/g, "")].map((sign) => (/[-_.]/.test(sign) ? "[-_.]" : escaped(sign)));
  if (signs.length === 0) return undefined;
  const match = new RegExp(`(?<![\\w.-])${signs.join("\\s*")}(?!\\s*,|[\\w.*-])`, "i").exec(line);
  return match === null ? undefined : { start: match.index, length: match[0].length };
}

function escaped(sign: string): string {
  return sign.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
