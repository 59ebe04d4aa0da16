import { EngineError } from "../engine/engine.ts";
import { isSameImage } from "../engine/registry-image.ts";
import type { Host } from "../host/host.ts";
import type { Target } from "../images/target.ts";
import type { ImageFacts } from "../inputs/image-facts.ts";
import type { Options } from "../inputs/options.ts";
import { hasUnreadMetadata } from "../mount/inventory/distribution.ts";
import { libraryNamesIn } from "../mount/inventory/library-names.ts";
import { uploadedCode } from "../mount/upload/uploaded-files.ts";
import type { AvailableImage } from "../python/container/available-image.ts";
import { factsInUse } from "../python/container/facts-in-use.ts";
import { failedInContainer } from "../python/container/failed-in-container.ts";
import { isRunInImage } from "../python/container/image-source.ts";
import { type PendingImage, withinSentence } from "../python/container/pending-image.ts";
import { runInContainer } from "../python/container/running-container.ts";
import type { Interpreter } from "../python/interpreter/interpreter.ts";
import { pythonIn } from "../python/interpreter/virtual-environment.ts";
import { isOnPlatform, platformName } from "../python/platform/platform.ts";
import { type HiddenLibraries, hideLibraries } from "../python/simulated-image/hidden-libraries.ts";
import { simulatedIn, simulateImage } from "../python/simulated-image/simulated-image.ts";
import { obtainImageWithServer } from "../python/simulated-image/simulated-image-with-server.ts";
import { UserError } from "../util/errors.ts";
import type { CacheableEvidence } from "./evidence.ts";
import { type ContainerQuestion, type ContainerView, viewContainer } from "./imports/container.ts";
import type { FindImageWithServer } from "./imports/with-server.ts";
import { isLike } from "./is-like.ts";
import type { Subject } from "./subject.ts";

/** What runs the imports: the image itself, else this machine's interpreter; both may be absent. */
export interface Runners {
  readonly image: AvailableImage | undefined;
  readonly python: Interpreter | undefined;
}

/**
 * Tries the imports where the evidence is strongest: in a container of the image, else in the simulated image.
 * @throws UserError if the input evidence requires the image and it cannot be used
 */
export async function viewImage(
  subject: Subject,
  question: ContainerQuestion,
  { image, python }: Runners,
  host: Host,
): Promise<ContainerView | undefined> {
  const { options, mount, target } = subject;
  // M6 reports metadata that is too large; reading it with Python would take gigabytes and minutes.
  if (options.evidence === "files" || hasUnreadMetadata(mount.inventory, mount.inventory.distributions))
    return undefined;
  const inContainer = image && (await viewInContainer(subject, question, image, host));
  if (inContainer !== undefined) return inContainer;
  if (python !== undefined && !isOnPlatform(python, target)) sayNotImported(python, target, host);
  if (python === undefined || !isLike(target, python)) return undefined;
  const hidden = await hideLibraries(target, libraryNamesIn(mount.inventory), python, host);
  const { directory } = mount.location;
  const simulated = await simulateImage(python, directory, options.scoringDirectory, hidden, host);
  // Only a build asks an index.
  const ofServer =
    options.mode === "preinstalled" ? { findImageWithServer: imageWithServer(subject, python, hidden, host) } : {};
  return await viewContainer(subject, { ...question, ...ofServer }, simulated, host);
}

function imageWithServer(
  { options, target, mount }: Subject,
  python: Interpreter,
  hidden: HiddenLibraries | undefined,
  host: Host,
): FindImageWithServer {
  const deployment = { mount: mount.location.directory, scoringDirectory: options.scoringDirectory, hidden };
  return async (version) => {
    try {
      const { directory, server } = await obtainImageWithServer(options, target, python, host, version);
      return { ...simulatedIn(pythonIn(directory), python, deployment, host), server };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      host.log.info(`What the scoring script imports from the server's packages is not tried: ${error.message}`);
      return undefined;
    }
  };
}

function sayNotImported(python: Interpreter, { architecture }: Target, { log }: Host): void {
  log.notice(
    `The packages are not imported, because this machine is ${platformName(python)} and the image is Linux ${architecture}: only their files, metadata and dependencies are verified. To import them, start Docker or Podman with the image (input pull: always), or run this on ubuntu-latest.`,
  );
}

async function viewInContainer(
  subject: Subject,
  question: ContainerQuestion,
  image: AvailableImage,
  host: Host,
): Promise<ContainerView | undefined> {
  const { options, mount } = subject;
  try {
    const { directory: packages, environmentDirectory } = mount.location;
    const places = await uploadedCode(options, environmentDirectory, host);
    const running = await runInContainer(image, { packages, places }, options, host);
    try {
      return await viewContainer(subject, question, running, host);
    } finally {
      await running.stop();
    }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    failedInContainer(error, options, host);
    return undefined;
  }
}

/** The image, as far as this run needs it. */
export interface ImageInUse {
  readonly facts: ImageFacts | undefined;
  /** Runs the imports. */
  readonly image: AvailableImage | undefined;
  /** Whether the imports of an earlier run in the image count, so that it need not run again. */
  readonly holds: boolean;
}

/**
 * @param scoringDirectory digest of what can be imported from it, see `CacheableEvidence`
 */
export async function imageInUse(
  options: Options,
  earlier: Partial<CacheableEvidence>,
  scoringDirectory: string,
  pending: PendingImage | undefined,
  host: Host,
): Promise<ImageInUse> {
  if (pending === undefined) return { facts: options.imageFacts, image: undefined, holds: false };
  // A smoke test needs the image in any case.
  const mayHold = options.smokeTest === "" && earlier.scoringDirectory === scoringDirectory;
  if (mayHold && (await stillHolds(earlier, pending, options, host))) {
    pending.abandon();
    const { source } = earlier.container ?? {};
    if (source?.kind === "image") {
      host.log.info(`The packages were imported in ${source.reference} (${source.digest}) by the run that built them.`);
    }
    return { facts: earlier.imageFacts, image: undefined, holds: true };
  }
  const image = isRunInImage(options) ? await pending.obtained() : undefined;
  return { facts: await factsInUse(options, image, host), image, holds: false };
}

/** Whether evidence from a container counts: the image's tag must still have the digest for which it was made. */
async function stillHolds(
  { container, imageFacts }: Partial<CacheableEvidence>,
  pending: PendingImage,
  { evidence, pull }: Options,
  host: Host,
): Promise<boolean> {
  const source = container?.source;
  if (source?.kind !== "image" || imageFacts === undefined || !isRunInImage({ evidence })) return false;
  const now = await pending.now();
  if (!("why" in now)) return isSameImage(now, { id: imageFacts.id, digest: source.digest });
  const text = `The packages were verified in ${source.reference} with digest ${source.digest}. Whether its tag still has this digest could not be asked: ${withinSentence(now.why)}`;
  if (pull === "always") host.log.warning(text);
  else host.log.notice(text);
  return true;
}
