import { existsSync, lstatSync, mkdtempSync, readdirSync, realpathSync, statSync } from "node:fs";
import { chmod, mkdir } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import type { Place } from "../../engine/container.ts";
import { EngineError } from "../../engine/engine.ts";
import { copied, linked } from "../../host/copy-files.ts";
import type { Host } from "../../host/host.ts";
import type { Options } from "../../inputs/options.ts";
import { codeInContainer } from "../../python/container/code-in-container.ts";
import { messageOf } from "../../util/errors.ts";
import { Rules } from "./rules.ts";
import { listUpload, readUpload, type UploadedFile } from "./upload.ts";

/*
 * What a container of this machine gets is what the upload of a deployment holds: without the ignored files, with the targets
 * of links in their place, and readable for every user.
 */

const ALL_READ = 0o444;
const ALL_ENTER = 0o555;
/** Bytes from which a link is worth it. */
const LARGE = 2 ** 20;

/** By run: several containers of a run get the same files. */
const known = new WeakMap<Host, Map<string, Promise<string>>>();

/**
 * The code directory as it is uploaded, and the environment directory in it, which is large and is taken as it is.
 * @param environmentDirectory absolute, in the code directory; absent without a mount
 * @param environmentCopy takes its place
 * @throws EngineError if a file cannot be copied
 */
export async function uploadedCode(
  options: Options,
  environmentDirectory: string | undefined,
  host: Host,
  environmentCopy?: string,
): Promise<Place[]> {
  const { codeDirectory, scoringDirectory } = options;
  const { root, place } = codeInContainer(options);
  const own = environmentDirectory === undefined ? [] : [environmentDirectory];
  // A directory can be bound only where there is one. Programs start in the scoring directory.
  const empty = [scoringDirectory, ...own].map((path) => relative(codeDirectory, path));
  const files = () => readUpload(options).beside.files;
  const code = await once(`${codeDirectory} ${own}`, host, () => stage(codeDirectory, files(), empty, host));
  const mounts = own.map((source) => ({ source: environmentCopy ?? source, target: place(source) }));
  return [{ source: code, target: root }, ...mounts];
}

/**
 * A model as it is uploaded: itself, unless it contains links or files that only this user can read.
 * @param path absolute: a directory or a file
 * @throws EngineError if a file cannot be copied
 */
export async function uploadedModel(path: string, host: Host): Promise<string> {
  if (isAsUploaded(path)) return path;
  if (statSync(path).isDirectory()) {
    return await once(path, host, () => stage(path, listUpload(path, new Rules([], "/")).files, [], host));
  }
  const file = { path: basename(path), bytes: statSync(path).size };
  return join(await once(path, host, () => stage(dirname(path), [file], [], host)), file.path);
}

function isAsUploaded(path: string): boolean {
  const stat = lstatSync(path);
  if (!stat.isDirectory()) return stat.isFile() && (stat.mode & ALL_READ) === ALL_READ;
  if ((stat.mode & ALL_ENTER) !== ALL_ENTER) return false;
  return readdirSync(path).every((name) => isAsUploaded(join(path, name)));
}

async function once(key: string, host: Host, work: () => Promise<string>): Promise<string> {
  const ofRun = known.get(host) ?? new Map<string, Promise<string>>();
  known.set(host, ofRun);
  const staged = ofRun.get(key) ?? work();
  ofRun.set(key, staged);
  try {
    return await staged;
  } catch (error) {
    throw new EngineError(`the files of the deployment cannot be copied: ${messageOf(error)}`);
  }
}

/** @returns a new directory with these files and empty directories, which every user can read */
async function stage(
  from: string,
  files: readonly UploadedFile[],
  empty: readonly string[],
  host: Host,
): Promise<string> {
  const root = mkdtempSync(join(host.temporary, "upload-"));
  await chmod(root, 0o755);
  for (const path of empty) await makeDirectory(root, path);
  for (const { path, bytes } of files) {
    await makeDirectory(root, dirname(path));
    await placeFile(join(from, path), join(root, path), bytes);
  }
  return root;
}

/** @param path relative to `root` */
async function makeDirectory(root: string, path: string): Promise<void> {
  const directory = join(root, path);
  if (existsSync(directory)) return;
  await makeDirectory(root, dirname(path));
  await mkdir(directory);
  await chmod(directory, 0o755); // whatever the umask is
}

/** A link to a file has the file's mode, which must not be changed. */
async function placeFile(from: string, to: string, bytes: number): Promise<void> {
  const stat = statSync(from);
  const { mode } = stat;
  if (!stat.isFile()) return; // reading a pipe would not end
  if (bytes >= LARGE && (mode & ALL_READ) === ALL_READ) return await linked(realpathSync(from), to);
  await copied(from, to);
  await chmod(to, mode & 0o100 ? 0o755 : 0o644);
}
