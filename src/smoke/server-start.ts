import { mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { EngineError } from "../engine/engine.ts";
import type { Host } from "../host/host.ts";
import { variablesFor } from "../images/deployment-variables.ts";
import type { Options } from "../inputs/options.ts";
import type { Mount } from "../mount/mount.ts";
import type { AvailableImage } from "../python/container/available-image.ts";
import type { Interpreter } from "../python/interpreter/interpreter.ts";
import { UserError } from "../util/errors.ts";
import { answerInContainer } from "./in-container.ts";
import { answerOfServer, canServe, type Deployed, simulatedServer } from "./simulated-server.ts";

/** Whether the image's server answers with a mount, and a scoring script that imports nothing. */
export interface ServerStart {
  /** Version of the server. */
  readonly server: string;
  /** Why it does not answer. */
  readonly problem: string | undefined;
}

const SCRIPT = "def init():\n    pass\n\n\ndef run(data):\n    return data\n";

/**
 * Starts the server with the mount and a scoring script of its own, in the image if there is one: whether the mount's
 * releases suit the server is then seen. The user's script is not run.
 * @returns `undefined` if the server cannot be had here
 */
export async function startServer(
  deployed: Deployed,
  { python, image }: { readonly python: Interpreter | undefined; readonly image: AvailableImage | undefined },
  host: Host,
): Promise<ServerStart | undefined> {
  const { target, mount } = deployed;
  const libraryPath = libraryPathIn(mount.location);
  try {
    const server =
      image === undefined ? await simulated(deployed, python, host) : await inContainer(deployed, image, host);
    if (server === undefined) return undefined;
    const problem = await server.start(variablesFor(libraryPath, target));
    if (problem === undefined) return { server: server.version, problem };
    const alone = await server.start({});
    if (alone === undefined) return { server: server.version, problem: inMount(problem, libraryPath) };
    host.log.info(`The start of the server does not count: without the mount, it does not answer either (${alone}).`);
  } catch (error) {
    if (!(error instanceof UserError || error instanceof EngineError)) throw error;
    host.log.info(`The image's server was not started with the mount: ${error.message}`);
  }
  return undefined;
}

/** A server that can be started more than once. */
interface Startable {
  readonly version: string;
  /**
   * @param variables those of the deployment; without them, the mount is not on the path
   * @returns why it does not answer
   */
  start(variables: Readonly<Record<string, string>>): Promise<string | undefined>;
}

/** @returns `undefined` if the server of the target cannot run here */
async function simulated(
  { options, target, mount }: Deployed,
  python: Interpreter | undefined,
  host: Host,
): Promise<Startable | undefined> {
  if (!canServe(python, target)) return undefined;
  const own = scriptOf(options, host);
  const { environmentDirectory } = mount.location;
  symlinkSync(environmentDirectory, placeIn(own, environmentDirectory));
  const server = await simulatedServer({ options: own, target, mount }, python, host);
  const start: Startable["start"] = async (variables) => (await answerOfServer(server, variables, host)).problem;
  return { version: server.image.server, start };
}

/** The upload would contain what a link leads to: the container gets a copy. */
async function inContainer({ options, mount }: Deployed, image: AvailableImage, host: Host): Promise<Startable> {
  const own = scriptOf(options, host);
  const environmentCopy = mount.location.environmentDirectory;
  const deployed = { options: own, environmentDirectory: placeIn(own, environmentCopy), environmentCopy };
  const start: Startable["start"] = async (variables) =>
    (await answerInContainer({ ...deployed, variables, network: "none" }, image, host)).problem;
  return { version: image.facts.server ?? "of unknown version", start };
}

function placeIn({ codeDirectory }: Options, environmentDirectory: string): string {
  return join(codeDirectory, basename(environmentDirectory));
}

function libraryPathIn({ environmentDirectory, directory }: Mount["location"]): string {
  return join(basename(environmentDirectory), relative(environmentDirectory, directory));
}

/** The directory of the start exists in this run only: paths in the mount are relative to it. */
function inMount(problem: string, libraryPath: string): string {
  return problem
    .split(`${libraryPath}/`)
    .map((part, index, all) => (index < all.length - 1 ? part.replace(/[^\s('"]*$/, "") : part))
    .join("");
}

/** A new code directory with nothing but a scoring script and a request. */
function scriptOf(options: Options, host: Host): Options {
  const directory = mkdtempSync(join(host.temporary, "server-start-"));
  const scoringScript = join(directory, "score.py");
  const smokeTest = join(directory, "request.json");
  writeFileSync(scoringScript, SCRIPT);
  writeFileSync(smokeTest, "{}");
  const places = { codeDirectory: directory, scoringDirectory: directory, scoringScript, smokeTest };
  return { ...options, ...places, deployment: undefined, modelDirectory: "" };
}
