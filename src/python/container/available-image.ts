import { capitalised, type Engine, EngineError } from "../../engine/engine.ts";
import { removeLeftovers } from "../../engine/leftovers.ts";
import type { LocalImage } from "../../engine/local-image.ts";
import type { Host } from "../../host/host.ts";
import type { ImageFacts } from "../../inputs/image-facts.ts";
import { settleAll } from "../../util/schedule.ts";
import { factsOf } from "./image-facts.ts";
import { absent, findImageSource, type ImageOptions, type ImageSource, type Unavailable } from "./image-source.ts";
import { pullImage } from "./pull-image.ts";

export type { Unavailable } from "./image-source.ts";

/** The image of a deployment, in an engine that answers. */
export interface AvailableImage {
  readonly engine: Engine;
  readonly local: LocalImage;
  /** Its own Python: a path, or a name on its PATH. */
  readonly interpreter: string;
  readonly facts: ImageFacts;
  readonly view: EngineView;
}

/** What the first container with the code directory showed. */
export interface EngineView {
  /** Whether a container does not see the files of this machine, or may not read them, so that they are copied. */
  needsCopy: boolean;
}

export type ImageOrNot = AvailableImage | Unavailable;

export function isAvailable(image: ImageOrNot): image is AvailableImage {
  return "facts" in image;
}

/**
 * Finds the image that a deployment names in a container engine, pulls it if that is wanted, and asks it for its facts.
 * Called before anything is built, so that the pull runs beside the build. Throws only what is a bug.
 * @param signal ends the pull
 * @param finding where it comes from, if that is asked already
 */
export async function obtainImage(
  options: ImageOptions,
  host: Host,
  signal: AbortSignal,
  finding = findImageSource(options, host),
): Promise<ImageOrNot> {
  try {
    const source = await finding;
    if ("why" in source) return source;
    const { engine } = source;
    const [image] = await settleAll([imageFrom(source, options, host, signal), removeLeftovers(engine)]);
    return image;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { why: sentence(error.message), hint: "", kind: "failure" };
  }
}

async function imageFrom(
  source: ImageSource,
  options: ImageOptions,
  host: Host,
  signal: AbortSignal,
): Promise<ImageOrNot> {
  const { engine, isToBePulled } = source;
  const local = isToBePulled ? await pullImage(source, options, host, signal) : source.local;
  if (local === undefined) return notPresent(source);
  requireRunnable(local);
  return { engine, local, view: { needsCopy: false }, ...(await factsOf(engine, local, host)) };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function notPresent({ engine, reference }: ImageSource): Unavailable {
  const hint = `To use the image itself, run "${engine.name} pull ${reference}", or set the input pull to always.`;
  const { insteadOf = "" } = engine;
  const why = `${capitalised(engine.name)} does not have the image ${reference}.`;
  return absent(insteadOf === "" ? why : `${why} ${insteadOf}`, hint);
}

const MACHINES: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

/** @throws EngineError for an image of another system or processor */
function requireRunnable({ os, architecture, reference }: LocalImage): void {
  const own = MACHINES[process.arch] ?? process.arch;
  if (os === "linux" && architecture === own) return;
  throw new EngineError(`the image ${reference} is for ${os} ${architecture}, and this machine is linux ${own}`);
}
