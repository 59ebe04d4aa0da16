import { UserError, UserErrors } from "../../util/errors.ts";
import { readUtf8 } from "./read-utf8.ts";

const TEMPLATE = /\{\{\s*[\w .|'"-]+\s*\}\}/g;
/** `{{NAME}}` of templates, `${NAME}`, `$(NAME)` and `$NAME` of shells and pipelines, `#{NAME}#` and `__NAME__`. */
const REPLACED = new RegExp(
  [TEMPLATE, /\$\{\w+\}/, /\$\([\w.]+\)/, /\$[A-Z_][A-Z0-9_]*/, /#\{[\w.-]+\}#?/, /\b__[A-Z][A-Z0-9_]*__/]
    .map(({ source }) => source)
    .join("|"),
  "g",
);
/** `<NAME>` or `<some name>`, as documentation writes it. */
const IN_DOCUMENTATION = /<[A-Za-z][\w -]*>/g;
/** A field whose value concerns the packages. */
const FIELD =
  /(?:^|[\s{,])["']?(?:code|scoring_script|image|conda_file|path|environment|PYTHONPATH|AZUREML_EXTRA_\w+)["']?\s*:(.*)/;
/** `#{NAME}#` is none for those who write it, whatever YAML says. */
const COMMENT = /(^|\s)#(?!\{[\w.-]+\}).*$/;

/**
 * A file whose values are still to be filled in is not a deployment yet. Placeholders in other fields, such as the
 * endpoint's name, do not matter here.
 * @throws UserErrors with the line of each
 */
export function requireNoPlaceholders(file: string): void {
  const lines = readUtf8(file).split(/\r\n|\n|\r/);
  const problems = lines.flatMap((text, index) => {
    const value = FIELD.exec(text.replace(COMMENT, ""))?.[1] ?? "";
    const found = [...value.matchAll(REPLACED), ...value.matchAll(IN_DOCUMENTATION)];
    return found.map(
      ([placeholder]) =>
        new UserError(`${placeholder} is a placeholder, not a value.`, {
          file,
          line: index + 1,
          hint: "Write the value, or run this after the step that fills it in.",
        }),
    );
  });
  if (problems.length > 0) throw new UserErrors(problems);
}

/** The text with a word of the same length for each `{{NAME}}`, which is not YAML in most places. */
export function withoutTemplates(text: string): string {
  return text.replace(TEMPLATE, (whole) => `x${"_".repeat(whole.length - 1)}`);
}

/** The placeholders of a text in their order, each in place of its word. */
export function withTemplates(value: string, text: string): string {
  const templates = text.match(TEMPLATE) ?? [];
  return templates.reduce((so, whole) => so.replace(withoutTemplates(whole), () => whole), value);
}

/** Whether a value has a `{{NAME}}`. */
export function wasTemplate(value: string): boolean {
  return value.search(TEMPLATE) >= 0;
}
