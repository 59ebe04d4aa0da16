// What a child process inherits from the machine: as little as it needs to find node, Python and the compilers. It finds
// no container engine, unless a test asks for the machine's.
import { existsSync, mkdirSync } from "node:fs";
import { devNull, homedir } from "node:os";
import { join } from "node:path";

export type Environment = Record<string, string>;

/** `undefined` removes a variable. */
export type EnvironmentChanges = Record<string, string | undefined>;

export interface EnvironmentOptions {
  /** The child's home directory; made when it does not exist. */
  home: string;
  /** Also the machine's settings of package indexes, certificates and proxies. */
  inheritIndex?: boolean | undefined;
  env?: EnvironmentChanges | undefined;
}

const inherited = ["PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "NODE_V8_COVERAGE"];
const indexVariables =
  /^(PIP_.*|UV_.*|NETRC|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|NODE_EXTRA_CA_CERTS|(https?|all|no)_proxy)$/i;
const loopback = "127.0.0.1,localhost";

/**
 * Docker and Podman connect to this and fail at once: what a test sees must not depend on the machine's engines. A test
 * that needs one changes the variables as `reachDocker` and `reachPodman` of `support/container` say.
 */
const noEngine = "unix:///nonexistent/engine.sock";

export function childEnvironment({ home, inheritIndex = false, env = {} }: EnvironmentOptions): Environment {
  mkdirSync(home, { recursive: true });
  const isWanted = (name: string) => inherited.includes(name) || (inheritIndex && indexVariables.test(name));
  const own: EnvironmentChanges = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => isWanted(name))),
    HOME: home,
    DOCKER_HOST: noEngine,
    CONTAINER_HOST: noEngine,
    ...pythonPlaces(),
    ...(inheritIndex ? pipConfiguration() : { PIP_CONFIG_FILE: devNull }),
    ...withoutProxyForLoopback(inheritIndex),
  };
  return changed(own, env);
}

/** An environment with other values; without the variables whose value is `undefined`. */
export function changed(environment: EnvironmentChanges, changes: EnvironmentChanges): Environment {
  return Object.fromEntries(
    Object.entries({ ...environment, ...changes }).filter((entry): entry is [string, string] => entry[1] !== undefined),
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
