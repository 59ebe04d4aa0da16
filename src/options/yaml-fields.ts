import { isScalar, Scalar } from "yaml";
import { UserError } from "../errors.ts";
import { lineAt, nodeAt, type Said, textAt, valueAt, type YamlFile } from "./yaml-file.ts";
import { isTextToClient } from "./yaml-text.ts";

/** The fields that the client's schema takes as text and nothing else. */

/**
 * The text at a path of keys.
 * @returns `undefined` where nothing stands there
 * @throws UserError with file and line where something else than text stands there
 */
export function requiredText(yaml: YamlFile, path: readonly string[]): Said | undefined {
  const value = valueAt(yaml, path);
  const field = path.join(".");
  const place = { file: yaml.file, line: lineAt(yaml, path) };
  if (typeof value === "object" && value !== null) {
    const kind = Array.isArray(value) ? "list" : "mapping";
    throw new UserError(`${field} is a ${kind}: the Azure ML client takes nothing but text.`, {
      ...place,
      hint: `Write the text itself, such as ${path.at(-1)}: ${EXAMPLES[path.at(-1) ?? ""] ?? "name"}`,
    });
  }
  const other = notTextAt(yaml, path);
  if (other !== undefined) {
    throw new UserError(`${field} is ${other.text}, which the client reads as something else than text, and refuses.`, {
      ...place,
      hint: `Put it in quotes: "${other.text}"`,
    });
  }
  return textAt(yaml, ...path);
}

const EXAMPLES: Readonly<Record<string, string>> = { code: "./src", scoring_script: "score.py" };

/** What stands at a path of keys and is a number, a date or a truth value to the client; as written. */
export function notTextAt(yaml: YamlFile, path: readonly string[]): Said | undefined {
  const node = nodeAt(yaml, path);
  if (!isScalar(node) || node.value === null || node.type !== Scalar.PLAIN) return undefined;
  const text = node.source ?? String(node.value);
  const isText = node.tag === "tag:yaml.org,2002:str" || isTextToClient(text);
  return isText ? undefined : { text, line: lineAt(yaml, path) };
}
