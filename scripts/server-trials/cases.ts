// What is put before a release of the server: each series of its packages that it does not take, and its namespaces
// without one of their shares.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findServerConflicts } from "../../src/evidence/server-conflicts.ts";
import { contentsOf, type NamespaceShare, namespacesOf } from "../../src/images/contents/image-contents.ts";
import { importNamesOf } from "../../src/images/contents/import-names.ts";
import { GUARD_SET, SERVER } from "../../src/images/server/server.ts";
import { seriesOf } from "../../src/images/server/server-trials.ts";
import type { Target } from "../../src/images/target.ts";
import type { Interpreter } from "../../src/python/interpreter/interpreter.ts";
import { normalisedName } from "../../src/util/text.ts";
import { DAY, packagesAsMount, type Workshop } from "./environments.ts";

/** The newest release of a series, with its dependencies. */
export interface Candidate {
  readonly name: string;
  readonly version: string;
  readonly series: string;
  /** Absolute. */
  readonly mount: string;
}

/** Of packages that have a number for each year, earlier ones are not tried. */
const SERIES = 8;
/** A series that ended before was older than the images' Pythons are, and nobody pins it. */
const OLDEST = "2018";
/** Replace modules of the standard library, each of which lacks something that the original has. */
const BACKPORTS = ["argparse", "dataclasses", "futures", "ipaddress", "pathlib"];
const THIS_MACHINE = { environment: process.env, temporary: tmpdir() };

/**
 * The newest release of each series of each package that the server needs, as far as this Python can have it.
 * @param only these packages; empty for all
 */
export async function candidatesFor(workshop: Workshop, only: readonly string[]): Promise<Candidate[]> {
  const found: Candidate[] = [];
  const names = [...GUARD_SET, ...BACKPORTS].filter((name) => name !== SERVER && name !== "psutil");
  for (const name of names.filter((one) => only.length === 0 || only.includes(one)).sort()) {
    for (const series of await seriesIn(name)) found.push(...candidateOf(name, series, workshop));
  }
  return found;
}

/** With its dependencies of today or, if it cannot be imported with them, of its own time; none if it cannot at all. */
function candidateOf(name: string, { range, released }: Series, workshop: Workshop): Candidate[] {
  const ofItsTime = new Date(Date.parse(released) + 30 * DAY).toISOString();
  for (const until of [undefined, ofItsTime]) {
    const mount = packagesAsMount(`${name}${range}`, until, workshop);
    const version = mount && versionIn(mount, name);
    if (mount === undefined || version === undefined) return [];
    if (isImportable(name, mount, workshop)) return [{ name, version, series: seriesOf(version), mount }];
  }
  return [];
}

function isImportable(name: string, mount: string, { python }: Workshop): boolean {
  const module = name === "futures" ? "concurrent.futures" : (importNamesOf(name)[0] ?? name);
  const env = { ...process.env, PYTHONPATH: mount };
  return spawnSync(python, ["-s", "-c", `import ${module}`], { env, stdio: "ignore" }).status === 0;
}

interface Series {
  /** A specifier. */
  readonly range: string;
  /** When its newest file was uploaded. */
  readonly released: string;
}

/** All of 0.x is one, unless the project has nothing else. */
async function seriesIn(name: string): Promise<Series[]> {
  const headers = { accept: "application/vnd.pypi.simple.v1+json" };
  const answer = await fetch(`https://pypi.org/simple/${name}/`, { headers });
  if (!answer.ok) throw new Error(`${name}: the index responded with status ${answer.status}`);
  const files = filesIn((await answer.json()) as Listing).filter(
    ({ time }) => BACKPORTS.includes(name) || time >= OLDEST,
  );
  const isYoung = files.every(({ major }) => major === 0);
  const released = new Map<string, string>();
  for (const { major, minor, time } of files) {
    const range = isYoung ? `>=0.${minor},<0.${minor + 1}` : `>=${major},<${major + 1}`;
    const before = released.get(range);
    if (before === undefined || before < time) released.set(range, time);
  }
  const series = [...released].map(([range, time]) => ({ range, released: time }));
  return series.sort((a, b) => (a.released < b.released ? -1 : 1)).slice(-SERIES);
}

interface Listing {
  readonly files: readonly { readonly filename: string; readonly "upload-time": string }[];
}

function filesIn({ files }: Listing): { major: number; minor: number; time: string }[] {
  return files.flatMap(({ filename, "upload-time": time }) => {
    const numbers = /^.+?-(\d+)(?:\.(\d+))?(?:\.\d+)*(?:-py|-cp|\.tar|\.zip)/.exec(filename);
    return numbers === null ? [] : [{ major: Number(numbers[1]), minor: Number(numbers[2] ?? 0), time }];
  });
}

function versionIn(mount: string, name: string): string | undefined {
  return distributionsIn(mount).find((one) => one.name === name)?.version;
}

function distributionsIn(mount: string): { name: string; version: string }[] {
  return readdirSync(mount).flatMap((entry) => {
    const [, name = "", version = ""] = /^(.+)-([^-]+)\.dist-info$/.exec(entry) ?? [];
    return name === "" ? [] : [{ name: normalisedName(name), version }];
  });
}

/** Those that bring another series of anything than the release takes, and those of which its requirements say nothing. */
export async function refusedBy(server: string, candidates: readonly Candidate[], python: Interpreter) {
  const found: Candidate[] = [];
  for (const candidate of candidates) {
    const inventory = { distributions: distributionsIn(candidate.mount) };
    const asked = { options: {}, target: targetWith(server, python), mount: { inventory } };
    const answer = await findServerConflicts(asked as unknown as Asked, python, THIS_MACHINE);
    const isRefused = answer?.conflicts.some(({ sameSeries }) => !sameSeries);
    if (isRefused || BACKPORTS.includes(candidate.name)) found.push(candidate);
  }
  return found;
}

type Asked = Parameters<typeof findServerConflicts>[0];

function targetWith(server: string, { minor }: Interpreter): Target {
  const image = { name: SERVER, server, packages: {} };
  return { python: minor, architecture: "x86_64", image } as unknown as Target;
}

/** A namespace, and the part of it that one distribution of the image has. */
export interface Share extends NamespaceShare {
  readonly namespace: string;
}

/** @param environment in which the release is installed */
export function sharesOf(server: string, environment: string, python: Interpreter): Share[] {
  const place = join(environment, "lib", `python${python.minor}`, "site-packages");
  const isThere = (module: string) => {
    const path = join(place, ...module.split("."));
    return existsSync(path) || existsSync(`${path}.py`);
  };
  const namespaces = namespacesOf(contentsOf(targetWith(server, python), undefined));
  return [...namespaces].flatMap(([namespace, shares]) =>
    shares
      // The server adds a directory of its own package to the path.
      .filter(({ holder, modules }) => holder === SERVER || modules.some(isThere))
      .map((share) => ({ namespace, ...share })),
  );
}
