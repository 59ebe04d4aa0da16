import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Host } from "../../host/host.ts";
import { secretsIn, withoutCredentials } from "../../util/credentials.ts";
import { ExitCode, messageOf, UserError } from "../../util/errors.ts";
import { early } from "../../util/schedule.ts";
import { sha256 as digestOf } from "../../util/sha256.ts";
import { UV, UV_WHEELS } from "../packaging/pins.ts";
import type { PipSettings } from "../packaging/pip-settings.ts";
import { type Link, linksOf, type Offers } from "./index-links.ts";
import { machineOf } from "./machine.ts";
import { NotOffered } from "./not-offered.ts";
import { unpackProgram } from "./program-in-wheel.ts";
import { obtainTool, uvProgram } from "./tool-directory.ts";
import { type Limits, Web } from "./web.ts";

/** Milliseconds: an index that answers later is left to pip, which waits as long as its settings say. */
export const BEFORE_PIP = 5_000;
/** Bytes; uv's wheels have about 25 MB. */
const LARGEST_WHEEL = 250_000_000;

/** A download that other code may wait for too. */
interface Fetching {
  readonly settings: string;
  readonly firstByte: number;
  readonly path: Promise<string>;
}

const fetching = new WeakMap<Host, Fetching>();

/**
 * Path of the pinned uv: Node downloads its wheel from the indexes that pip is configured for, and compares its hash.
 * It is downloaded once in a run, also if it is asked for again during the download, or after it has failed.
 * @throws UserError with the places that were asked
 */
export async function fetchUv(settings: PipSettings, limits: Limits, host: Host): Promise<string> {
  const path = uvProgram(host);
  if (existsSync(path)) return path;
  const asked = JSON.stringify(Object.entries(settings).sort());
  const { firstByte = Number.POSITIVE_INFINITY } = limits;
  const known = fetching.get(host);
  if (known?.settings === asked) {
    // One that has failed is repeated only with more patience.
    const found = await known.path.catch((error) => (firstByte > known.firstByte ? undefined : Promise.reject(error)));
    if (found !== undefined) return found;
  }
  const download = early(downloadUv(path, settings, limits, host));
  fetching.set(host, { settings: asked, firstByte, path: download });
  return await download;
}

async function downloadUv(path: string, settings: PipSettings, limits: Limits, host: Host): Promise<string> {
  for (const secret of secretsIn(Object.values(settings).join(" "))) host.log.mask(secret);
  const web = new Web(settings, host.environment, limits);
  const { name: platform } = machineOf();
  const offers = await linksOf("uv", settings, web);
  const wheels = offers.links.filter(({ filename }) => isUvFor(platform, filename));
  if (wheels.length === 0) throw notOffered(platform, offers);
  await obtainTool(UV, host, async (directory) => {
    const { wheel, from } = await firstPinned(wheels, UV_WHEELS.get(platform) ?? "", web);
    await unpackProgram(wheel, join(directory, "bin", basename(path)));
    host.log.info(`Fetched uv ${UV.version} from ${from}. It is kept in ${host.toolDirectory}.`);
  });
  return path;
}

/** By the platform tag of the wheel's name. */
function isUvFor(platform: string, filename: string): boolean {
  const [, tag = ""] = filename.startsWith(`uv-${UV.version}-`) ? (/-([^-]+)\.whl$/.exec(filename) ?? []) : [];
  const [system, architecture = ""] = platform.split(" ");
  if (!UV_WHEELS.has(platform)) return false;
  if (system === "Windows") return tag === "win_amd64";
  return tag.startsWith(system === "macOS" ? "macosx_" : "manylinux") && tag.endsWith(`_${architecture}`);
}

/** @throws UserError if none of the files has the hash */
async function firstPinned(wheels: readonly Link[], sha256: string, web: Web) {
  const problems: string[] = [];
  for (const { url, sha256: promised = sha256 } of wheels) {
    const from = withoutCredentials(url).replace(/#.*$/, "");
    try {
      if (promised !== sha256) throw new Error("its SHA-256 is not the pinned one");
      const wheel = url.startsWith("file:") ? readFileSync(fileURLToPath(url)) : await read(url, web);
      if (digestOf(wheel) === sha256) return { wheel, from };
      throw new Error("its SHA-256 is not the pinned one");
    } catch (error) {
      const message = messageOf(error);
      problems.push(message.includes(from) ? message : `${from}: ${message}`);
    }
  }
  throw new UserError(problems.join("; "), { hint: HINT, exitCode: ExitCode.install });
}

async function read(url: string, web: Web): Promise<Buffer> {
  return (await web.read(url, LARGEST_WHEEL)).bytes;
}

const HINT =
  "Check PIP_INDEX_URL, proxy and network, or add the wheel of uv to the package index or to a directory in PIP_FIND_LINKS.";

function notOffered(platform: string, offers: Offers): UserError {
  if (!UV_WHEELS.has(platform)) return new UserError(`it is not pinned for ${platform}`);
  return new NotOffered(`no wheel for ${platform} was found`, offers, HINT);
}
