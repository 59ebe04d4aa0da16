/** How a plain (unquoted) scalar is read. The Azure ML client reads YAML 1.1; editors and this tool read YAML 1.2. */

/** What PyYAML, which the client uses, does not read as text: its implicit resolvers. */
const NOT_TEXT = [
  /^(|~|null|Null|NULL|<<|=)$/,
  /^(yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  /^[-+]?(0b[0-1_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(:[0-5]?[0-9])+)$/,
  /^([-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?|\.[0-9][0-9_]*([eE][-+][0-9]+)?)$/,
  /^([-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/,
  /^\d{4}-\d\d?-\d\d?([Tt \t].*)?$/,
];

/** Plain in every version of YAML: starts like a name or a relative path, and has no special character. */
const PLAIN = /^(?:[A-Za-z_]|\.{1,2}\/)[\w./+-]*(?::[\w./+-]+)*$/;
/** What YAML 1.1 reads as a boolean or null. */
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

/** Whether the client reads this plain scalar as text. */
export function isTextToClient(source: string): boolean {
  return !NOT_TEXT.some((pattern) => pattern.test(source));
}

/**
 * A plain scalar that the client does not read as text, as Python writes its value. Of a date, its text.
 * Source: PyYAML's constructors for YAML 1.1, and `str()`.
 */
export function pythonText(source: string): string {
  if (/^(yes|true|on)$/i.test(source)) return "True";
  if (/^(no|false|off)$/i.test(source)) return "False";
  if (/^(|~|null|<<|=)$/i.test(source)) return "";
  const plain = source.replaceAll("_", "").replace(/^\+/, "");
  const [, sign = "", digits = ""] = /^(-?)(.*)$/.exec(plain) ?? [];
  if (/^0b[01]+$|^0x[0-9a-f]+$/i.test(digits)) return sign + BigInt(digits).toString();
  if (/^0[0-7]+$/.test(digits)) return sign + BigInt(`0o${digits}`).toString();
  if (/^\d+$/.test(digits)) return plain;
  if (/^\d+(:[0-5]?\d)+(\.\d*)?$/.test(digits)) return sign + sexagesimal(digits);
  if (/^\.(inf|nan)$/i.test(digits)) return sign + digits.slice(1).toLowerCase();
  return /^[\d.]+(e[-+]\d+)?$/i.test(digits) ? sign + pythonFloat(Number(digits)) : source;
}

function sexagesimal(digits: string): string {
  const value = digits.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return digits.includes(".") ? pythonFloat(value) : String(value);
}

/** Python's `repr` of a positive float. */
function pythonFloat(value: number): string {
  const [mantissa = "", power = "0"] = value.toExponential().split("e");
  const exponent = Number(power);
  if (value === 0 || (exponent >= -4 && exponent < 16)) {
    return value.toFixed(Math.max(1, mantissa.replace(/^\d\.?/, "").length - exponent));
  }
  return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}

/**
 * A text as a scalar on one line that YAML 1.1, YAML 1.2 and, if it is quoted, JSON read as that text.
 * @param quote the quotes it should have, if any
 * @param inFlow whether it is inside `{}`, where older parsers fail at a plain colon
 */
export function scalarOf(text: string, quote: "" | "'" | '"' = "", inFlow = false): string {
  if (quote === "'" && !/[^\x20-\x7e]/.test(text)) return `'${text.replaceAll("'", "''")}'`;
  const isPlain = quote === "" && PLAIN.test(text) && !WORDS.test(text) && !(inFlow && text.includes(":"));
  return isPlain ? text : doubleQuoted(text);
}

/** As in JSON; characters that PyYAML rejects or reads as line ends are escaped too. */
function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
