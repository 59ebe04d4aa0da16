import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { whyNotFound } from "../checks/run-script.ts";
import type { Later } from "../checks/testimony.ts";
import { outputDirectoryFor } from "../delivery/output-directory.ts";
import { mountOutputs } from "../delivery/outputs.ts";
import type { Progress } from "../delivery/progress.ts";
import { isSystemError, messageOf, UserError } from "../errors.ts";
import { mountDigest } from "../mount/digest.ts";
import { type Inventory, takeInventory } from "../mount/inventory.ts";
import { type Location, locate, manifestOf } from "../mount/location.ts";
import { type Manifest, readManifest } from "../mount/manifest.ts";
import type { Mount } from "../mount/mount.ts";
import type { RecordRow } from "../mount/record.ts";
import type { Options } from "../options/options.ts";
import { chooseTarget } from "../plan.ts";
import { findInterpreter, type Interpreter } from "../python/interpreter.ts";
import type { Host } from "../runner/host.ts";
import { findImage } from "../target/images.ts";
import { type Target, targetOf } from "../target/target.ts";
import { prove } from "./prove.ts";
import { type Result, resultOf } from "./result.ts";

/** Mode `verify`: proves a mount that stands in its place, against its manifest where there is one. */
export async function proveExisting(
  options: Options,
  earlier: Manifest | undefined,
  progress: Progress,
  host: Host,
): Promise<Result> {
  const { clock } = progress;
  const { location, manifest, target } = find(options);
  const outputDirectory = outputDirectoryFor(`verify-${options.environmentName}`, options, host);
  progress.learn({ target, location, outputDirectory });
  const mount = await clock.time("read", async () => knownMount(location, takeInventory(location.directory), manifest));
  progress.learn({ mount, more: { cacheOutcome: "off", cacheReason: "" } });
  progress.note(mountOutputs(location, mountDigest(mount.inventory.files.values())));
  const importing: Later = (work) => clock.time("imports", work);
  const findPython = () => interpreterOr(options, target, progress, host);
  const verdict = await clock.time("verify", () =>
    prove({ options, target, mount }, undefined, findPython, importing, host),
  );
  progress.learn({ verdict });
  const story = {
    options,
    target,
    location,
    mount,
    verdict,
    candidate: undefined,
    delivered: undefined,
    outputDirectory,
  };
  return await resultOf({ ...story, earlier, times: clock.times }, progress, host);
}

/** @throws UserError when there is no mount, or its manifest is damaged */
function find(options: Options): { location: Location; manifest: Manifest | undefined; target: Target } {
  const asked = chooseTarget(options);
  const named = options.pythonVersion !== "" || asked.image !== undefined;
  const environmentDirectory = join(options.mountParent, options.environmentName);
  const manifest = readManifest(manifestOf({ environmentDirectory } as Location));
  const minor = manifest?.target.python ?? (named ? asked.python : (onlyMinorIn(environmentDirectory) ?? asked.python));
  const location = locate(options, minor);
  if (!existsSync(location.directory)) throw notThere(location, options, asked);
  return { location, manifest, target: targetFor(manifest, asked, minor, options) };
}

/**
 * What inputs and deployment file say; where neither names an image, the manifest's, if the catalogue still knows it.
 * Where the deployment file names one that the catalogue does not know, it may be any.
 */
export function targetFor(manifest: Manifest | undefined, asked: Target, minor: string, options: Options): Target {
  const isNamed = (options.deployment?.environment.kind ?? "none") !== "none";
  const builtFor = isNamed ? undefined : findImage(manifest?.target.image ?? "");
  return targetOf({ image: asked.image ?? builtFor, python: minor });
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
  const seen = there.length > 0 ? ` ${environmentDirectory} holds lib/${there.join(", lib/")}.` : "";
  return new UserError(`There is no mount at ${directory}.${seen}`, {
    hint: `The container would end: ${whyNotFound(options, location, target) ?? `${libraryPath} is not on its path`}. Build or restore first.`,
  });
}

/** A mount that somebody else built, as far as its bytes and its manifest tell. */
export function knownMount(location: Location, inventory: Inventory, manifest: Manifest | undefined): Mount {
  const outside = manifest?.distributions.map(({ name, outside: paths }) => [name, paths.map(bareRow)] as const) ?? [];
  const directUrls = manifest?.distributions.map(({ name, directUrl }) => [name, directUrl] as const) ?? [];
  return {
    location,
    inventory,
    requirements: manifest?.requirements ?? [],
    stagedAway: { outside: Object.fromEntries(outside), directUrls: Object.fromEntries(directUrls) },
    manifest,
    build: undefined,
  };
}

/** A row of which the manifest kept the path. */
function bareRow(path: string): RecordRow {
  return { path, hash: undefined, size: undefined };
}

/** Without an interpreter of the target, files are still proven. */
export async function interpreterOr(
  options: Options,
  target: Target,
  progress: Progress,
  host: Host,
): Promise<Interpreter | undefined> {
  try {
    // The mount's own minor version, whatever else the input python-version would allow: T6 judges that.
    const python = await findInterpreter(target.python, options.python, host);
    progress.note({ "python-version": python.version });
    return python;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const message = `Imports and dependencies are not tried: ${messageOf(error)}`;
    if (options.evidence === "files") host.log.info(message);
    else host.log.warning(message);
    return undefined;
  }
}
