import { execFile } from "node:child_process";
import { statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, type RunningServer, startServer } from "./scoring-server.ts";
import { consoleScript, containerOf, type SimulatedImage } from "./simulated-environment.ts";

export type { RunningServer } from "./scoring-server.ts";
export { createSimulatedImage, type SimulatedImage } from "./simulated-environment.ts";

export interface RunOptions {
  /** What the deployment uploads; becomes AML_APP_ROOT unless the variables say otherwise. */
  codeDirectory: string;
  /** The deployment's variables, over those of the platform (AML_APP_ROOT, AZUREML_ENTRY_SCRIPT=score.py). */
  environmentVariables?: Record<string, string>;
  image: SimulatedImage;
}

/** The container ended, and the platform would start it again. */
export interface EndedScript {
  exitCode: number;
  reason: string;
  log(): string;
}

/**
 * An exit of the run script: 97 no library directory, 98 no conda file, 99 no requirements file, 95 failed
 * installation, 100 no server; else the server's own.
 */
class Exit extends Error {
  readonly exitCode: number;
  readonly output: string;

  constructor(exitCode: number, reason: string, output = "") {
    super(reason);
    this.exitCode = exitCode;
    this.output = output;
  }
}

type Environment = Record<string, string>;

/** Starts a container of the image: what `/var/runit/gunicorn/run` does, up to a server that answers or an exit. */
export async function runScript(options: RunOptions): Promise<RunningServer | EndedScript> {
  const scratch = await mkdtemp(join(tmpdir(), "azureml-container-"));
  const cleanUp = () => rm(scratch, { recursive: true, force: true });
  const environment = containerEnvironment(options, scratch);
  try {
    const image = await providePackages(options.image, environment, scratch);
    await requireServer(image, environment);
    const server = await serve(image, environment);
    if ("exitCode" in server) throw new Exit(server.exitCode, "azmlinfsrv ended before it was ready", server.log());
    return { ...server, stop: () => server.stop().finally(cleanUp) };
  } catch (error) {
    await cleanUp();
    if (error instanceof Exit) return { exitCode: error.exitCode, reason: error.message, log: () => error.output };
    throw error;
  }
}

function containerEnvironment(options: RunOptions, home: string): Environment {
  return {
    PATH: `${join(options.image.directory, "bin")}:/usr/local/bin:/usr/bin:/bin`,
    HOME: home,
    LANG: "C.UTF-8",
    AML_APP_ROOT: options.codeDirectory,
    AZUREML_ENTRY_SCRIPT: "score.py",
    // The container's user cannot write to the code directory, so Python leaves no bytecode there.
    PYTHONDONTWRITEBYTECODE: "1",
    ...options.environmentVariables,
  };
}

/** The first variable that is set decides; the others are ignored. */
async function providePackages(
  image: SimulatedImage,
  environment: Environment,
  scratch: string,
): Promise<SimulatedImage> {
  const inScriptDirectory = (path: string) => `${entryScriptDirectory(environment)}/${path}`;
  const library = environment.AZUREML_EXTRA_PYTHON_LIB_PATH;
  const condaFile = environment.AZUREML_EXTRA_CONDA_YAML;
  const requirements = environment.AZUREML_EXTRA_REQUIREMENTS_TXT;
  const absoluteCondaFile = environment.AZUREML_EXTRA_CONDA_YAML_ABS_PATH;
  if (library) mountLibrary(inScriptDirectory(library), environment);
  else if (absoluteCondaFile) updateConda(absoluteCondaFile, environment);
  else if (condaFile) updateConda(inScriptDirectory(condaFile), environment);
  else if (requirements) return installRequirements(inScriptDirectory(requirements), image, environment, scratch);
  return image;
}

function mountLibrary(mount: string, environment: Environment) {
  if (!stats(mount)?.isDirectory()) throw new Exit(97, `no directory of packages at ${mount}`);
  // The colon stays when PYTHONPATH was empty, and Python reads the empty rest as the working directory.
  environment.PYTHONPATH = `${mount}:${environment.PYTHONPATH ?? ""}`;
}

function updateConda(file: string, environment: Environment) {
  if ((environment.DYNAMIC_DEP_INSTALLATION || "true") !== "true") return;
  if (!stats(file)?.isFile()) throw new Exit(98, `no conda file at ${file}`);
  throw new Error("the simulated image has no conda");
}

async function installRequirements(file: string, image: SimulatedImage, environment: Environment, scratch: string) {
  if (!stats(file)?.isFile()) throw new Exit(99, `no requirements file at ${file}`);
  const container = await containerOf(image, join(scratch, "image"));
  environment.PATH = environment.PATH?.replaceAll(image.directory, container.directory) ?? "";
  const { failed, output } = await pip(container, environment, ["install", "-r", file]);
  // The image sleeps 45 s here, for its log to be shipped.
  if (failed) throw new Exit(95, `pip could not install ${file}`, output);
  return container;
}

function entryScriptDirectory({ AML_APP_ROOT, AZUREML_ENTRY_SCRIPT }: Environment): string {
  const root = AML_APP_ROOT || "/var/azureml-app";
  return AZUREML_ENTRY_SCRIPT ? `${root}/${posix.dirname(AZUREML_ENTRY_SCRIPT.replace(/^\//, ""))}` : root;
}

/** The mount is on the path already: a pip in it, or what it does to the image's pip, decides here. */
async function requireServer(image: SimulatedImage, environment: Environment) {
  const { standardOutput, output } = await pip(image, environment, ["show", "azureml-inference-server-http"]);
  if (standardOutput.trim() === "") throw new Exit(100, "pip does not see azureml-inference-server-http", output);
}

async function serve(image: SimulatedImage, environment: Environment) {
  const port = await freePort();
  const [command, script] = consoleScript(image, "azmlinfsrv");
  const loopback = fileURLToPath(new URL("./gunicorn-on-loopback.py", import.meta.url));
  return startServer({
    command,
    arguments: [script, "--entry_script", environment.AZUREML_ENTRY_SCRIPT || "main.py", "--port", String(port)],
    directory: environment.AML_APP_ROOT || "/var/azureml-app",
    environment: { ...environment, GUNICORN_CMD_ARGS: `${environment.GUNICORN_CMD_ARGS ?? ""} --config "${loopback}"` },
    port,
  });
}

/** Not synchronous: the package index that pip asks may be served by this very process. */
function pip(image: SimulatedImage, environment: Environment, command: string[]) {
  const [python, script] = consoleScript(image, "pip");
  const options = { env: environment, timeout: 300_000, maxBuffer: 1 << 26 };
  return new Promise<{ failed: boolean; standardOutput: string; output: string }>((resolve) => {
    execFile(python, [script, ...command], options, (error, stdout, stderr) => {
      resolve({ failed: error !== null, standardOutput: stdout, output: stdout + stderr });
    });
  });
}

function stats(path: string) {
  return statSync(path, { throwIfNoEntry: false });
}
