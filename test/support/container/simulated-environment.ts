import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A prebuilt inference image, simulated by a virtual environment. */
export interface SimulatedImage {
  /** Root of the virtual environment, absolute. Read only: every test that needs this image shares it. */
  directory: string;
  /** Full version of its Python, for example `3.8.18`. */
  pythonVersion: string;
  /** The output of `pip freeze` in it, one `name==version` each. */
  packages: string[];
}

export interface ImageOptions {
  /** An interpreter of the image's minor version. */
  python: string;
  /** Version of `azureml-inference-server-http`. */
  server: string;
  /** Where images are kept from one test run to the next. */
  directory?: string;
  /** Further requirements that the image has, for example `setuptools` (server 1.3 on Python 3.12 needs it). */
  packages?: string[];
}

/**
 * Makes an image that holds the real inference server from the configured package index, or takes it from `directory`.
 * Its closure is as new as the day it was made. Rejects with pip's own words when the index does not answer.
 */
export async function createSimulatedImage({ python, server, packages = [], ...options }: ImageOptions) {
  const directory = options.directory ?? join(tmpdir(), "azureml-played-images");
  const interpreter = await realInterpreter(python);
  const requirements = [`azureml-inference-server-http==${server}`, ...packages];
  const identity = createHash("sha256").update(JSON.stringify([interpreter, requirements]));
  const place = join(directory, `py${interpreter.version}-server${server}-${identity.digest("hex").slice(0, 12)}`);
  const kept = await describedImage(place);
  if (kept) return kept;
  await mkdir(directory, { recursive: true });
  const draft = await mkdtemp(`${place}.`);
  try {
    await fillImage(draft, interpreter, requirements);
    await rename(draft, place).catch(async (error) => {
      // Test files run side by side: another one may have been quicker, and its image is as good.
      if (!(await describedImage(place))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return (await describedImage(place)) as SimulatedImage;
}

/** A container of the image: a copy at `directory` that may be written to, like a container's own layer. */
export async function containerOf(image: SimulatedImage, directory: string): Promise<SimulatedImage> {
  // Not fs.cp: it takes four times as long for these thousands of small files.
  await run("cp", ["-a", image.directory, directory]);
  return { ...image, directory };
}

/**
 * The command line of one of the image's console scripts. Through its interpreter, because the scripts' first lines
 * name the directory in which the image was created, not its current one.
 */
export function consoleScript(image: SimulatedImage, name: string): [command: string, script: string] {
  return [join(image.directory, "bin", "python"), join(image.directory, "bin", name)];
}

interface Interpreter {
  path: string;
  version: string;
}

async function realInterpreter(python: string): Promise<Interpreter> {
  const question = "import platform, sys; print(sys.executable); print(platform.python_version())";
  const { stdout } = await run(python, ["-I", "-c", question], { timeout: 20_000 });
  const [path = python, version = ""] = stdout.trim().split("\n");
  return { path: await realpath(path), version };
}

async function fillImage(directory: string, interpreter: Interpreter, requirements: string[]) {
  const options = { timeout: 600_000, maxBuffer: 1 << 26, env: withoutPythonVariables(process.env) };
  await run(interpreter.path, ["-m", "venv", directory], options);
  const python = join(directory, "bin", "python");
  await run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...requirements], options);
  const { stdout } = await run(python, ["-m", "pip", "freeze"], options);
  const description = { pythonVersion: interpreter.version, packages: stdout.trim().split("\n") };
  await writeFile(join(directory, "image.json"), JSON.stringify(description, null, 2));
}

async function describedImage(directory: string): Promise<SimulatedImage | undefined> {
  const text = await readFile(join(directory, "image.json"), "utf8").catch(() => undefined);
  return text === undefined ? undefined : { ...JSON.parse(text), directory };
}

function withoutPythonVariables(environment: NodeJS.ProcessEnv) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(PYTHON|VIRTUAL_ENV)/.test(name)));
}
