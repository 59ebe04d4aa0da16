import { isScalar, Scalar } from "yaml";
import { UserError } from "../../util/errors.ts";
import { type Located, lineAt, nodeAt, textAt, valueAt, type YamlFile } from "./yaml-file.ts";
import { isTextToClient } from "./yaml-scalars.ts";

/** The fields that the client's schema accepts only as text. */

/**
 * The text at a path of keys.
 * @returns `undefined` if there is nothing
 * @throws UserError with file and line if it is not text
 */
export function requiredText(yaml: YamlFile, path: readonly string[]): Located | undefined {
  const value = valueAt(yaml, path);
  const field = path.join(".");
  const place = { file: yaml.file, line: lineAt(yaml, path) };
  if (typeof value === "object" && value !== null) {
    const kind = Array.isArray(value) ? "list" : "mapping";
    throw new UserError(`${field} is a ${kind}: the Azure ML client accepts only text.`, {
      ...place,
      hint: `Write the text itself, such as ${path.at(-1)}: ${EXAMPLES[path.at(-1) ?? ""] ?? "name"}`,
    });
  }
  const other = notTextAt(yaml, path);
  if (other !== undefined) {
    throw new UserError(`${field} is ${other.text}, which the Azure ML client does not read as text, and rejects.`, {
      ...place,
      hint: `Put it in quotes: "${other.text}"`,
    });
  }
  return textAt(yaml, ...path);
}

const EXAMPLES: Readonly<Record<string, string>> = { code: "./src", scoring_script: "score.py" };

/** The value at a path of keys, as written, if the client reads it as a number, a date or a boolean. */
export function notTextAt(yaml: YamlFile, path: readonly string[]): Located | undefined {
  const node = nodeAt(yaml, path);
  if (!isScalar(node) || node.value === null || node.type !== Scalar.PLAIN) return undefined;
  const text = node.source ?? String(node.value);
  const isText = node.tag === "tag:yaml.org,2002:str" || isTextToClient(text);
  return isText ? undefined : { text, line: lineAt(yaml, path) };
}
