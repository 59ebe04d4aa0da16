import { basename, join } from "node:path";
import type { Host, Isolation, Service } from "../host/host.ts";
import type { Target } from "../images/target.ts";
import type { Options } from "../inputs/options.ts";
import { readSampleRequest } from "../inputs/sample-request/sample-request.ts";
import { libraryNamesIn } from "../mount/inventory/library-names.ts";
import type { Mount } from "../mount/mount.ts";
import { confine, isDeniedWriting } from "../python/confinement.ts";
import type { Interpreter } from "../python/interpreter/interpreter.ts";
import { type HiddenLibraries, hideLibraries, libraryPathOf } from "../python/simulated-image/hidden-libraries.ts";
import {
  obtainImageWithServer,
  type SimulatedImageWithServer,
} from "../python/simulated-image/simulated-image-with-server.ts";
import { environmentOf } from "./environment.ts";
import { waitsOf } from "./limits.ts";
import { lastErrorOf, NO_ANSWER, type Outcome, outcomeFrom } from "./outcome.ts";
import { freePort, send, untilReady, withCause } from "./wait-and-post.ts";

/** A mount, and the deployment that it is for. */
export interface Deployed {
  readonly options: Options;
  readonly target: Target;
  readonly mount: Mount;
}

/** What is needed to start the server. */
export interface Server {
  readonly options: Options;
  readonly target: Target;
  readonly image: SimulatedImageWithServer;
  /** Runs the launcher. */
  readonly python: Interpreter;
  /** The system libraries of this machine that the image lacks. */
  readonly hidden: HiddenLibraries | undefined;
}

/** Whether the server of the target can run with this interpreter. */
export function canServe(python: Interpreter | undefined, { architecture }: Target): python is Interpreter {
  return python !== undefined && python.platform === "linux" && python.machine === architecture;
}

/** @throws UserError if the server cannot be installed */
export async function simulatedServer(
  { options, target, mount }: Deployed,
  python: Interpreter,
  host: Host,
): Promise<Server> {
  const image = await obtainImageWithServer(options, target, python, host);
  const hidden = await hideLibraries(target, libraryNamesIn(mount.inventory), python, host);
  return { options, target, image, python, hidden };
}

/**
 * Starts the server of an image as the run script would, posts the request, stops the server.
 * @param variables the environment variables that this tool gives to the deployment
 * @returns the outcome, and the server's log
 */
export async function answerOfServer(
  { options, target, image, python, hidden }: Server,
  variables: Readonly<Record<string, string>>,
  host: Host,
): Promise<Outcome & { readonly log: string }> {
  const confinement = confine(python, [image.directory, options.mountParent, options.scoringDirectory], host);
  const environment = environmentOf(options, target, variables, confinement, host);
  if (typeof environment === "string") return { ...NO_ANSWER, problem: environment, log: "" };
  const libraries = hidden === undefined ? {} : { LD_LIBRARY_PATH: libraryPathOf(hidden) };
  const start = { options, image, environment: { ...environment, ...libraries } };
  const serve = (isolation: Isolation) => answerOf({ ...start, isolation }, host);
  let served = await serve(confinement.confined);
  if (served.problem !== undefined && served.isDenied) {
    host.log.info(
      "The server was not allowed to write outside its own directories; starting it again without this restriction.",
    );
    served = await serve(confinement.open);
  }
  const { isDenied: _, ...outcome } = served;
  return outcome;
}

interface Start {
  readonly options: Options;
  readonly image: SimulatedImageWithServer;
  readonly environment: Readonly<Record<string, string>>;
  readonly isolation: Isolation;
}

/** The outcome, the server's log, and whether a denied write may be the cause. */
async function answerOf(
  { options, image, environment, isolation }: Start,
  host: Host,
): Promise<Outcome & { readonly log: string; readonly isDenied: boolean }> {
  const port = await freePort();
  const programs = join(image.directory, "bin");
  const script = [join(programs, "azmlinfsrv"), "--entry_script", basename(options.scoringScript)];
  const service = await host.startForeign(join(programs, "python"), [...script, "--port", String(port)], {
    directory: options.scoringDirectory,
    environment: { PATH: `${programs}:/usr/local/bin:/usr/bin:/bin`, ...environment },
    isolation,
  });
  // A worker's log may arrive after its response: the log is complete only when the server has exited.
  const outcome = await askOnce(service, port, options).finally(() => service.stop());
  const log = service.log();
  const problem = outcome.problem === undefined ? undefined : withCause(outcome.problem, log) + lastErrorOf(log);
  return { ...outcome, problem, log, isDenied: service.landlock > 0 && isDeniedWriting(log) };
}

async function askOnce(service: Service, port: number, options: Options): Promise<Outcome> {
  const started = performance.now();
  const waits = waitsOf(options);
  const problem = await untilReady(port, service, waits.ready);
  if (problem !== "") return { ...NO_ANSWER, problem };
  const readyAfter = Math.round(performance.now() - started);
  const request = readSampleRequest(options.smokeTest);
  const answer = await send(port, request);
  if (typeof answer === "string") return { ...NO_ANSWER, readyAfter, problem: answer };
  return { ...outcomeFrom(answer, request.expected, waits), readyAfter };
}
