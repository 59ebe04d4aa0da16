import { existsSync, lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { cp, mkdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Host } from "../../host/host.ts";
import type { Options } from "../../inputs/options.ts";
import { orNothing } from "../../util/errors.ts";
import type { LocalCopy } from "../packaging/requirements.ts";

/**
 * Copies of local projects to build from. setuptools builds in the directory of the project: it writes `build/` and
 * `*.egg-info` there, and packs everything that an earlier build left in `build/lib`, deleted modules included.
 */

type Local = { readonly url: string | null };

/** More than this is not copied. */
const MOST = { files: 5_000, bytes: 200_000_000 };

/** Decides which directories are copied; `makeCopies` does it. */
export function copiesFor(requirements: readonly Local[], temporary: string): LocalCopy[] {
  const directories = new Set(requirements.flatMap((one) => localDirectory(one) ?? []));
  return [...directories].filter(isCopied).map((from, index) => {
    return { from, to: join(temporary, "projects", `${index + 1}`, basename(from)) };
  });
}

/** The directory on this machine that a requirement installs, absolute. */
export function localDirectory({ url }: Local): string | undefined {
  const path = url?.startsWith("file:") ? orNothing(() => fileURLToPath(url)) : undefined;
  return path !== undefined && statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : undefined;
}

/** Makes the copies that do not exist yet, without what tools left beside the sources. */
export async function makeCopies(copies: readonly LocalCopy[]): Promise<void> {
  for (const { from, to } of copies.filter((one) => !existsSync(one.to))) {
    await mkdir(dirname(to), { recursive: true });
    await cp(from, to, { recursive: true, filter: (path) => path === from || isSource(path, from) });
  }
}

/** The requirement, with the copy in place of the project. */
export function fromCopy<T extends Local>(requirement: T, copies: readonly LocalCopy[]): T {
  const directory = localDirectory(requirement);
  const copy = copies.find(({ from }) => from === directory);
  return copy === undefined ? requirement : { ...requirement, url: pathToFileURL(copy.to).href };
}

/** The text, with the projects in place of their copies. */
export function withOriginals(text: string, copies: readonly LocalCopy[] = []): string {
  return copies.reduce(
    (so, { from, to }) => so.replaceAll(pathToFileURL(to).href, pathToFileURL(from).href).replaceAll(to, from),
    text,
  );
}

/** A lock file that names the copies: its paths are relative to the workspace. */
export function lockFromCopies(
  lock: string,
  copies: readonly LocalCopy[],
  { workspace }: Pick<Options, "workspace">,
  host: Pick<Host, "temporary">,
): string {
  if (copies.length === 0) return lock;
  const path = join(host.temporary, "requirements.lock.txt");
  const place = (word: string) => copies.find(({ from }) => resolve(workspace, word) === from)?.to ?? word;
  const lines = readFileSync(lock, "utf8").split("\n");
  const texts = lines.map((line) => line.replace(/^\.{1,2}(\/[^\s;[#]*)?|^\/[^\s;[#]+/, place));
  writeFileSync(path, texts.join("\n"));
  return path;
}

/**
 * Whether setuptools, or a backend in the project itself, builds it. Other backends write nothing there. A version that is
 * read from Git, or a path out of the project, works only in its place.
 */
function isCopied(directory: string): boolean {
  const text = (name: string) => orNothing(() => readFileSync(join(directory, name), "utf8")) ?? "";
  const project = text("pyproject.toml");
  const setup = [project, text("setup.py"), text("setup.cfg")].join("\n");
  const backend = /^\s*build-backend\s*=\s*["']([^"']+)/m.exec(project)?.[1] ?? "setuptools";
  const isInTree = /^setuptools\b/.test(backend) || /^\s*backend-path\s*=/m.test(project);
  return (
    isInTree &&
    !/scm|vcs|versioneer|versioningit|\bgit\b|\.\.[/\\]|\bparents?\b|pardir/i.test(setup) &&
    isSmall(directory)
  );
}

function isSmall(directory: string): boolean {
  let [files, bytes] = [0, 0];
  const fits = (folder: string): boolean =>
    readdirSync(folder).every((name) => {
      const path = join(folder, name);
      if (!isSource(path, directory)) return true;
      const found = lstatSync(path);
      if (found.isDirectory()) return fits(path);
      files += 1;
      bytes += found.size;
      return files <= MOST.files && bytes <= MOST.bytes;
    });
  return fits(directory);
}

/** What builds, environments and tools leave in any directory. */
const LEFT_ANYWHERE = /^(__pycache__|.*\.egg-info|.*\.pyc|\.DS_Store|node_modules)$/;
/** And beside `setup.py`. */
const LEFT_ABOVE = /^(\.git|\.hg|\.svn|\.tox|\.nox|\.mypy_cache|\.pytest_cache|\.ruff_cache|build|dist)$/;

function isSource(path: string, project: string): boolean {
  const name = basename(path);
  if (LEFT_ANYWHERE.test(name)) return false;
  if (dirname(path) === project && LEFT_ABOVE.test(name)) return existsSync(join(path, "__init__.py"));
  const has = (inside: string) => existsSync(join(path, inside));
  const isEnvironment = has("pyvenv.cfg") || (has("manifest.json") && has("lib")); // the latter is a mount
  return !isEnvironment && !lstatSync(path).isSocket() && !lstatSync(path).isFIFO();
}
