// The real Azure ML client from the configured package index: a virtual environment for each release, kept from one run
// of the tests to the next.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, realpath, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { skipWithoutIndex } from "../packages/real-index.ts";
import { findPython } from "../python/interpreters.ts";

const run = promisify(execFile);

/** Releases that behave differently; the last one represents the current one. */
export const CLIENT_VERSIONS = ["1.0.0", "1.4.0", "1.12.0", "1.20.0", "1.35.2"] as const;
export const NEWEST_CLIENT = "1.35.2";

export interface AzureClient {
  /** Of `azure-ai-ml`. */
  readonly version: string;
  /** Interpreter of a virtual environment that holds this release. Read only: every test shares it. */
  readonly python: string;
}

/**
 * For `test(name, { skip: await skipWithoutClients(["1.35.2"]) }, …)`: false, or the reason, which the reporter prints.
 */
export async function skipWithoutClients(versions: readonly string[]): Promise<string | false> {
  const missing = versions.filter((version) => pythonFor(version) === undefined);
  if (missing.length > 0)
    return `no Python here for azure-ai-ml ${missing.join(", ")} (3.8; 3.9 or later from 1.21 on)`;
  return versions.every((version) => existsSync(placeOf(version))) ? false : await skipWithoutIndex();
}

/**
 * Installs that release, or takes it from an earlier run. Several processes may ask at the same time.
 * @returns `undefined` where no package index answers, or no Python here can run it
 * @throws with pip's own words when the installation fails
 */
export async function azureClient(version: string): Promise<AzureClient | undefined> {
  if (await skipWithoutClients([version])) return undefined;
  const place = placeOf(version);
  if (!existsSync(place)) await makeClient(version, place);
  return { version, python: join(place, "bin", "python") };
}

/**
 * Runs a Python program with that client; its standard input is `input` as JSON.
 * @returns what the program printed, read as JSON
 */
export async function askClient<T>(client: AzureClient, program: string, input: unknown): Promise<T> {
  const env = withoutPythonVariables({ ...process.env, AZURE_CORE_COLLECT_TELEMETRY: "0" });
  const options = { timeout: 240_000, maxBuffer: 1 << 28, env };
  const asked = run(client.python, ["-W", "ignore", "-c", program], options);
  asked.child.stdin?.end(JSON.stringify(input));
  const { stdout } = await asked;
  return JSON.parse(stdout) as T;
}

/** Releases up to 1.20 still import `pkg_resources` and a part of marshmallow that 3.24 dropped. */
function requirementsOf(version: string): string[] {
  const needed = [`azure-ai-ml==${version}`];
  return isOld(version) ? [...needed, "marshmallow<3.24", "setuptools<80"] : needed;
}

function isOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major === 1 && minor <= 20;
}

function pythonFor(version: string): string | undefined {
  const minors = isOld(version) ? ["3.8"] : ["3.11", "3.12", "3.10", "3.9", "3.13"];
  return minors.map(findPython).find((path) => path !== undefined);
}

/** A directory that exists only when the client in it is whole. */
function placeOf(version: string): string {
  const python = pythonFor(version) ?? "";
  const identity = createHash("sha256").update(JSON.stringify([python, requirementsOf(version)]));
  return join(cacheDirectory(), `${version}-${identity.digest("hex").slice(0, 12)}`);
}

function cacheDirectory(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "azureml-extra-packages-tests", "azure-clients");
}

/**
 * Creates the environment under a unique name and renames it. Its console scripts contain the first path, so only its
 * interpreter can be used.
 */
async function makeClient(version: string, place: string): Promise<void> {
  await mkdir(cacheDirectory(), { recursive: true });
  const draft = await mkdtemp(`${place}.`);
  const options = { timeout: 600_000, maxBuffer: 1 << 26, env: withoutPythonVariables(process.env) };
  try {
    const python = pythonFor(version) ?? "";
    await run(await realpath(python), ["-m", "venv", draft], options);
    const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...requirementsOf(version)];
    await run(join(draft, "bin", "python"), install, options);
    await rename(draft, place).catch((error) => {
      // Another process was quicker, and its environment is as good.
      if (!existsSync(place)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function withoutPythonVariables(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(PYTHON|VIRTUAL_ENV)/.test(name)));
}
