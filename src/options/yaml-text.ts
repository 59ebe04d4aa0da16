/** What a plain (unquoted) scalar is read as. The Azure ML client reads YAML 1.1, editors and this tool YAML 1.2. */

/** What PyYAML, by which the client reads, takes for something other than text: its implicit resolvers. */
const NOT_TEXT = [
  /^(|~|null|Null|NULL|<<|=)$/,
  /^(yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  /^[-+]?(0b[0-1_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(:[0-5]?[0-9])+)$/,
  /^([-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?|\.[0-9][0-9_]*([eE][-+][0-9]+)?)$/,
  /^([-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/,
  /^\d{4}-\d\d?-\d\d?([Tt \t].*)?$/,
];

/** Plain in every version of YAML: begins like a name or a relative path, and has no sign that could mean anything. */
const PLAIN = /^(?:[A-Za-z_]|\.{1,2}\/)[\w./+-]*(?::[\w./+-]+)*$/;
/** What YAML 1.1 reads as a truth value or as nothing. */
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

/** Whether the client reads this plain scalar as text. */
export function isTextToClient(source: string): boolean {
  return !NOT_TEXT.some((pattern) => pattern.test(source));
}

/**
 * A text as a scalar on one line that YAML 1.1, YAML 1.2 and, where it is quoted, JSON read as that text.
 * @param quote the quotes it should have, if any
 * @param inFlow whether it stands inside `{}`, where older parsers stumble over a plain colon
 */
export function scalarOf(text: string, quote: "" | "'" | '"' = "", inFlow = false): string {
  if (quote === "'" && !/[^\x20-\x7e]/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  const isPlain = quote === "" && PLAIN.test(text) && !WORDS.test(text) && !(inFlow && text.includes(":"));
  return isPlain ? text : doubleQuoted(text);
}

/** As in JSON; what PyYAML refuses or takes for a line end is escaped too. */
function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
