import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import type { Dispatcher, Response } from "undici";
import { decoded, withoutCredentials } from "../../util/credentials.ts";
import { messageOf } from "../../util/errors.ts";
import { humanBytes } from "../../util/text.ts";
import { hasOtherLogins, type PipSettings } from "../packaging/pip-settings.ts";

/** Milliseconds for one answer, with its content. */
const PATIENCE = 300_000;
/** Milliseconds until the server begins to answer. */
const FIRST_BYTE = 30_000;

/** What was found at an address. */
export interface Page {
  readonly bytes: Buffer;
  readonly type: string;
  /** After redirects. */
  readonly url: string;
}

/** Why an address could not be read, as a clause without credentials. */
export class FetchError extends Error {
  override readonly name = "FetchError";
  /** Of HTTP; `undefined` if there was no answer. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

/** How an address is asked, if not by GET. */
interface Asked {
  readonly body?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface Limits {
  /** Milliseconds until a server must begin to answer. */
  readonly firstByte?: number | undefined;
  /** Aborts every request. */
  readonly end?: AbortSignal | undefined;
}

/**
 * Reads addresses as pip would: by the proxy, certificates and trusted hosts of its configuration, with the credentials
 * that an address contains.
 */
export class Web {
  readonly #settings: PipSettings;
  readonly #environment: Readonly<NodeJS.ProcessEnv>;
  readonly #firstByte: number;
  readonly #end: AbortSignal | undefined;

  constructor(settings: PipSettings, environment: Readonly<NodeJS.ProcessEnv>, limits: Limits = {}) {
    this.#settings = settings;
    this.#environment = environment;
    this.#firstByte = limits.firstByte ?? FIRST_BYTE;
    this.#end = limits.end;
  }

  /** Whether pip's configuration and this machine have no login that this does not use. */
  get logsInAsPip(): boolean {
    return !hasOtherLogins(this.#settings, this.#environment);
  }

  /**
   * @param most bytes
   * @throws FetchError
   */
  async read(address: string, most: number, accept = "*/*"): Promise<Page> {
    return await this.#ask(address, most, { headers: { accept } });
  }

  /**
   * Sends JSON.
   * @param most bytes of the answer
   * @throws FetchError
   */
  async post(address: string, value: unknown, most: number, signal: AbortSignal): Promise<Page> {
    const headers = { accept: "application/json", "content-type": "application/json" };
    return await this.#ask(address, most, { body: JSON.stringify(value), headers, signal });
  }

  async #ask(address: string, most: number, { body, headers: own, signal: given }: Asked): Promise<Page> {
    const url = new URL(address);
    const shown = withoutCredentials(address);
    if (!this.#isSecure(url)) throw new FetchError(`${shown} has no TLS, and its host is not in PIP_TRUSTED_HOST`);
    const { fetch } = await import("undici");
    const dispatcher = await this.#dispatcher(url);
    // A proxy that does not answer is not limited by the dispatcher's own options.
    const late = new AbortController();
    const reason = new FetchError(`${shown} has not answered for ${this.#firstByte / 1000} seconds`);
    const timer = setTimeout(() => late.abort(reason), this.#firstByte);
    try {
      const headers = { ...own, "user-agent": "azureml-extra-packages", ...authorization(url) };
      const signal = AbortSignal.any([
        AbortSignal.timeout(PATIENCE),
        late.signal,
        ...[given, this.#end].flatMap((one) => one ?? []),
      ]);
      const how = body === undefined ? {} : { method: "POST", body };
      const response = await fetch(withoutUserInfo(url), { dispatcher, headers, signal, ...how });
      clearTimeout(timer);
      if (!response.ok) throw new FetchError(`${shown} answered HTTP ${response.status}`, response.status);
      const bytes = await contentOf(response, most, shown);
      return { bytes, type: response.headers.get("content-type") ?? "", url: response.url };
    } catch (error) {
      throw error instanceof FetchError ? error : new FetchError(`${shown} cannot be reached: ${reasonOf(error)}`);
    } finally {
      clearTimeout(timer);
      await dispatcher.destroy();
    }
  }

  /** As for pip: TLS, this machine itself, or a host that is trusted without. */
  #isSecure({ protocol, hostname, host }: URL): boolean {
    if (protocol === "https:" || /^(localhost|127\.[0-9.]+|\[::1\])$/.test(hostname)) return true;
    return this.#isTrusted(hostname, host);
  }

  #isTrusted(...names: readonly string[]): boolean {
    const trusted = (this.#settings["trusted-host"] ?? "").split(/\s+/);
    return names.some((name) => trusted.includes(name));
  }

  async #dispatcher(url: URL): Promise<Dispatcher> {
    const [{ Agent, ProxyAgent }, { getProxyUrl }] = await Promise.all([
      import("undici"),
      import("@actions/http-client/lib/proxy"),
    ]);
    const tls = { ca: this.#authorities(), rejectUnauthorized: !this.#isTrusted(url.hostname, url.host) };
    const limits = { headersTimeout: this.#firstByte, bodyTimeout: FIRST_BYTE };
    const proxy = withScheme(this.#settings.proxy) ?? getProxyUrl(url)?.href;
    if (proxy === undefined) return new Agent({ ...limits, connect: tls });
    // An address without TLS is asked as pip asks for it, not by a tunnel, which many proxies allow for TLS alone.
    return new ProxyAgent({ ...limits, uri: proxy, proxyTunnel: false, requestTls: tls, proxyTls: tls });
  }

  /** pip's `cert` replaces the authorities that are trusted; Node's own variable adds to them. */
  #authorities(): string[] | undefined {
    const { SSL_CERT_FILE, NODE_EXTRA_CA_CERTS } = this.#environment;
    const only = this.#settings.cert || SSL_CERT_FILE;
    if (!only) return undefined;
    const more = NODE_EXTRA_CA_CERTS ? [certificatesIn(NODE_EXTRA_CA_CERTS)] : [];
    return [...(this.#settings.cert ? [] : rootCertificates), certificatesIn(only), ...more];
  }
}

/** @throws FetchError */
function certificatesIn(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new FetchError(`the certificates in ${file} cannot be read: ${messageOf(error)}`);
  }
}

function withScheme(proxy: string | undefined): string | undefined {
  return proxy === undefined || /^[a-z]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

function authorization({ username, password }: URL): { readonly authorization?: string } {
  if (username === "" && password === "") return {};
  const pair = `${decoded(username)}:${decoded(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

function withoutUserInfo(url: URL): URL {
  const bare = new URL(url);
  bare.username = "";
  bare.password = "";
  return bare;
}

async function contentOf(response: Response, most: number, shown: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > most) throw new FetchError(`${shown} has more than ${humanBytes(most)}`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** undici's own message, `fetch failed`, has the reason as its cause; that of several addresses has only a code. */
function reasonOf(error: unknown): string {
  const cause = (error as { readonly cause?: unknown }).cause ?? error;
  return withoutCredentials(messageOf(cause) || String((cause as NodeJS.ErrnoException).code));
}
