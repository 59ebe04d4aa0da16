import type { Host } from "../../host/host.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Progress } from "../../progress/progress.ts";
import type { AvailableImage } from "../../python/container/available-image.ts";
import { type DynamicInstall, installDynamically } from "../../python/simulated-image/dynamic-install.ts";
import {
  obtainImageWithServer,
  type SimulatedImageWithServer,
} from "../../python/simulated-image/simulated-image-with-server.ts";
import { UserError } from "../../util/errors.ts";

/** The simulated image with the file installed, or why this machine cannot simulate it. */
export type Here =
  | { readonly simulated: SimulatedImageWithServer; readonly started: DynamicInstall }
  | { readonly failure: UserError; readonly started?: undefined; readonly simulated?: undefined };

/**
 * Installs the file in the simulated image. The image itself does not need what this machine's index has.
 * @throws UserError if it cannot be installed, and there is no image that could do it
 */
export async function installHere(
  plan: Plan,
  available: AvailableImage | undefined,
  progress: Progress,
  host: Host,
): Promise<Here> {
  const { options, target, python } = plan;
  try {
    const simulated = await progress.phase("image", host, () => obtainImageWithServer(options, target, python, host));
    return {
      simulated,
      started: await progress.phase("install", host, () => installDynamically(plan, simulated, host)),
    };
  } catch (error) {
    if (!(error instanceof UserError) || available === undefined) throw error;
    host.log.notice(
      `The installation cannot be simulated on this machine: ${withoutEnd(error.message)}. The image itself is started; the dependencies are not verified, and no lock file is written.`,
    );
    return { failure: error };
  }
}

const withoutEnd = (sentence: string) => sentence.replace(/\.$/, "");
