import { join, relative } from "node:path";
import { remove } from "../host/copy-files.ts";
import type { Host } from "../host/host.ts";
import { variablesFor } from "../images/deployment-variables.ts";
import type { AvailableImage } from "../python/container/available-image.ts";
import type { Interpreter } from "../python/interpreter/interpreter.ts";
import { UserError } from "../util/errors.ts";
import { startWithMount } from "./deployed-container.ts";
import { smokeTestInContainer } from "./in-container.ts";
import { reportSmokeTest } from "./outcome.ts";
import type { SmokeTest } from "./result.ts";
import { answerOfServer, canServe, type Deployed, type Server, simulatedServer } from "./simulated-server.ts";
import { copyWithoutExecuteBits } from "./without-execute-bits.ts";

interface SmokeTestDone {
  /** Absent if there is no sample request. */
  readonly smoke?: SmokeTest;
  /** Whether it ran in the image itself, as the imports did. */
  readonly inImage: boolean;
}

/**
 * Posts the sample request, if there is one, to the real inference server, which is started as the image would start
 * it. Only for a mount that has passed so far: with another the server would not start, and the other findings are
 * clearer. A mount with programs is tested again without execute bits if it answered.
 * @throws UserError when there is no interpreter of the target, or the server cannot be installed
 */
export async function smokeTest(
  subject: Deployed,
  means: { readonly python: Interpreter | undefined; readonly image: AvailableImage | undefined },
  hasPrograms: boolean,
  host: Host,
): Promise<SmokeTestDone> {
  if (subject.options.smokeTest === "") return { inImage: false };
  const test = testIn(subject, means, host);
  const done = await test();
  if (!hasPrograms || done.smoke === undefined || done.smoke.problem !== undefined) return done;
  host.log.info(
    "Smoke test again, with a copy of the mount without execute bits, which an upload to Azure does not keep:",
  );
  const copy = await copyWithoutExecuteBits(subject.mount.location.environmentDirectory, host);
  const { smoke: again } = await test(copy).finally(() => remove(copy));
  const problem = again?.problem;
  host.log.info(problem === undefined ? "Both answered." : `Only the mount with execute bits answered: ${problem}`);
  return again === undefined ? done : { ...done, smoke: { ...done.smoke, withoutExecuteBits: { problem } } };
}

/** Starts the server of a mount, or of a copy of its environment directory, in the image or in the simulated one. */
function testIn(
  { options, target, mount }: Deployed,
  {
    python,
    image: available,
  }: { readonly python: Interpreter | undefined; readonly image: AvailableImage | undefined },
  host: Host,
): (copy?: string) => Promise<SmokeTestDone> {
  let simulated: Server | undefined;
  return async (copy) => {
    const start = { ...startWithMount({ options, target, mount }), environmentCopy: copy };
    const inContainer =
      available && simulated === undefined ? await smokeTestInContainer(start, available, host) : undefined;
    if (inContainer !== undefined) return { smoke: inContainer, inImage: true };
    simulated ??= await serverFor({ options, target, mount }, python, host);
    const { directory, environmentDirectory } = mount.location;
    const packages = copy === undefined ? directory : join(copy, relative(environmentDirectory, directory));
    const variables = variablesFor(relative(options.scoringDirectory, packages), target);
    return { smoke: await postSampleRequest(simulated, variables, host), inImage: false };
  };
}

async function serverFor(deployed: Deployed, python: Interpreter | undefined, host: Host): Promise<Server> {
  if (!canServe(python, deployed.target)) {
    throw new UserError(
      `Input smoke-test: the server requires Linux ${deployed.target.architecture} and the image's version of Python.`,
      {
        hint: "Run it on ubuntu-latest with actions/setup-python, or leave the input smoke-test empty.",
      },
    );
  }
  return await simulatedServer(deployed, python, host);
}

/** Posts the sample request to the server of an image, and reports the answer. */
export async function postSampleRequest(
  server: Server,
  variables: Readonly<Record<string, string>>,
  host: Host,
): Promise<SmokeTest> {
  const { options, image } = server;
  const { log, ...outcome } = await answerOfServer(server, variables, host);
  const smoke = { request: relative(options.workspace, options.smokeTest), server: image.server, ...outcome };
  await reportSmokeTest(smoke, log, host);
  return smoke;
}
