import { availableParallelism } from "node:os";
import { relative } from "node:path";
import { EngineError } from "../engine/engine.ts";
import type { Host } from "../host/host.ts";
import { instanceType } from "../images/instance-types/instance-types.ts";
import type { Options } from "../inputs/options.ts";
import { readSampleRequest } from "../inputs/sample-request/sample-request.ts";
import type { AvailableImage } from "../python/container/available-image.ts";
import { failedInContainer } from "../python/container/failed-in-container.ts";
import { plural } from "../util/text.ts";
import { type ContainerStart, startAndAsk } from "./deployed-container.ts";
import { lastErrorOf, type Outcome, reportSmokeTest } from "./outcome.ts";
import type { SmokeTest } from "./result.ts";

/**
 * Starts the image by its own entry point, waits until the server is ready, and posts the sample request if there is one.
 * @returns `undefined` if the engine failed, which is reported
 * @throws UserError if the engine failed and the input evidence requires the image
 */
export async function smokeTestInContainer(
  start: ContainerStart,
  image: AvailableImage,
  host: Host,
): Promise<SmokeTest | undefined> {
  const { options } = start;
  sayLimits(options, host);
  const request = options.smokeTest === "" ? "" : relative(options.workspace, options.smokeTest);
  const server = image.facts.server ?? "of unknown version";
  try {
    const { log, ...outcome } = await answerInContainer(start, image, host);
    const smoke = { request, server, ...outcome };
    await reportSmokeTest(smoke, log, host);
    return smoke;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    failedInContainer(error, options, host);
    return undefined;
  }
}

function sayLimits({ instanceType: name }: Options, host: Host): void {
  const limits = instanceType(name);
  if (limits === undefined) return;
  const cores = Math.min(limits.cores, availableParallelism());
  const fewer = cores < limits.cores ? ` of ${limits.cores}, which this machine does not have` : "";
  host.log.info(
    `The server may use ${limits.memory} GiB of memory and ${plural(cores, "core")}${fewer}, as ${name} has.`,
  );
}

/** @throws EngineError if the engine failed */
export async function answerInContainer(
  start: ContainerStart,
  image: AvailableImage,
  host: Host,
): Promise<Outcome & { readonly log: string }> {
  const { smokeTest } = start.options;
  const request = smokeTest === "" ? undefined : readSampleRequest(smokeTest);
  const { container, outcome } = await startAndAsk(start, image, { request }, host);
  await container.stop();
  const log = container.log();
  const problem = outcome.problem === undefined ? undefined : outcome.problem + lastErrorOf(log);
  return { ...outcome, problem, log };
}
