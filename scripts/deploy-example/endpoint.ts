// The steps of a deployment to an endpoint, and its deletion.
import { type Az, AzError } from "./az.ts";
import { answerOf, asReport, type Facts, factsOf } from "./facts.ts";
import type { Options } from "./options.ts";
import type { Prepared } from "./prepare.ts";

/** To delete an endpoint. */
const ATTEMPTS = 2;

/** @throws Error that names the step that failed; the endpoint may exist */
export async function deployAndAsk(az: Az, options: Options, prepared: Prepared): Promise<Facts> {
  await az.run("online-endpoint", "create", "--file", prepared.endpointFile);
  try {
    await az.run("online-deployment", "create", "--file", prepared.deploymentFile, "--all-traffic");
    const ask = async (file: string) =>
      answerOf(await az.run("online-endpoint", "invoke", "--name", options.endpoint, "--request-file", file));
    const report = asReport(await ask(prepared.reportRequest));
    return factsOf(options, await ask(prepared.sampleRequest), report);
  } catch (error) {
    if (error instanceof AzError) await printLog(az, options.endpoint, prepared.deployment);
    throw error;
  }
}

/** Of the container, which says why it did not start or answer. */
async function printLog(az: Az, endpoint: string, deployment: string): Promise<void> {
  const named = ["--name", deployment, "--endpoint-name", endpoint, "--lines", "200"];
  try {
    process.stdout.write(`${await az.run("online-deployment", "get-logs", ...named)}\n`);
  } catch (error) {
    process.stderr.write(`The log of the container is not available. ${(error as Error).message}\n`);
  }
}

/**
 * Deletes the endpoint with its deployments; one that does not exist counts as deleted.
 *
 * @param hurry request the deletion without waiting for its end
 * @throws Error if the endpoint may still exist
 */
export async function deleteEndpoint(az: Az, { endpoint }: Options, hurry: boolean): Promise<void> {
  const words = ["online-endpoint", "delete", "--name", endpoint, "--yes", ...(hurry ? ["--no-wait"] : [])];
  for (let attempt = 1; ; attempt++) {
    const { exitCode, stderr } = await az.tryToEnd(...words);
    if (exitCode === 0 || (await isGone(az, endpoint))) return;
    if (attempt < ATTEMPTS) continue;
    throw new Error(`The endpoint ${endpoint} may still exist. Delete it by hand. az failed with:\n${stderr.trim()}`);
  }
}

/** By the list of endpoints: the message about one that does not exist differs between versions of az. */
async function isGone(az: Az, endpoint: string): Promise<boolean> {
  const { exitCode, stdout } = await az.tryToEnd("online-endpoint", "list", "--query", "[].name", "--output", "tsv");
  return exitCode === 0 && !stdout.split("\n").some((name) => name.trim() === endpoint);
}
