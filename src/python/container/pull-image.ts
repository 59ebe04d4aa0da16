import { existsSync, statfsSync } from "node:fs";
import { ask, type Engine, EngineError } from "../../engine/engine.ts";
import { findLocalImage, type LocalImage } from "../../engine/local-image.ts";
import { NoSpaceError, pull, removeReplaced } from "../../engine/pull.ts";
import { findInRegistry, isSameImage } from "../../engine/registry-image.ts";
import type { Host } from "../../host/host.ts";
import { humanBytes, humanSeconds } from "../../util/text.ts";
import type { ImageOptions, ImageSource } from "./image-source.ts";

/** Milliseconds that a pull may take. */
const PULL_PATIENCE = 300_000;
/** Bytes that must be free for a pull: the largest images have 8 GB, and layers are unpacked beside their archives. */
const ROOM = 12e9;
/** The same, in relation to an older image of the same name. */
const ROOM_PER_BYTE = 1.5;

/**
 * Pulls an image. With `pull: always`, an older image of the name is removed if there is no room for both.
 * @param signal ends the pull
 * @throws EngineError if it cannot be pulled
 */
export async function pullImage(
  source: ImageSource,
  options: ImageOptions,
  host: Host,
  signal: AbortSignal,
): Promise<LocalImage> {
  const { engine, reference, local: present } = source;
  if (options.pull === "auto") await requireRoom(engine);
  const start = performance.now();
  await pullMakingRoom(source, host, signal);
  const image = await findLocalImage(engine, reference);
  if (image === undefined) throw new EngineError(`${engine.name} pulled ${reference}, but does not have it`);
  if (image.id !== present?.id) {
    const took = humanSeconds(Math.round(performance.now() - start));
    host.log.info(`Pulled ${reference} (${humanBytes(image.bytes)}) in ${took}.`);
  }
  return image;
}

/** What is pulled without being asked for must not fill the disk. */
async function requireRoom(engine: Engine): Promise<void> {
  const room = await freeBytes(engine);
  if (room === undefined || room >= ROOM) return;
  throw new EngineError(`${humanBytes(room)} are free for images, and a pull may need ${humanBytes(ROOM)}`);
}

async function pullMakingRoom({ engine, reference, local }: ImageSource, host: Host, signal: AbortSignal) {
  const end = performance.now() + PULL_PATIENCE;
  const isInTheWay = local !== undefined && (await isTooLargeForBoth(engine, local));
  const older = isInTheWay && (await removeOlder(engine, local, host)) === undefined ? undefined : local;
  try {
    await pull(engine, reference, PULL_PATIENCE, signal);
  } catch (error) {
    if (!(error instanceof NoSpaceError) || older === undefined || signal.aborted) throw error;
    const whyKept = await removeOlder(engine, older, host);
    if (whyKept !== undefined) throw new EngineError(`${error.message}; the older image is kept: ${whyKept}`);
    await pull(engine, reference, Math.max(1000, end - performance.now()), signal);
  }
}

/** Whether the registry has another image of this name, and there is no room for it beside this one. */
async function isTooLargeForBoth(engine: Engine, older: LocalImage): Promise<boolean> {
  const room = await freeBytes(engine);
  if (room === undefined || room >= older.bytes * ROOM_PER_BYTE) return false;
  const now = await findInRegistry(engine, older.reference);
  return now !== undefined && !isSameImage(now, older);
}

/** @returns why it is kept, as a clause; `undefined` if it was removed */
async function removeOlder(engine: Engine, older: LocalImage, host: Host): Promise<string | undefined> {
  const whyKept = await removeReplaced(engine, older);
  if (whyKept === undefined) {
    const size = humanBytes(older.bytes);
    host.log.info(`Removed the older image of ${older.reference} (${size}) to make room for the one in the registry.`);
  }
  return whyKept;
}

/** Bytes that are free where the engine keeps its images; `undefined` if that is on another machine. */
async function freeBytes(engine: Engine): Promise<number | undefined> {
  const format = engine.name === "docker" ? "{{.DockerRootDir}}" : "{{.Store.GraphRoot}}";
  const directory = (await ask(engine, ["info", "--format", format])).output.trim();
  if (directory === "" || !existsSync(directory)) return undefined;
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}
