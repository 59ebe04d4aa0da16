import { existsSync } from "node:fs";
import type { Host } from "../runner/host.ts";
import type { Interpreter } from "./interpreter.ts";
import { probe } from "./probe.ts";

/**
 * What pip's own configuration (files and `PIP_*`) says about where packages come from and which are chosen.
 * Everything else in it is left out: it would change where packages go.
 */
export type PipSettings = Readonly<Record<string, string>>;

/** pip's long options that are kept; uv is told the same. */
const KEPT = [
  "index-url",
  "extra-index-url",
  "find-links",
  "no-index",
  "trusted-host",
  "cert",
  "client-cert",
  "proxy",
  "timeout",
  "retries",
  "keyring-provider",
  "pre",
  "prefer-binary",
  "no-binary",
  "only-binary",
  "use-feature",
];

/** Those that say how to reach an index, not what is chosen: they do not belong in a cache key. */
const TRANSPORT = [
  "cert",
  "client-cert",
  "proxy",
  "timeout",
  "retries",
  "keyring-provider",
  "trusted-host",
  "use-feature",
];

export async function readPipSettings(python: Interpreter, host: Host): Promise<PipSettings> {
  if (!python.pip) return {};
  // The probe reads what cleanEnvironment would leave out, so it gets the host's own environment.
  const environment = { ...host.environment };
  const question = { pip: python.pip.path, names: KEPT };
  const settings = await probe<PipSettings>(python.path, "pip_settings", question, { environment });
  for (const secret of secretsIn(Object.values(settings).join(" "))) host.log.mask(secret);
  return settings;
}

/** Environment for pip: the kept settings and no configuration file. */
export function pipEnvironment(settings: PipSettings): NodeJS.ProcessEnv {
  const variables = Object.entries(settings).map(([name, value]) => [
    `PIP_${name.toUpperCase().replaceAll("-", "_")}`,
    value,
  ]);
  return {
    ...Object.fromEntries(variables),
    PIP_CONFIG_FILE: process.platform === "win32" ? "nul" : "/dev/null",
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    PIP_NO_INPUT: "1",
    PIP_NO_COLOR: "1",
    PIP_ROOT_USER_ACTION: "ignore",
  };
}

const UV_NAMES: Readonly<Record<string, string>> = {
  "index-url": "UV_DEFAULT_INDEX",
  "extra-index-url": "UV_EXTRA_INDEX_URL",
  "find-links": "UV_FIND_LINKS",
  "no-index": "UV_NO_INDEX",
  "trusted-host": "UV_INSECURE_HOST",
  timeout: "UV_HTTP_TIMEOUT",
  retries: "UV_HTTP_RETRIES",
  "keyring-provider": "UV_KEYRING_PROVIDER",
  cert: "SSL_CERT_FILE",
  "client-cert": "SSL_CLIENT_CERT",
};

/** Environment for uv that means what the same settings mean to pip. */
export function uvEnvironment(settings: PipSettings): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {
    UV_NO_CONFIG: "1",
    UV_NO_PROGRESS: "1",
    UV_PYTHON_DOWNLOADS: "never",
    UV_LINK_MODE: "copy", // a link would let a later change of the cache change the mount
    UV_INDEX_STRATEGY: "unsafe-best-match", // what pip does: the best version over all indexes
  };
  for (const [name, value] of Object.entries(settings)) {
    const variable = UV_NAMES[name];
    if (variable === "UV_FIND_LINKS") environment[variable] = value.split(/\s+/).filter(isThere).join(",");
    else if (variable === "UV_EXTRA_INDEX_URL") environment[variable] = value.split(/\s+/).join(" ");
    else if (variable !== undefined) environment[variable] = value;
    if (name === "proxy") environment.ALL_PROXY = value;
  }
  return environment;
}

/** pip passes over a local folder of wheels that is not there; uv would fail. */
function isThere(place: string): boolean {
  return /^[a-z]+:/i.test(place) || existsSync(place);
}

/** Settings that uv has no like for, so that only pip can obey them. */
export function settingsOnlyPipObeys(settings: PipSettings): string[] {
  return ["pre", "prefer-binary", "no-binary", "only-binary"].filter((name) => settings[name] !== undefined);
}

/** What belongs in the cache key: which packages are chosen, and from where, without credentials. */
export function settingsForKey(settings: PipSettings): Record<string, string> {
  const kept = Object.entries(settings).filter(([name]) => !TRANSPORT.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, withoutCredentials(value)]));
}

/** Parameters of addresses that are keys themselves: of Azure's, Amazon's and Google's stores, and by common names. */
const SECRET_PARAMETER =
  /([?&](?:sig|signature|x-(?:amz|goog)-(?:signature|credential|security-token)|(?:access_|auth_|private_)?token|api_?key|password|secret)=)([^&#\s"'\\]+)/gi;

/** `https://user:token@host/simple` → `https://host/simple`, `?sig=…` → `?sig=***`, anywhere in a text. */
export function withoutCredentials(text: string): string {
  const plain = text.replace(SECRET_PARAMETER, "$1***");
  return plain.replace(/((?<![a-z0-9+.-])[a-z0-9+.-]+:\/\/)([^\s/"]+)@/gi, (whole, scheme: string, userInfo: string) =>
    isNoSecret(scheme, userInfo) ? whole : scheme,
  );
}

/** `git@`, which is part of the address, and names of variables in a requirements file. */
function isNoSecret(scheme: string, userInfo: string): boolean {
  return (/ssh:/i.test(scheme) && !userInfo.includes(":")) || VARIABLES.test(userInfo);
}

const VARIABLES = /^\$\{[A-Z0-9_]+\}(:\$\{[A-Z0-9_]+\})?$/;

/** User infos, passwords and secret parameters in a text, to be masked; never a bare user name. */
export function secretsIn(text: string): string[] {
  const parameters = [...text.matchAll(SECRET_PARAMETER)].map(([, , value = ""]) => value);
  const found = [...text.matchAll(/(?<=[a-z0-9+.-]):\/\/([^\s/"]+)@/gi)].map((match) => match[1] ?? "");
  const userInfos = found
    .filter((userInfo) => !VARIABLES.test(userInfo))
    .flatMap((userInfo) => {
      const password = userInfo.split(":").slice(1).join(":");
      const token = password === "" && userInfo.length >= 16 ? [userInfo] : [];
      return password === "" ? token : [userInfo, password, decoded(password)];
    });
  const values = parameters.filter((value) => value.length >= 8).flatMap((value) => [value, decoded(value)]);
  return [...userInfos, ...values];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not percent-encoded after all
  }
}
