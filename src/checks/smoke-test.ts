import { readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { UserError } from "../errors.ts";
import type { Options } from "../options/options.ts";
import type { Interpreter } from "../python/interpreter.ts";
import { confine, isDeniedWriting } from "../python/isolation.ts";
import { obtainServedImage, type ServedImage } from "../python/served-image.ts";
import type { Host, Isolation, Service } from "../runner/host.ts";
import type { Target } from "../target/target.ts";
import { variablesFor } from "../target/variables.ts";
import { humanSeconds } from "../text.ts";
import { type Answer, freePort, post, untilReady } from "./http.ts";
import type { SmokeTest } from "./smoke.ts";
import { environmentOf } from "./smoke-environment.ts";
import type { Subject } from "./testimony.ts";

const LONGEST_ANSWER = 2_000;

/**
 * Posts the sample request, where one was named, to the real inference server, which is started as the image would start
 * it. Only for a mount that has passed so far: another would not start, and the other findings say it better.
 * @throws UserError when there is no interpreter of the target, or the server cannot be installed
 */
export async function smokeTest(
  subject: Subject,
  python: Interpreter | undefined,
  host: Host,
): Promise<SmokeTest | undefined> {
  if (subject.options.smokeTest === "") return undefined;
  const { architecture } = subject.target;
  if (python === undefined || python.platform !== "linux" || python.machine !== architecture) {
    throw new UserError(`Input smoke-test: the server needs Linux ${architecture} and a Python of the image.`, {
      hint: "Run it on ubuntu-latest with actions/setup-python, or leave smoke-test empty.",
    });
  }
  const image = await obtainServedImage(subject.options, subject.target, python, host);
  const { options, target, mount } = subject;
  const libraryPath = relative(options.scoringDirectory, mount.location.directory);
  return await postSampleRequest({ options, target, image, python }, variablesFor(libraryPath, target), host);
}

/** What is started, and for whom. */
export interface Server {
  readonly options: Options;
  readonly target: Target;
  readonly image: ServedImage;
  /** Starts the launcher. */
  readonly python: Interpreter;
}

/**
 * Starts the server of an image as the run script would, posts the request, stops the server.
 * @param variables those that the deployment gets from us
 */
export async function postSampleRequest(
  { options, target, image, python }: Server,
  variables: Readonly<Record<string, string>>,
  host: Host,
): Promise<SmokeTest> {
  const request = relative(options.workspace, options.smokeTest);
  const confinement = confine(python, [image.directory, options.mountParent, options.scoringDirectory], host);
  const environment = environmentOf(options, target, variables, confinement, host);
  if (typeof environment === "string") {
    return { request, server: image.server, ...NO_ANSWER, problem: environment };
  }
  const serve = (isolation: Isolation) => answerOf({ options, image, environment, isolation }, host);
  let served = await serve(confinement.confined);
  if (served.problem !== undefined && served.isDenied) {
    host.log.info(
      "The server was not allowed to write outside its own directories; it is started once more without that.",
    );
    served = await serve(confinement.open);
  }
  const { isDenied: _, log, ...outcome } = served;
  const smoke = { request, server: image.server, ...outcome };
  await tell(smoke, log, host);
  return smoke;
}

type Outcome = Omit<SmokeTest, "request" | "server">;

const NO_ANSWER = { readyAfter: undefined, answeredAfter: undefined, status: undefined, answer: "" };

interface Start {
  readonly options: Options;
  readonly image: ServedImage;
  readonly environment: Readonly<Record<string, string>>;
  readonly isolation: Isolation;
}

/** The outcome, the server's log, and whether a write that was denied may be why. */
async function answerOf(
  { options, image, environment, isolation }: Start,
  host: Host,
): Promise<Outcome & { readonly log: string; readonly isDenied: boolean }> {
  const port = await freePort();
  const programs = join(image.directory, "bin");
  const script = [join(programs, "azmlinfsrv"), "--entry_script", basename(options.scoringScript)];
  const service = await host.start(join(programs, "python"), [...script, "--port", String(port)], {
    directory: options.scoringDirectory,
    environment: { PATH: `${programs}:/usr/local/bin:/usr/bin:/bin`, ...environment },
    isolation,
  });
  // What a worker wrote to its log may come after its answer: only a server that has ended has said everything.
  const outcome = await askOnce(service, port, options).finally(() => service.stop());
  const log = service.log();
  const problem = outcome.problem === undefined ? undefined : outcome.problem + lastWordsOf(log);
  return { ...outcome, problem, log, isDenied: service.landlock > 0 && isDeniedWriting(log) };
}

async function askOnce(service: Service, port: number, options: Options): Promise<Outcome> {
  const started = performance.now();
  const readiness = await untilReady(port, service.ended);
  const readyAfter = Math.round(performance.now() - started);
  if (typeof readiness === "number") {
    const problem = `the server ended with exit code ${readiness} before it was ready`;
    return { ...NO_ANSWER, problem };
  }
  if (readiness === "late") {
    const problem = `the server was not ready after ${humanSeconds(readyAfter)}, when the image's probes would restart it`;
    return { ...NO_ANSWER, problem };
  }
  const answer = await post(port, readFileSync(options.smokeTest));
  if (typeof answer === "string") return { ...NO_ANSWER, readyAfter, problem: answer };
  return { ...judged(answer), readyAfter };
}

function judged({ status, text, milliseconds }: Answer): Omit<Outcome, "readyAfter"> {
  const answer = text.length > LONGEST_ANSWER ? `${text.slice(0, LONGEST_ANSWER)}…` : text;
  const fine = status >= 200 && status < 300;
  const words = answer.replace(/\s+/g, " ").slice(0, 300);
  const problem = fine ? undefined : `the server answered ${status}, ${words}`;
  return { answeredAfter: milliseconds, status, answer, problem };
}

async function tell({ problem, server, readyAfter, answeredAfter, answer }: SmokeTest, log: string, host: Host) {
  if (problem === undefined) {
    const times = `ready after ${humanSeconds(readyAfter ?? 0)}, answered after ${answeredAfter} ms`;
    host.log.info(`Smoke test, azureml-inference-server-http ${server}: ${times}: ${answer}`);
    return;
  }
  await host.log.group("What the inference server said", async () => host.log.info(log.trimEnd()));
}

/** The last line of a traceback, of the scoring script's own rather than what the server wraps it in; not how it took being stopped. */
function lastWordsOf(log: string): string {
  const errors = log.split("\n").filter((line) => /^[A-Za-z_][\w.]*(Error|Exception)\b/.test(line));
  const last = errors.filter((line) => !/UserScript(Import)?Exception/.test(line)).at(-1) ?? errors.at(-1);
  return last === undefined ? "." : `: ${last}`;
}
