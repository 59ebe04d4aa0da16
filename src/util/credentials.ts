/*
 * Secrets in texts. An address may have a user info and a query, and only its server knows what of them is a secret.
 * People also write passwords with characters that an address must not have, such as slashes: installers refuse such
 * an address, and repeat it.
 */

/** Names of parameters that are secrets: of the stores of Azure, Amazon and Google, and by common names. */
const SECRET_NAME =
  /^(?:sig|signature|x-(?:amz|goog)-(?:signature|credential|security-token)|(?:\S+[_-])?(?:token|code|key|pass|passwd|password|secret|auth|sas)|apikey)=?$/i;

/**
 * `scheme://` and everything up to white space. What is between a user name and `@` may contain white space too, unless
 * it is a port.
 */
const ADDRESS = /(?<![a-z0-9+.-])([a-z0-9+.-]+:\/\/)((?:[^\s/?#@:]*:(?!\s|\d{1,5}(?!\w))[^\n@]*(?=@))?[^\s]*)/gi;

/** Options whose values only the program knows that builds a distribution. */
const BUILD_OPTION =
  /(--config-settings?(?:-package)?|--(?:global|install|build)-option|(?<![\w-])-C(?=\s*["']?[\w:.-]+=))(\s+|=)("(?:\\.|[^"\\\n])*"?\S*|'[^'\n]*'?\S*|\S+)/g;

/** A token as a part of the path: of Cloudsmith, of Gemfury, and of conda's channels. */
const PATH_TOKEN =
  /^(dl\.cloudsmith\.io\/(?!(?:public|basic)\/)|[\w.-]+\.fury\.io\/(?=\w{16,}\/)|[^\s?#]*?\/t\/(?=[a-z]{2}-[\w-]{8,}\/))([^\s/?#]+)/i;

/** Variables as requirements files have them. */
const VARIABLES = /^\$\{[A-Z0-9_]+\}(:\$\{[A-Z0-9_]+\})?$/;
/** What can only be a host and its path; the name of a branch could have no path. */
const HOST = /^(?:[\w-]+(?:\.[\w-]+)+|localhost)(?::\d+)?\//;
const OPEN_TOKEN = 16;

/**
 * `https://user:token@host/simple` → `https://host/simple`, `?code=…` → `?code=***`, `--config-settings key=…` →
 * `--config-settings key=***`, anywhere in a text.
 */
export function withoutCredentials(text: string): string {
  const plain = withoutAddresses(text, () => true);
  return plain.replace(BUILD_OPTION, (_, option: string, space: string, value: string) => {
    return `${option}${space}${/^["']?([^=\s]*=)/.exec(value)?.[1] ?? ""}***`;
  });
}

/** The same in all strings of a JSON value. In its text, a quotation mark may be part of a password, or end it. */
export function withoutCredentialsIn<T>(value: T): T {
  if (typeof value === "string") return withoutCredentials(value) as T;
  if (Array.isArray(value)) return value.map((one) => withoutCredentialsIn(one)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutCredentialsIn(one)])) as T;
}

/** All strings of a JSON value. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** Without what changes when a secret is renewed. Other query values, which may choose what is downloaded, stay. */
export function withoutKnownSecrets(text: string): string {
  return withoutAddresses(text, (name) => SECRET_NAME.test(name));
}

/** User infos, passwords, query values and settings in a text, to be masked; never a bare user name or a plain word. */
export function secretsIn(text: string): string[] {
  const found = [...text.matchAll(ADDRESS)].flatMap(([, scheme = "", rest = ""]) => {
    const end = endOfUserInfo(rest);
    const values = parametersOf(rest.slice(end)).filter(([name, value]) => isWorthHiding(name, value));
    const userInfo = rest.slice(0, Math.max(0, end - 1));
    const inPath = pathTokenOf(rest.slice(end));
    const parts = isBroken(rest) ? userInfo.split(/[:/?#@]/).slice(1) : []; // programs repeat a part of it
    return [...inUserInfo(scheme, userInfo), ...parts, ...inPath, ...values.map(([, value]) => value)];
  });
  const settings = [...text.matchAll(BUILD_OPTION)].map(([, , , value = ""]) =>
    /^["']?([^=\s]*)=(.*?)["']?$/s.exec(value),
  );
  const named = settings.flatMap((match) => (SECRET_NAME.test(match?.[1] ?? "") ? [match?.[2] ?? ""] : []));
  return [...new Set([...found, ...named].flatMap(spellingsOf))];
}

/** The address without the user info that `userInfoOf` finds. */
export function withoutUserInfo(address: string): string {
  return withoutAddresses(address, () => false);
}

/** What is before the `@` of an address. */
export function userInfoOf(address: string): string {
  const [match] = address.matchAll(ADDRESS);
  const end = endOfUserInfo(match?.[2] ?? "");
  return match?.[2]?.slice(0, Math.max(0, end - 1)) ?? "";
}

function withoutAddresses(text: string, isDropped: (name: string) => boolean): string {
  return text.replace(ADDRESS, (_, scheme: string, rest: string) => {
    const end = endOfUserInfo(rest);
    const isKept = end > 0 && isNoSecret(scheme, rest.slice(0, end - 1));
    const place = isDropped("token=") ? withoutPathToken(rest.slice(end)) : rest.slice(end);
    return scheme + (isKept ? rest.slice(0, end) : "") + withoutValues(place, isDropped);
  });
}

/** @returns in a list, so that none is an empty one */
function pathTokenOf(rest: string): string[] {
  const [, , token = ""] = PATH_TOKEN.exec(rest) ?? [];
  return token === "" || VARIABLES.test(token) ? [] : [token];
}

function withoutPathToken(rest: string): string {
  return pathTokenOf(rest).length === 0 ? rest : rest.replace(PATH_TOKEN, "$1***");
}

/** Where the host begins. A user info ends at the last `@` before the path, if it has no slash itself. */
function endOfUserInfo(rest: string): number {
  const regular = authorityOf(rest).lastIndexOf("@") + 1;
  if (regular === 0 && !isBroken(rest) && !/^(?!localhost:)[\w-]+:\d+$/.test(authorityOf(rest))) return 0;
  const hosts = [...rest.matchAll(/@/g)].map(({ index }) => index + 1).filter((at) => HOST.test(rest.slice(at)));
  return Math.max(regular, hosts.at(-1) ?? (isBroken(rest) ? rest.lastIndexOf("@") + 1 : 0));
}

function authorityOf(rest: string): string {
  return rest.slice(0, rest.search(/[/?#]|$/));
}

/** Whether what is before the path is neither a host, with or without a port, nor has an `@`. */
function isBroken(rest: string): boolean {
  const authority = authorityOf(rest);
  return !authority.includes("@") && !/^\[|^[^:]*(?::?$|:\d{1,5}(?!\w))/.test(authority) && rest.includes("@");
}

/** Why no program can read an address, if that is because of its password: as a clause. */
export function whyUnreadable(address: string): string | undefined {
  const [, , rest = ""] = address.matchAll(ADDRESS).next().value ?? [];
  const character = isBroken(rest) ? /[/?#]/.exec(rest)?.[0] : undefined;
  if (character === undefined) return undefined;
  return `the password has a ${character}, which ends the name of the host: write ${encodeURIComponent(character)} instead`;
}

/** `git@`, which is part of the address, and variable names in a requirements file. */
function isNoSecret(scheme: string, userInfo: string): boolean {
  return (/ssh:/i.test(scheme) && !userInfo.includes(":")) || VARIABLES.test(userInfo);
}

function inUserInfo(scheme: string, userInfo: string): string[] {
  if (isNoSecret(scheme, userInfo)) return [];
  const password = userInfo.split(":").slice(1).join(":");
  if (password !== "") return [userInfo, password];
  return userInfo.length >= OPEN_TOKEN ? [userInfo] : [];
}

/** Each name with its equals sign, or without any name. */
function parametersOf(rest: string): (readonly [name: string, value: string])[] {
  const query = /\?([^#]*)/.exec(rest)?.[1] ?? "";
  return query.split("&").map((one) => {
    const name = /^[^=]*=/.exec(one)?.[0] ?? "";
    return [name, one.slice(name.length)];
  });
}

function withoutValues(rest: string, isDropped: (name: string) => boolean): string {
  const [, before, fragment = ""] = /^([^?]*)\?[^#]*(.*)$/s.exec(rest) ?? [];
  if (before === undefined) return rest;
  const isHidden = (name: string, value: string) => value !== "" && !VARIABLES.test(value) && isDropped(name);
  const hidden = (value: string) => `***${/[)\]>'",;:.]*$/.exec(value)?.[0]}`; // the text goes on behind it
  const shown = parametersOf(rest).map(([name, value]) => name + (isHidden(name, value) ? hidden(value) : value));
  const isKnown = /^(?:#(?:sha\d+|md5|egg|subdirectory)=.*)?$/s.test(fragment);
  return `${before}?${shown.join("&")}${isKnown || !isDropped("") ? fragment : "#***"}`;
}

/** A word or a date that is masked makes a log unreadable, and GitHub drops the outputs that contain it. */
function isWorthHiding(name: string, value: string): boolean {
  if (VARIABLES.test(value) || value.length < 4) return false;
  return SECRET_NAME.test(name) || (value.length >= 8 && !/^(?:[a-z_-]{1,15}|[\d.:TZ-]{1,15})$/.test(value));
}

/** As it is written, as its server gets it, and as a program shows it that encodes what an address must not have. */
function spellingsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [secret, decoded(secret), encodeURI(decoded(secret)), encodeURIComponent(decoded(secret)), json];
}

/** Of percent-encoded text; a text that is not is returned unchanged. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
