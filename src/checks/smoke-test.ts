import { readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { UserError } from "../errors.ts";
import type { Options } from "../options/options.ts";
import type { Interpreter } from "../python/interpreter.ts";
import { obtainServedImage, type ServedImage } from "../python/served-image.ts";
import type { Host, Service } from "../runner/host.ts";
import type { Target } from "../target/target.ts";
import { variablesFor } from "../target/variables.ts";
import { humanSeconds } from "../text.ts";
import { type Answer, freePort, post, untilReady } from "./http.ts";
import type { SmokeTest } from "./smoke.ts";
import { environmentOf } from "./smoke-environment.ts";
import type { Subject } from "./testimony.ts";
import { type Verdict, verify } from "./verify.ts";

const LONGEST_ANSWER = 2_000;

/**
 * Posts the sample request to the real inference server, which is started as the image would start it. Only for a mount
 * that is green so far: what is red would not start, and the other findings say it better.
 * @throws UserError when there is no interpreter of the target, or the server cannot be installed
 */
export async function smokeTest(
  subject: Subject,
  verdict: Verdict,
  python: Interpreter | undefined,
  host: Host,
): Promise<Verdict> {
  if (subject.options.smokeTest === "" || !verdict.green) return verdict;
  const { architecture } = subject.target;
  if (python === undefined || python.platform !== "linux" || python.machine !== architecture) {
    throw new UserError(`Input smoke-test: the server needs Linux ${architecture} and a Python of the image.`, {
      hint: "Run it on ubuntu-latest with actions/setup-python, or leave smoke-test empty.",
    });
  }
  const image = await obtainServedImage(subject.options, subject.target, python, host);
  const { options, target, mount } = subject;
  const libraryPath = relative(options.scoringDirectory, mount.location.directory);
  const smoke = await postSampleRequest(options, target, image, variablesFor(libraryPath, target), host);
  return verify(subject, verdict.testimony, { ...verdict.surroundings, smoke });
}

/**
 * Starts the server of an image as the run script would, posts the request, stops the server.
 * @param variables those that the deployment gets from us
 */
export async function postSampleRequest(
  options: Options,
  target: Target,
  image: ServedImage,
  variables: Readonly<Record<string, string>>,
  host: Host,
): Promise<SmokeTest> {
  const request = relative(options.workspace, options.smokeTest);
  const nothing = { request, server: image.server, readyAfter: undefined, answeredAfter: undefined, status: undefined };
  const start = environmentOf(options, target, variables, host);
  if (typeof start === "string") return { ...nothing, answer: "", problem: start };
  const port = await freePort();
  const programs = join(image.directory, "bin");
  const script = [join(programs, "azmlinfsrv"), "--entry_script", basename(options.scoringScript)];
  const service = await host.start(join(programs, "python"), [...script, "--port", String(port)], {
    directory: options.scoringDirectory,
    environment: { PATH: `${programs}:/usr/local/bin:/usr/bin:/bin`, ...start },
  });
  // What a worker wrote to its log may come after its answer: only a server that has ended has said everything.
  const outcome = await askOnce(service, port, options).finally(() => service.stop());
  const log = service.log();
  const problem = outcome.problem === undefined ? undefined : outcome.problem + lastWordsOf(log);
  const smoke = { ...nothing, ...outcome, problem };
  await tell(smoke, log, host);
  return smoke;
}

type Outcome = Omit<SmokeTest, "request" | "server">;

async function askOnce(service: Service, port: number, options: Options): Promise<Outcome> {
  const nothing = { readyAfter: undefined, answeredAfter: undefined, status: undefined, answer: "" };
  const started = performance.now();
  const readiness = await untilReady(port, service.ended);
  const readyAfter = Math.round(performance.now() - started);
  if (typeof readiness === "number") {
    const problem = `the server ended with exit code ${readiness} before it was ready`;
    return { ...nothing, problem };
  }
  if (readiness === "late") {
    const problem = `the server was not ready after ${humanSeconds(readyAfter)}, when the image's probes would restart it`;
    return { ...nothing, problem };
  }
  const answer = await post(port, readFileSync(options.smokeTest));
  if (typeof answer === "string") return { ...nothing, readyAfter, problem: answer };
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
