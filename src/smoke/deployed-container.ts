import { basename, relative } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Place } from "../engine/container.ts";
import type { Engine } from "../engine/engine.ts";
import { isUnseen } from "../engine/unseen.ts";
import type { Host } from "../host/host.ts";
import { variablesFor } from "../images/deployment-variables.ts";
import { instanceType } from "../images/instance-types/instance-types.ts";
import { mergePythonPath } from "../images/python-path.ts";
import { APP_ROOT } from "../images/run-script/container-paths.ts";
import { RUN_SCRIPT_EXITS } from "../images/run-script/run-script.ts";
import type { Target } from "../images/target.ts";
import type { Options } from "../inputs/options.ts";
import type { Expected, SampleRequest } from "../inputs/sample-request/description.ts";
import type { Mount } from "../mount/mount.ts";
import { uploadedCode, uploadedModel } from "../mount/upload/uploaded-files.ts";
import type { ServerAnswer } from "../python/container/ask-server.ts";
import type { AvailableImage } from "../python/container/available-image.ts";
import { codeInContainer } from "../python/container/code-in-container.ts";
import { exitCodeIn, type Served, type ServingContainer, serve } from "../python/container/serving-container.ts";
import { LONGEST_REQUEST, type Waits, waitsOf } from "./limits.ts";
import { type Model, modelOf } from "./model.ts";
import { NO_ANSWER, type Outcome, outcomeFrom } from "./outcome.ts";
import { notReady, untilWorkerIsKilled, withCause } from "./wait-and-post.ts";

/** What is started, besides the image. */
export interface ContainerStart {
  readonly options: Options;
  /** The environment directory; absent without a mount. */
  readonly environmentDirectory?: string;
  /** A copy that takes its place in the container. */
  readonly environmentCopy?: string | undefined;
  /** The variables that this tool gives to the deployment. */
  readonly variables: Readonly<Record<string, string>>;
  readonly network: "default" | "host" | "none";
  /** Further variables, such as pip's. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Files that those variables name. */
  readonly files?: readonly Place[];
}

interface Subject {
  readonly options: Options;
  readonly target: Target;
  readonly mount: Pick<Mount, "location">;
}

/** The start of a container with a mount: the packages need no network. */
export function startWithMount({ options, target, mount }: Subject): ContainerStart {
  const { directory, environmentDirectory } = mount.location;
  const libraryPath = relative(options.scoringDirectory, directory);
  return { options, environmentDirectory, variables: variablesFor(libraryPath, target), network: "none" };
}

/** What a container is asked. */
export interface Question {
  /** Absent to wait only. */
  readonly request?: SampleRequest | undefined;
  /** Called when the container has started. */
  readonly watch?: (container: ServingContainer) => void;
}

/** A container that serves a deployment, unless it has ended; always stop it. */
export interface Attempt {
  readonly container: ServingContainer;
  readonly outcome: Outcome;
  /** The answer in full. */
  readonly text: string;
}

/**
 * Starts the image as the deployment would, waits until its server is ready, and posts a request.
 * @throws EngineError if the container cannot be started, or the engine fails
 */
export async function startAndAsk(
  start: ContainerStart,
  image: AvailableImage,
  question: Question,
  host: Host,
): Promise<Attempt> {
  const served = servedBy(image, start, await placesOf(start, host));
  const serveAndAsk = (isCopied: boolean) => attempt(image.engine, { ...served, isCopied }, start, question, host);
  if (image.view.needsCopy) return await serveAndAsk(true);
  const bound = await serveAndAsk(false).catch((error) => {
    if (!isUnseen(error, served.places)) throw error;
    return undefined;
  });
  if (bound !== undefined && bound.exitCode !== 97 && bound.exitCode !== 99) return bound;
  // An engine on another machine does not see the directories of this one.
  await bound?.container.stop();
  return await serveAndAsk(true);
}

async function placesOf(start: ContainerStart, host: Host): Promise<Place[]> {
  const { options, environmentDirectory, environmentCopy } = start;
  const code = await uploadedCode(options, environmentDirectory, host, environmentCopy);
  const model = modelOf(options);
  if (model === undefined) return code;
  return [...code, { source: await uploadedModel(model.path, host), target: `${modelsOf(model)}/${model.name}` }];
}

/** What `AZUREML_MODEL_DIR` names. */
function modelsOf({ name }: Model): string {
  return `${APP_ROOT}/azureml-models/${name}/1`;
}

/** Milliseconds until the log says why there was no response. */
const TIME_TO_LOG = 500;

/** The exit code is that of the run script, if it ended. */
async function attempt(
  engine: Engine,
  served: Served,
  { options }: ContainerStart,
  { request, watch }: Question,
  host: Host,
): Promise<Attempt & { readonly exitCode?: number }> {
  const container = await serve(engine, served, host);
  try {
    watch?.(container);
    const waits = waitsOf(options);
    const answer = await askUnlessKilled(container, request, waits);
    if (typeof answer === "string") return { container, text: "", outcome: { ...NO_ANSWER, problem: answer } };
    if (answer === undefined) return { container, text: "", ...(await howItEnded(container)) };
    const text = Buffer.from(answer.text ?? "", "base64").toString();
    const outcome = outcomeOf(answer, text, request?.expected, waits);
    if (outcome.problem === undefined) return { container, text, outcome };
    await delay(TIME_TO_LOG);
    return { container, text, outcome: { ...outcome, problem: withCause(outcome.problem, container.log()) } };
  } catch (error) {
    await container.stop();
    throw error;
  }
}

/** @returns a sentence if a worker of the server is killed meanwhile */
async function askUnlessKilled(
  container: ServingContainer,
  request: SampleRequest | undefined,
  { ready }: Waits,
): Promise<ServerAnswer | string | undefined> {
  const answered = new AbortController();
  try {
    const answer = container.ask(request, { ready, answer: LONGEST_REQUEST });
    return await Promise.race([answer, untilWorkerIsKilled(container.log, answered.signal)]);
  } finally {
    answered.abort();
  }
}

function servedBy(
  { local, interpreter }: AvailableImage,
  { options, variables, network, settings, files }: ContainerStart,
  places: readonly Place[],
) {
  const { scoringScript, deployment } = options;
  const code = codeInContainer(options);
  const own = Object.fromEntries(deployment?.variables.map(({ name, text }) => [name, text]) ?? []);
  const model = modelOf(options);
  return {
    image: local,
    interpreter,
    places,
    files,
    variables: {
      ...settings,
      ...own,
      ...mergePythonPath(variables, own.PYTHONPATH),
      AML_APP_ROOT: code.scoringDirectory,
      AZUREML_ENTRY_SCRIPT: basename(scoringScript),
      ...(model === undefined ? {} : { AZUREML_MODEL_DIR: modelsOf(model) }),
    },
    network,
    limits: instanceType(options.instanceType),
  };
}

async function howItEnded(container: ServingContainer): Promise<{ outcome: Outcome; exitCode: number }> {
  const status = await container.ended;
  const exitCode = exitCodeIn(container.log(), status);
  const meaning = RUN_SCRIPT_EXITS[exitCode as keyof typeof RUN_SCRIPT_EXITS];
  const what = `the container ended with exit code ${exitCode} before the server was ready`;
  return { exitCode, outcome: { ...NO_ANSWER, problem: meaning === undefined ? what : `${what}: ${meaning}` } };
}

function outcomeOf(
  { readyAfter, answeredAfter, status, error }: ServerAnswer,
  text: string,
  expected: Expected | undefined,
  waits: Waits,
): Outcome {
  if (readyAfter === null) return { ...NO_ANSWER, problem: error ?? notReady(waits.ready) };
  if (expected === undefined) return { ...NO_ANSWER, readyAfter, problem: undefined };
  if (status === null) return { ...NO_ANSWER, readyAfter, problem: `there was no response: ${error}` };
  return { ...outcomeFrom({ status, text, milliseconds: answeredAfter ?? 0 }, expected, waits), readyAfter };
}
