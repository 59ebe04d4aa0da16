/** A requirement as conda writes it. */
export interface MatchSpec {
  /** Lower case, without the channel. */
  readonly name: string;
  /** As written, without the build; `""` for any version. */
  readonly version: string;
}

/**
 * Reads a match specification of conda, such as `conda-forge::numpy=1.21.2=py39h_0` or `scikit-learn >=1.0,<2`.
 * @returns `undefined` for something else
 */
export function parseMatchSpec(text: string): MatchSpec | undefined {
  const plain = text
    .replace(/\s#.*$/, "")
    .trim()
    .replace(/^[^\s:]+::/, "");
  const [, name, rest = "", brackets = ""] = /^([\w.-]+)([^[]*)(?:\[(.*)\])?$/.exec(plain) ?? [];
  if (name === undefined) return undefined;
  const [, double, single, bare] = /\bversion\s*=\s*(?:"([^"]*)"|'([^']*)'|([^,\s]*))/.exec(brackets) ?? [];
  const version = double ?? single ?? bare ?? versionIn(rest.trim());
  return version === undefined ? undefined : { name: name.toLowerCase(), version: version.replace(/\s+/g, "") };
}

/** The version before the build, which follows one `=`, or white space. */
function versionIn(rest: string): string | undefined {
  const compact = rest.replace(/\s*([,|])\s*/g, "$1").replace(/([<>=!~])\s+/g, "$1");
  const [, single, build] = /^=(?!=)([^\s=]+)([=\s]\S+)?$/.exec(compact) ?? [];
  if (single !== undefined) return build === undefined ? `=${single}` : `==${single}`; // a build belongs to one version
  const [, version] = /^([^\s=]\S*?|==\S*?)?(?:(?<![<>=!~])=(?!=)\S+|\s+\S+)?$/.exec(compact) ?? [];
  return compact === "" ? "" : version;
}

const VERSION = /^(?:\d+!)?\d+(?:\.\d+)*(?:\.?(?:a|b|rc|dev|post)\d*)*(?:\.\*)?$/i;

/**
 * The same range as PEP 440 writes it; `""` for any version.
 * @param isShort whether the version on PyPI has more digits than conda's
 * @returns `undefined` if PEP 440 has nothing like it
 */
export function pep440Of(version: string, isShort = false): string | undefined {
  if (version === "" || version === "*" || version === "=*") return "";
  const clauses = version.split(",").map((clause) => clauseOf(clause, isShort));
  return clauses.includes(undefined) ? undefined : clauses.join(",");
}

function clauseOf(clause: string, isShort: boolean): string | undefined {
  const [, operator = "", given = ""] = /^(===|==|~=|!=|>=|<=|>|<|=)?(.*)$/.exec(clause) ?? [];
  const version = given.replace(/(\d)\*$/, "$1.*");
  if (!VERSION.test(version)) return undefined;
  const start = version.replace(/\.\*$/, "");
  if (operator === "!=" || (operator === "==" && version !== start)) return `${operator}${version}`;
  // conda allows a star behind any operator, where it means nothing.
  if (operator !== "" && operator !== "=") return isShort && operator === "==" ? `==${start}.*` : `${operator}${start}`;
  const isFuzzy = version !== start || (operator === "=" && start.split(".").length < 3) || isShort;
  return isFuzzy ? `==${start}.*` : `==${start}`;
}
