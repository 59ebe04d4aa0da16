// Virtual environments with a release of the server, and directories of packages as a mount has them. uv makes both.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SERVER, SERVER_RELEASES } from "../../src/images/server/server.ts";

export interface Workshop {
  /** Absolute; everything is made below it, and taken again if it is there. */
  readonly directory: string;
  /** Path of uv. */
  readonly uv: string;
  /** Minor version, such as `3.8`. */
  readonly minor: string;
  /** Path of an interpreter of that version. */
  readonly python: string;
}

export const DAY = 86_400_000;
/** Days after a release. Its image was built some time later; much later, its unpinned dependencies no longer fit. */
const AGES = [60, 365, 5000];

/**
 * Environments with a release of the server, each with its dependencies as of another time.
 * @returns their directories, one at a time
 */
export function* serverEnvironments(version: string, workshop: Workshop): Generator<string> {
  const released = SERVER_RELEASES.find((release) => release.version === version)?.date ?? "";
  for (const age of AGES) {
    const directory = join(workshop.directory, workshop.minor, `server-${version}-${age}`);
    const until = new Date(Math.min(Date.parse(released) + age * DAY, Date.now())).toISOString();
    const isMade = existsSync(join(directory, "complete")) || makeServer(directory, version, until, workshop);
    if (isMade) yield directory;
  }
}

/** With setuptools, as conda's environments have it: gunicorn 20.1 and old namespace packages import pkg_resources. */
function makeServer(directory: string, version: string, until: string, { uv, python }: Workshop): boolean {
  rmSync(directory, { recursive: true, force: true });
  const wanted = [`${SERVER}==${version}`, "setuptools<81"];
  const isMade =
    run(uv, ["venv", "--quiet", "--python", python, directory]) &&
    run(uv, [...install(join(directory, "bin", "python")), "--exclude-newer", until, ...wanted]);
  if (isMade) writeFileSync(join(directory, "complete"), "");
  return isMade;
}

/**
 * A directory with a release and its dependencies.
 * @param until the time of the dependencies; absent for now
 * @returns its path; `undefined` if that cannot be installed
 */
export function packagesAsMount(
  requirement: string,
  until: string | undefined,
  { directory, uv, python, minor }: Workshop,
): string | undefined {
  const name = `mount-${requirement}${until === undefined ? "" : `-${until.slice(0, 10)}`}`;
  const mount = join(directory, minor, name.replace(/[^\w.-]/g, "_"));
  if (existsSync(join(mount, "complete"))) return mount;
  rmSync(mount, { recursive: true, force: true });
  const time = until === undefined ? [] : ["--exclude-newer", until];
  const args = [...install(python), "--only-binary", ":all:", "--target", mount, ...time, requirement];
  if (!run(uv, args)) return undefined;
  writeFileSync(join(mount, "complete"), "");
  return mount;
}

/** A directory that makes a namespace a regular package, with everything that an environment has in it but one share. */
export function namespaceAsMount(
  namespace: string,
  hidden: readonly string[],
  environment: string,
  { directory, minor }: Workshop,
): string {
  const mount = join(directory, minor, "mount-namespace");
  rmSync(mount, { recursive: true, force: true });
  const [path, share] = [pathOf(namespace), hidden.map(pathOf)];
  const from = join(environment, "lib", `python${minor}`, "site-packages");
  if (existsSync(join(from, path))) cpSync(join(from, path), join(mount, path), { recursive: true });
  for (const one of share) {
    for (const name of [one, `${one}.py`]) rmSync(join(mount, name), { recursive: true, force: true });
  }
  const file = join(mount, path, "__init__.py");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "");
  return mount;
}

function pathOf(module: string): string {
  return module.replaceAll(".", "/");
}

function install(python: string): string[] {
  return ["pip", "install", "--quiet", "--compile-bytecode", "--python", python];
}

/** What uv says of a failure is shown: the case is then left out. */
function run(command: string, args: readonly string[]): boolean {
  const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (status !== 0) process.stderr.write(`${args.at(-1)}: ${stderr.trim().split("\n").at(0)}\n`);
  return status === 0;
}
