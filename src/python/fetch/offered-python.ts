import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import semver from "semver";
import type { Host } from "../../host/host.ts";
import { withoutCredentials } from "../../util/credentials.ts";
import { ExitCode, messageOf, UserError } from "../../util/errors.ts";
import type { Machine } from "./machine.ts";
import { readPipConfig } from "./pip-config.ts";
import data from "./uv-pythons.json" with { type: "json" };
import { Web } from "./web.ts";

/** An entry of uv's list of downloads. */
interface Download {
  readonly name: string;
  readonly arch: { readonly family: string; readonly variant?: string | null };
  readonly os: string;
  readonly libc: string;
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly prerelease?: string | null;
  readonly url: string;
  readonly sha256?: string | null;
  /** Such as `freethreaded`. */
  readonly variant?: string | null;
}

/** A build of CPython that uv fetches. */
export interface OfferedPython {
  /** uv's name, such as `cpython-3.8.20-linux-x86_64-gnu`. */
  readonly key: string;
  readonly version: string;
  readonly download: Download;
}

type Downloads = Readonly<Record<string, Download>>;

/** Bytes; the list in uv has 3 MB. */
const LARGEST_LIST = 64_000_000;

/**
 * The newest CPython in the range that uv's list of downloads has for this machine: the list in `UV_PYTHON_DOWNLOADS_JSON_URL`
 * or, without it, the entries of uv's own that this project has copied.
 * @throws UserError if the list cannot be read, or has the entry without a hash, which uv would accept
 */
export async function offeredPython(range: string, machine: Machine, host: Host): Promise<OfferedPython | undefined> {
  const place = host.environment.UV_PYTHON_DOWNLOADS_JSON_URL || undefined;
  const downloads = place === undefined ? (data.downloads as Downloads) : await readList(place, host);
  const fitting = Object.entries(downloads)
    .filter(([, one]) => isFor(machine, one))
    .map(([key, one]) => ({ key, download: one, version: `${one.major}.${one.minor}.${one.patch}` }))
    .filter(({ version }) => semver.satisfies(version, range));
  const newest = fitting.sort((a, b) => semver.rcompare(a.version, b.version))[0];
  if (newest !== undefined) requireHash(newest, place ?? "uv's list of downloads");
  return newest;
}

function isFor({ os, arch, libc }: Machine, one: Download): boolean {
  const isPlain = one.name === "cpython" && !one.prerelease && !one.variant && !one.arch.variant;
  return isPlain && one.os === os && one.arch.family === arch && one.libc === libc;
}

function requireHash({ key, download: { sha256 } }: OfferedPython, place: string): void {
  if (sha256 && /^[0-9a-f]{64}$/.test(sha256)) return;
  throw new UserError(
    `The entry ${key} in ${withoutCredentials(place)} has no sha256, so the download could not be verified.`,
    { hint: `Add its sha256 to the list, unset UV_PYTHON_DOWNLOADS_JSON_URL, or install that Python yourself.` },
  );
}

/** @param place an http or file URL, or a path */
async function readList(place: string, host: Host): Promise<Downloads> {
  try {
    const text = /^https?:/i.test(place)
      ? (await new Web(readPipConfig(host.environment), host.environment).read(place, LARGEST_LIST)).bytes.toString()
      : readFileSync(/^file:/i.test(place) ? fileURLToPath(place) : place, "utf8");
    return JSON.parse(text) as Downloads;
  } catch (error) {
    const shown = withoutCredentials(place);
    throw new UserError(`UV_PYTHON_DOWNLOADS_JSON_URL: ${shown} cannot be read as JSON: ${messageOf(error)}.`, {
      hint: "Correct the variable, or unset it to use uv's own list.",
      exitCode: ExitCode.install,
      cause: error,
    });
  }
}
