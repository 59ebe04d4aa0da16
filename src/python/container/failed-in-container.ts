import type { EngineError } from "../../engine/engine.ts";
import type { Host } from "../../host/host.ts";
import type { Options } from "../../inputs/options.ts";
import { ExitCode, UserError } from "../../util/errors.ts";

/**
 * A container that fails is not the packages' fault: they are verified on this machine then, unless that is not enough.
 * @throws UserError if the input evidence requires the image
 */
export function failedInContainer({ message }: EngineError, { evidence }: Options, host: Host): void {
  if (evidence !== "image") {
    host.log.warning(`The packages are verified on this machine, not in the image: ${message}.`);
    return;
  }
  throw new UserError(`Input evidence: the packages cannot be verified in the image: ${message}.`, {
    hint: "Set the input evidence to auto, or to simulated.",
    exitCode: ExitCode.input,
  });
}
