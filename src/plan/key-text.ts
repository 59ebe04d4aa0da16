import { sha256 } from "../util/sha256.ts";
import { type Ingredient, nameOf } from "./ingredients.ts";

/*
 * The text of a key: `azureml-extra-packages-py3.8-x86_64-<codes>-<codes of files>-<code of the week>-<SHA-256>`. The
 * SHA-256 alone decides which entry is used. The codes, 16 bits each, say which ingredients of another entry are different,
 * without reading the entry. What rarely changes comes first: the longer the beginning that two keys share, the more similar
 * are their entries.
 */

const BEGINNING = "azureml-extra-packages-py";
const DIGITS = 4;
/** GitHub's keys have at most 512 characters. */
const MOST_FILES = 24;

interface Group {
  readonly shown: string;
  readonly names: RegExp;
}

const PATCH: Group = { shown: "the patch version of Python", names: /^Python$/ };
const GROUPS: readonly Group[] = [
  { shown: "the version of this tool", names: /^schema$/ },
  PATCH,
  { shown: "the image", names: /^(image|glibc at most)$/ },
  { shown: "the installer", names: /^installer$/ },
  { shown: "the settings of pip", names: /^pip setting / },
  { shown: "`require-hashes`", names: /^hashes required$/ },
  { shown: "`environment-name`", names: /^environment$/ },
  { shown: "what `slim` leaves out", names: /slim$/ },
  { shown: "`packages`", names: /^packages line / },
  { shown: "the files of local packages", names: /^(local |find-links$)/ },
];
/** How many of them describe the environment, not what is installed. */
const OF_ENVIRONMENT = 8;

const FILE = "file";
const WEEK: Group = { shown: "the week, because a requirement is not pinned", names: /^ISO week/ };

const TEXT = new RegExp(
  `^${BEGINNING}(?<python>3\\.\\d+)-(?<architecture>\\w+)-(?<codes>[0-9a-f]{${GROUPS.length * DIGITS}})-(?<files>(?:[0-9a-f]{${DIGITS}})*)-(?<week>[0-9a-f]{${DIGITS}})-[0-9a-f]{64}`,
);

/** @param python a minor version */
export function textOf(ingredients: readonly Ingredient[], python: string, architecture: string): string {
  const codes = GROUPS.map((group) => codeOf(group, ingredients)).join("");
  const files = filesIn(ingredients).map(({ value }) => code(value));
  const shown = files.length > MOST_FILES ? code(files.join("")) : files.join("");
  const digest = sha256(JSON.stringify(ingredients.map(({ name, value }) => [name, value])));
  return `${BEGINNING}${python}-${architecture}-${codes}-${shown}-${codeOf(WEEK, ingredients)}-${digest}`;
}

/** Prefixes of a key, the longest first: another entry that has one of them is like this one. At most nine. */
export function prefixesOf(text: string): string[] {
  const { codes = "", files = "", week = "" } = partsOf(text) ?? {};
  const codesAt = text.indexOf(`-${codes}-`) + 1;
  const [all, withFiles] = [`${codes}-${files}-${week}-`.length, `${codes}-${files}-`.length];
  const lengths = [all, withFiles, codes.length, OF_ENVIRONMENT * DIGITS, 0];
  return [...lengths.map((length) => text.slice(0, codesAt + length)), BEGINNING];
}

/** Whether two keys differ only in what is installed, as far as their codes say: not in what it is installed with or for. */
export function haveSameEnvironment(text: string, other: string): boolean {
  const environmentOf = (key: string) => {
    const { python, architecture, codes } = partsOf(key) ?? {};
    return codes && [python, architecture, codes.slice(0, OF_ENVIRONMENT * DIGITS)].join(" ");
  };
  return environmentOf(text) !== undefined && environmentOf(text) === environmentOf(other);
}

/**
 * What differs between the plan with these ingredients and the entry with another key, as nouns for people.
 * @param text the key of the plan
 * @param other any text: only what it says by its codes is used
 * @returns nothing if `other` is not such a key
 */
export function differencesOf(ingredients: readonly Ingredient[], text: string, other: string): string[] {
  const [now, then] = [partsOf(text), partsOf(other)];
  if (now === undefined || then === undefined) return [];
  const [codes, others] = [codesIn(now.codes), codesIn(then.codes)];
  const isSamePython = now.python === then.python;
  const groups = GROUPS.filter((group, place) => codes[place] !== others[place] && (isSamePython || group !== PATCH));
  const differences = [
    ...(isSamePython ? [] : [`Python (${then.python})`]),
    ...(now.architecture === then.architecture ? [] : ["the architecture"]),
    ...groups.map(({ shown }) => shown),
    ...differentFiles(ingredients, now.files, then.files),
    ...(now.week === then.week ? [] : [WEEK.shown]),
  ];
  return differences.length > 0 ? differences : ["the parsed requirements, for example by the value of a variable"];
}

function differentFiles(ingredients: readonly Ingredient[], now = "", then = ""): string[] {
  const files = filesIn(ingredients);
  if (files.length > MOST_FILES) return now === then ? [] : ["the requirements files"];
  const others = codesIn(then);
  const different = files.filter(({ value }) => {
    const place = others.indexOf(code(value));
    if (place !== -1) others.splice(place, 1);
    return place === -1;
  });
  const more = others.length > different.length ? ["a requirements file that is no longer read"] : [];
  return [...different.map(nameOf), ...more];
}

/** Without values that may contain a part of an address: a code of one such value would be a hint at it. */
function codeOf({ names }: Group, ingredients: readonly Ingredient[]): string {
  const own = ingredients.filter(({ name, value }) => names.test(name) && !mayBeSecret(name, value));
  return code(JSON.stringify(own.map(({ name, value }) => [name, value])));
}

/** Settings of pip are without credentials already. */
function mayBeSecret(name: string, value: string): boolean {
  return !name.startsWith("pip setting ") && value.includes("://");
}

function code(content: string): string {
  return sha256(content).slice(0, DIGITS);
}

function codesIn(text = ""): string[] {
  return text.match(new RegExp(`.{${DIGITS}}`, "g")) ?? [];
}

function partsOf(text: string): Record<string, string> | undefined {
  return TEXT.exec(text)?.groups;
}

function filesIn(ingredients: readonly Ingredient[]): Ingredient[] {
  return ingredients.filter(({ name }) => name === FILE);
}
