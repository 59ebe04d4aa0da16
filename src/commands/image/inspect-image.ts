import type { Host } from "../../host/host.ts";
import type { ImageFacts } from "../../inputs/image-facts.ts";
import type { Options } from "../../inputs/options.ts";
import { Inputs } from "../../inputs/raw-inputs.ts";
import type { RawOptions } from "../../inputs/table.ts";
import { isAvailable, obtainImage } from "../../python/container/available-image.ts";
import { Problems } from "../../util/errors.ts";
import { imageNeeded } from "./image-needed.ts";

/**
 * Asks an image, in a container, what it is.
 * @param raw the inputs `image`, `engine` and `pull`
 * @throws UserErrors if the image is not available
 */
export async function inspectImage(raw: RawOptions, host: Host): Promise<ImageFacts> {
  const problems = new Problems();
  const inputs = new Inputs(raw, host, problems);
  const wanted = {
    image: inputs.text("image"),
    imageFacts: undefined,
    deployment: undefined,
    sources: [],
    evidence: "image",
    engine: inputs.choice("engine") as Options["engine"],
    pull: inputs.choice("pull") as Options["pull"],
  } as const;
  problems.throwIfAny();
  const found = await obtainImage(wanted, host, new AbortController().signal);
  if (!isAvailable(found)) throw imageNeeded(found);
  return found.facts;
}
