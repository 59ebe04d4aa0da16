import { capitalised } from "../../engine/engine.ts";
import { digestOf } from "../../engine/local-image.ts";
import { findInRegistry, isSameImage, type RegistryImage } from "../../engine/registry-image.ts";
import type { Host } from "../../host/host.ts";
import type { Options } from "../../inputs/options.ts";
import { ExitCode, messageOf, UserError } from "../../util/errors.ts";
import { early } from "../../util/schedule.ts";
import { type AvailableImage, type ImageOrNot, isAvailable, obtainImage } from "./available-image.ts";
import { findImageSource, isRunInImage } from "./image-source.ts";

/** Why it is not known what a tag means, as a sentence. */
export interface Unasked {
  readonly why: string;
}

/**
 * The image of a deployment while it is looked for: the search, and a pull, run beside the build. Begins at once.
 */
export class PendingImage {
  readonly #options: Options;
  readonly #host: Host;
  readonly #pulling = new AbortController();
  readonly #finding: ReturnType<typeof findImageSource>;
  readonly #obtaining: Promise<ImageOrNot>;
  #isReported = false;

  constructor(options: Options, host: Host) {
    this.#options = options;
    this.#host = host;
    this.#finding = early(findImageSource(options, host));
    this.#obtaining = early(obtainImage(options, host, this.#pulling.signal, this.#finding));
  }

  /** The image, or why it cannot be used. */
  async orReason(): Promise<ImageOrNot> {
    return await this.#obtaining;
  }

  /**
   * The image, to run the packages in it; `undefined` if it cannot be used, which is reported once, or must not be.
   * @throws UserError if the input evidence requires it
   */
  async obtained(): Promise<AvailableImage | undefined> {
    if (!isRunInImage(this.#options)) return undefined;
    const found = await this.#obtaining;
    if (isAvailable(found)) return found;
    if (this.#options.evidence === "image") {
      throw new UserError(
        `Input evidence: the packages cannot be verified in the image: ${withinSentence(found.why)}`,
        {
          hint: found.hint || "Set the input evidence to auto, or to simulated.",
          exitCode: ExitCode.input,
        },
      );
    }
    if (!this.#isReported) this.#report(found);
    this.#isReported = true;
    return undefined;
  }

  /**
   * Before anything is built: an image that is not there, and is not pulled, cannot be the evidence later.
   * @throws UserError as `obtained` does
   */
  async requirePresent(): Promise<void> {
    if (this.#options.evidence !== "image") return;
    const source = await this.#finding.catch(() => undefined); // `obtained` reports it
    const isAbsent = source !== undefined && ("why" in source || (source.local === undefined && !source.isToBePulled));
    if (isAbsent) await this.obtained();
  }

  #report({ why, hint, kind }: Exclude<ImageOrNot, AvailableImage>): void {
    if (kind === "unwanted") return; // as the summary says
    const text = `The packages are verified on this machine, not in the image: ${withinSentence(why)}${hint && ` ${hint}`}`;
    if (kind === "failure") this.#host.log.warning(text);
    else this.#host.log.info(this.#host.reword(text));
  }

  /** Whether waiting for the image is waiting for a pull. */
  async isPulled(): Promise<boolean> {
    if (!isRunInImage(this.#options)) return false;
    const source = await this.#finding.catch(() => undefined); // a failed search is reported by `obtained`
    return source !== undefined && "isToBePulled" in source && source.isToBePulled;
  }

  /**
   * The digest of the image whose facts decide the checks, as `sourceOf` tells it: the one that an engine has, also if a
   * container of it fails later, else the one that the input image-facts describes.
   */
  async digestOfFacts(): Promise<string | undefined> {
    const found = await this.#obtaining;
    const { imageFacts } = this.#options;
    if (isAvailable(found)) return digestOf(found.local);
    return imageFacts && digestOf(imageFacts);
  }

  /**
   * What the tag of the image means in its registry now, without waiting for the pull. If no other image is pulled, the run
   * is about the one that the engine has, and a notice says that the tag has moved.
   */
  async now(): Promise<RegistryImage | Unasked> {
    const source = await this.#finding.catch((error) => ({ why: `${messageOf(error)}.` }));
    if ("why" in source) return source;
    const { engine, reference, local, isToBePulled } = source;
    const registered = local?.digest === "" ? undefined : await findInRegistry(engine, reference);
    if (registered === undefined && isToBePulled && this.#options.pull === "always") return await this.#pulled();
    if (local === undefined || isToBePulled)
      return registered ?? { why: `${capitalised(engine.name)} got no answer from the registry.` };
    if (registered !== undefined && !isSameImage(registered, local)) {
      this.#host.log.notice(
        `The tag of ${reference} means another image now (${registered.digest ?? registered.id}) than the one that ${engine.name} has (${digestOf(local)}), which is used. To use the new one, set the input pull to always.`,
      );
    }
    return { digest: digestOf(local) };
  }

  /** Of a pull that was asked for, the failure must be said. */
  async #pulled(): Promise<RegistryImage | Unasked> {
    const found = await this.#obtaining;
    return isAvailable(found) ? { digest: digestOf(found.local), id: found.local.id } : found;
  }

  /** Ends a pull, or keeps it from starting: its image is not needed any more. */
  abandon(): void {
    this.#pulling.abort();
  }
}

/** A sentence after a colon. */
export function withinSentence(text: string): string {
  return text.replace(/^(The|No) /, (word) => word.toLowerCase());
}
