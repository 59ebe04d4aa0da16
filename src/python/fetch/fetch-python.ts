import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Host, RunResult } from "../../host/host.ts";
import { secretsIn, withoutCredentials } from "../../util/credentials.ts";
import { isDiskFull } from "../../util/errors.ts";
import { installerEnvironment } from "../child-environment.ts";
import { fetchedPythons } from "../interpreter/candidates.ts";
import { UV } from "../packaging/pins.ts";
import type { OfferedPython } from "./offered-python.ts";
import { readPipConfig } from "./pip-config.ts";

/** Milliseconds for a download of 20 to 50 MB. */
const PATIENCE = 900_000;

/** The variables of uv that decide from where a Python comes and where it is kept. */
const FROM_USER = ["UV_PYTHON_INSTALL_DIR", "UV_PYTHON_INSTALL_MIRROR"] as const;

/** How the fetch of a Python ended. */
export interface FetchedPython {
  /** Absolute; absent if it failed. */
  readonly path?: string;
  /** Why it failed, as a clause, and what to do about it. */
  readonly problem?: { readonly why: string; readonly fix: string };
}

/**
 * Has uv download a Python, compare its hash and unpack it where later runs find it.
 * @param uv absolute path of the program
 */
export async function fetchPython(python: OfferedPython, uv: string, host: Host): Promise<FetchedPython> {
  const directory = fetchedPythons(host);
  mkdirSync(directory, { recursive: true });
  const list = join(host.temporary, "python-downloads.json");
  // Only the entry that was checked, so that uv cannot take another one.
  writeFileSync(list, JSON.stringify({ [python.key]: python.download }));
  const args = [
    "python",
    "install",
    "--install-dir",
    directory,
    "--no-bin",
    "--no-registry",
    "--compile-bytecode",
    python.version,
  ];
  const options = { environment: environmentFor(list, host), timeout: PATIENCE };
  const run = await host.log.group(`uv python install ${python.version}`, () => host.runTool(uv, args, options));
  const from = addressOf(python, host);
  if (run.exitCode !== 0) return { problem: problemOf(run, from) };
  const { version } = python;
  host.log.info(
    `Python ${version} was not on this machine: uv ${UV.version} fetched it from ${from}, with the SHA-256 in uv's list of downloads. It is kept in ${directory}.`,
  );
  return { path: executableOf(python, directory) };
}

/** uv's own names of platforms differ from those in its list: it installs `darwin` as `macos`. */
function executableOf({ version, download: { arch, libc } }: OfferedPython, directory: string): string {
  const isIt = new RegExp(`^cpython-${version}-[a-z]+-${arch.family}-${libc}$`);
  const name = readdirSync(directory).find((one) => isIt.test(one)) ?? "";
  return join(directory, name, ...(process.platform === "win32" ? ["python.exe"] : ["bin", "python3"]));
}

/** Proxy and certificates as for the package index. */
function environmentFor(list: string, host: Host): NodeJS.ProcessEnv {
  const { cert, proxy } = readPipConfig(host.environment);
  const given = FROM_USER.map((name) => [name, host.environment[name]]).filter(([, value]) => value);
  for (const secret of secretsIn(given.map(([, value]) => value).join(" "))) host.log.mask(secret);
  return {
    ...installerEnvironment(host),
    ...Object.fromEntries(given),
    ...(cert && { SSL_CERT_FILE: cert }),
    ...(proxy && { ALL_PROXY: proxy }),
    UV_CACHE_DIR: join(host.temporary, "uv-cache-python"),
    UV_NO_CONFIG: "1",
    UV_NO_PROGRESS: "1",
    UV_PYTHON_DOWNLOADS_JSON_URL: list,
  };
}

/** What `UV_PYTHON_INSTALL_MIRROR` replaces. */
const BEFORE_MIRROR = "https://github.com/astral-sh/python-build-standalone/releases/download";

function addressOf({ download: { url } }: OfferedPython, { environment }: Host): string {
  const mirror = environment.UV_PYTHON_INSTALL_MIRROR;
  return withoutCredentials(mirror ? url.replace(BEFORE_MIRROR, mirror.replace(/\/$/, "")) : url);
}

const ELSEWHERE = "or name another place with UV_PYTHON_INSTALL_MIRROR or UV_PYTHON_DOWNLOADS_JSON_URL";

function problemOf({ output }: RunResult, from: string): NonNullable<FetchedPython["problem"]> {
  if (isDiskFull(output))
    return { why: "the disk is full", fix: "Free disk space, or name another place with UV_PYTHON_INSTALL_DIR" };
  if (/hash mismatch/i.test(output)) {
    const why = `what ${from} sent does not have the SHA-256 in uv's list of downloads`;
    return { why, fix: `Run again; if it fails again, report it to the operator of that server, ${ELSEWHERE}` };
  }
  if (/Failed to extract archive/.test(output))
    return { why: `${from} is not an archive of Python`, fix: `Check the address, ${ELSEWHERE}` };
  if (/\b404\b/.test(output))
    return { why: `${from} does not exist (HTTP 404)`, fix: `Check the address, ${ELSEWHERE}` };
  const causes = output.split("\n").flatMap((line) => /^\s*(?:error|cause|Caused by):\s*(.*)/i.exec(line)?.[1] ?? []);
  const why = withoutCredentials(causes.at(-1) ?? output.trim().split("\n").at(-1) ?? "");
  if (causes.length === 0) return { why: `uv failed: ${why}`, fix: "Check that uv runs on this machine" };
  return { why: `${from} could not be downloaded: ${why}`, fix: `Check proxy and network, ${ELSEWHERE}` };
}
