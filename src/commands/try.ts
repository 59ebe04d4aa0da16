import { requireCheck } from "../checks/registry.ts";
import { EngineError } from "../engine/engine.ts";
import type { Host } from "../host/host.ts";
import { readOptions } from "../inputs/read-options.ts";
import { readSampleRequest } from "../inputs/sample-request/sample-request.ts";
import type { RawOptions } from "../inputs/table.ts";
import { type AvailableImage, isAvailable, obtainImage } from "../python/container/available-image.ts";
import type { ServingContainer } from "../python/container/serving-container.ts";
import { type Attempt, type ContainerStart, startAndAsk, startWithMount } from "../smoke/deployed-container.ts";
import { lastErrorOf } from "../smoke/outcome.ts";
import { ExitCode, UserError } from "../util/errors.ts";
import { humanSeconds } from "../util/text.ts";
import { withInstanceType } from "./choose-command.ts";
import { findExistingMount } from "./existing-mount.ts";
import { imageNeeded } from "./image/image-needed.ts";

export interface View {
  /** Whether the server runs until the user stops it. */
  readonly isInteractive: boolean;
  /** Prints the answer. */
  readonly show: (answer: string) => void;
}

/** Starts the image as a deployment would, with the existing mount, and posts the sample request, if there is one. */
export async function tryImage(raw: RawOptions, view: View, host: Host): Promise<ExitCode> {
  const asked = readOptions({ ...raw, mode: "verify", evidence: "image" }, host, requireCheck);
  const options = withInstanceType(asked, host);
  const image = await obtainImage(options, host, new AbortController().signal);
  if (!isAvailable(image)) throw imageNeeded(image);
  const { location, target, manifest } = findExistingMount(options, image.facts);
  const { version } = image.facts.python;
  if (manifest !== undefined && !version.startsWith(`${manifest.target.python}.`)) {
    host.log.warning(`The mount is for Python ${manifest.target.python}, and the image has Python ${version}.`);
  }
  const attempt = await start(startWithMount({ options, target, mount: { location } }), image, host);
  try {
    return (await report(attempt, view, host)) ?? (await keepRunning(attempt.container, host));
  } finally {
    await attempt.container.stop();
  }
}

async function start(wanted: ContainerStart, image: AvailableImage, host: Host): Promise<Attempt> {
  const { options, variables } = wanted;
  const settings = Object.entries(variables).map((pair) => pair.join("="));
  host.log.info(`Starting ${image.local.reference} with ${settings.join(" ")}`);
  const request = options.smokeTest === "" ? undefined : readSampleRequest(options.smokeTest);
  const watch = (container: ServingContainer) => followLines(container, host);
  try {
    return await startAndAsk(wanted, image, { request, watch }, host);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new UserError(`The container cannot be started: ${error.message}.`, { cause: error });
  }
}

/** Output arrives in pieces; the log takes lines, in which it masks secrets. */
function followLines(container: ServingContainer, host: Host): void {
  let rest = "";
  container.follow((text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) host.log.info(line);
  });
}

/** @returns the exit code; `undefined` if the server continues to run */
async function report({ outcome, text, container }: Attempt, view: View, host: Host): Promise<ExitCode | undefined> {
  const { readyAfter, answeredAfter, status, problem } = outcome;
  if (text !== "") view.show(text);
  if (problem !== undefined) host.log.error(sentence(problem + lastErrorOf(container.log())));
  if (readyAfter === undefined) return ExitCode.findings;
  const answered = status === undefined ? "" : `, responded after ${answeredAfter} ms with status ${status}`;
  host.log.info(`Ready after ${humanSeconds(readyAfter)}${answered}.`);
  if (view.isInteractive) return undefined;
  return problem === undefined ? ExitCode.passed : ExitCode.findings;
}

/** Until the user stops this process, which removes the container, or the container ends. */
async function keepRunning({ name, ended }: ServingContainer, host: Host): Promise<ExitCode> {
  host.log.info(`The server runs in the container ${name}. Press Ctrl-C to stop it.`);
  host.log.error(`The container ended with exit code ${await ended}.`);
  return ExitCode.findings;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
