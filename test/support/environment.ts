// What a child process inherits from the machine: as little as it needs to find node, Python and the compilers.
import { existsSync, mkdirSync } from "node:fs";
import { devNull, homedir } from "node:os";
import { join } from "node:path";

export type Environment = Record<string, string>;

export interface EnvironmentOptions {
  /** The child's home directory; made when it does not exist. */
  home: string;
  /** Also what the machine says about package indexes, certificates and proxies. */
  inheritIndex?: boolean | undefined;
  /** Last word; `undefined` takes a variable away. */
  env?: Record<string, string | undefined> | undefined;
}

const inherited = ["PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "NODE_V8_COVERAGE"];
const indexVariables =
  /^(PIP_.*|UV_.*|NETRC|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|NODE_EXTRA_CA_CERTS|(https?|all|no)_proxy)$/i;
const loopback = "127.0.0.1,localhost";

export function childEnvironment({ home, inheritIndex = false, env = {} }: EnvironmentOptions): Environment {
  mkdirSync(home, { recursive: true });
  const isWanted = (name: string) => inherited.includes(name) || (inheritIndex && indexVariables.test(name));
  const merged: Record<string, string | undefined> = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => isWanted(name))),
    HOME: home,
    ...pythonPlaces(),
    ...(inheritIndex ? pipConfiguration() : { PIP_CONFIG_FILE: devNull }),
    ...withoutProxyForLoopback(inheritIndex),
    ...env,
  };
  return Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The shims of pyenv look below HOME, which is another one here. */
function pythonPlaces(): Environment {
  const root = process.env.PYENV_ROOT ?? join(homedir(), ".pyenv");
  return existsSync(root) ? { PYENV_ROOT: root } : {};
}

function pipConfiguration(): Environment {
  const files = [join(homedir(), ".config", "pip", "pip.conf"), join(homedir(), ".pip", "pip.conf")];
  const found = process.env.PIP_CONFIG_FILE ?? files.find((file) => existsSync(file));
  return found ? { PIP_CONFIG_FILE: found } : {};
}

function withoutProxyForLoopback(inheritIndex: boolean): Environment {
  const others = inheritIndex ? (process.env.NO_PROXY ?? process.env.no_proxy) : undefined;
  const value = others ? `${loopback},${others}` : loopback;
  return { NO_PROXY: value, no_proxy: value };
}
