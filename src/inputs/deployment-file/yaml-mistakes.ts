import { type Document, isScalar, visit, type YAMLParseError } from "yaml";
import { UserError, UserErrors } from "../../util/errors.ts";

/** More would not help: a file that is not YAML at all may have a mistake in every line. */
const MOST_MISTAKES = 20;

/** @throws UserErrors with everything that is not YAML, or that the client reads in another way than it looks */
export function throwMistakes(document: Document, file: string, lineAtPosition: (position: number) => number): void {
  // Tabs make the rest of the file another structure, so the errors after them mislead.
  const tab = document.errors.find(({ code }) => code === "TAB_AS_INDENT");
  const invalid = (tab === undefined ? document.errors : [tab]).map((error) => ({
    position: error.pos[0],
    ...inPlainWords(error),
  }));
  const twice = (tab === undefined ? duplicateKeys(document) : []).map(({ key, position }) => ({
    position,
    message: `The key "${key}" appears twice.`,
    hint: "Remove one: the Azure ML client uses the last.",
  }));
  const mistakes = [...invalid, ...twice].sort((one, other) => one.position - other.position);
  if (mistakes.length === 0) return;
  throw new UserErrors(
    mistakes
      .slice(0, MOST_MISTAKES)
      .map(({ position, message, hint }) => new UserError(message, { file, line: lineAtPosition(position), hint })),
  );
}

/** The parser's error, in words for the file's author. */
function inPlainWords({ code, message }: YAMLParseError): { message: string; hint?: string | undefined } {
  if (code === "MULTIPLE_DOCS") {
    return { message: "The file holds more than one document.", hint: "Keep one, without a line --- after it." };
  }
  if (code === "TAB_AS_INDENT") {
    return {
      message: "The line is indented with a tab, which YAML does not allow.",
      hint: "Indent with spaces alone.",
    };
  }
  return { message };
}

/** A key that its mapping had before. */
interface DuplicateKey {
  readonly key: string;
  /** Offset in the text. */
  readonly position: number;
}

/**
 * The keys that appear twice in a mapping, in the order of the text. The parser's own search compares each key with all
 * before it, which takes minutes for a mapping of a hundred thousand keys.
 */
function duplicateKeys(document: Document): DuplicateKey[] {
  const found: DuplicateKey[] = [];
  visit(document, {
    Map: (_, { items }) => {
      const known = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (known.has(key.value)) found.push({ key: String(key.value), position: key.range?.[0] ?? 0 });
        known.add(key.value);
      }
    },
  });
  return found.sort((one, other) => one.position - other.position);
}
