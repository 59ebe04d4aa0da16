import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { whyNotFound } from "../evidence/disk/run-script.ts";
import type { Host } from "../host/host.ts";
import { findImage } from "../images/catalogue/find-image.ts";
import { type Target, targetOf } from "../images/target.ts";
import type { ImageFacts } from "../inputs/image-facts.ts";
import type { Options } from "../inputs/options.ts";
import { type Inventory, keepsExecutables, withExecutables } from "../mount/inventory/inventory.ts";
import type { RecordRow } from "../mount/inventory/record.ts";
import { type Manifest, readManifest } from "../mount/manifest/manifest.ts";
import type { Mount } from "../mount/mount.ts";
import { type Location, locate, MANIFEST } from "../plan/location.ts";
import { chooseTarget } from "../plan/target.ts";
import type { Progress } from "../progress/progress.ts";
import { obtainInterpreter } from "../python/fetch/obtain-interpreter.ts";
import { findInterpreter, type Interpreter } from "../python/interpreter/interpreter.ts";
import { isSystemError, messageOf, UserError } from "../util/errors.ts";

/** An existing mount, before it is read. */
export interface ExistingMount {
  readonly location: Location;
  readonly manifest: Manifest | undefined;
  readonly target: Target;
}

/** @throws UserError if there is no mount, or its manifest is damaged */
export function findExistingMount(options: Options, facts: ImageFacts | undefined): ExistingMount {
  const asked = chooseTarget(options, facts);
  const named = options.pythonVersion !== "" || asked.image !== undefined;
  const environmentDirectory = join(options.mountParent, options.environmentName);
  const manifest = readManifest(join(environmentDirectory, MANIFEST));
  const minor = manifest?.target.python ?? (named ? asked.python : (onlyMinorIn(environmentDirectory) ?? asked.python));
  const location = locate(options, minor);
  if (!existsSync(location.directory)) throw notThere(location, options, asked);
  return { location, manifest, target: targetFor(manifest, asked, minor, options) };
}

/**
 * The target of the inputs and the deployment file. If neither names an image: the image of the manifest, if it is
 * still in the catalogue. If the deployment file names an image that is not in the catalogue, the image is unknown.
 */
export function targetFor(manifest: Manifest | undefined, asked: Target, minor: string, options: Options): Target {
  const { kind = "none", condaFile } = options.deployment?.environment ?? {};
  const isNamed = kind !== "none" && condaFile === undefined;
  const builtFor = isNamed ? undefined : findImage(manifest?.target.image ?? "");
  return targetOf({ image: asked.image ?? builtFor, python: minor, facts: asked.facts });
}

/** `3.8` when the environment directory holds packages of one Python only. */
function onlyMinorIn(environmentDirectory: string): string | undefined {
  const folders = foldersIn(join(environmentDirectory, "lib")).filter((name) => /^python3\.[0-9]+$/.test(name));
  return folders.length === 1 ? folders[0]?.slice("python".length) : undefined;
}

function foldersIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (isSystemError(error, "ENOENT", "ENOTDIR")) return [];
    throw error;
  }
}

function notThere(location: Location, options: Options, target: Target): UserError {
  const { directory, libraryPath, environmentDirectory } = location;
  const there = foldersIn(join(environmentDirectory, "lib"));
  const seen = there.length > 0 ? ` ${environmentDirectory} contains lib/${there.join(", lib/")}.` : "";
  const why = whyNotFound({ options, location, target }) ?? `${libraryPath} is not on Python's path`;
  return new UserError(`There is no mount at ${directory}.${seen}`, {
    hint: `In the container this fails: ${why}. Build or restore the mount first.`,
  });
}

/** A mount that another run built: what its files and its manifest say about it. */
export function knownMount(location: Location, inventory: Inventory, manifest: Manifest | undefined): Mount {
  const outside = manifest?.distributions.map(({ name, outside: paths }) => [name, paths.map(bareRow)] as const) ?? [];
  const directUrls = manifest?.distributions.map(({ name, directUrl }) => [name, directUrl] as const) ?? [];
  return {
    location,
    inventory: manifest === undefined ? inventory : withModesOf(manifest, inventory),
    requirements: manifest?.requirements ?? [],
    removedByStaging: {
      outside: Object.fromEntries(outside),
      directUrls: Object.fromEntries(directUrls),
      slim: manifest?.slim,
    },
    manifest,
    build: undefined,
  };
}

/** With the executable bits in the manifest, if the file system of the mount does not keep them. */
function withModesOf({ files }: Manifest, inventory: Inventory): Inventory {
  if (keepsExecutables(inventory)) return inventory;
  return withExecutables(inventory, new Set(files.filter(({ executable }) => executable).map(({ path }) => path)));
}

/** A row of RECORD of which the manifest contains only the path. */
function bareRow(path: string): RecordRow {
  return { path, hash: undefined, size: undefined };
}

/** The interpreter of the target, or `undefined` if there is none: the files can still be verified. */
export async function interpreterOr(
  options: Options,
  target: Target,
  progress: Progress,
  host: Host,
): Promise<Interpreter | undefined> {
  try {
    // The mount's own minor version, even if the input python-version allows others: T6 reports that.
    // With `evidence: files` nothing is imported, which is not worth a download.
    const obtain = options.evidence === "files" ? findInterpreter : obtainInterpreter;
    const python = await obtain(target.python, options.python, host);
    progress.note({ "python-version": python.version });
    return python;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const message = `Imports and dependencies are not verified: ${messageOf(error)}`;
    if (options.evidence === "files") host.log.info(message);
    else host.log.warning(message);
    return undefined;
  }
}
