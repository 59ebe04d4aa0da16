import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Engine, EngineError } from "../../engine/engine.ts";
import type { LocalImage } from "../../engine/local-image.ts";
import type { Host } from "../../host/host.ts";
import { findImage } from "../../images/catalogue/find-image.ts";
import { SERVER } from "../../images/server/server.ts";
import { type ImageFacts, parseImageFacts } from "../../inputs/image-facts.ts";
import { orNothing } from "../../util/errors.ts";
import { normalisedName } from "../../util/text.ts";
import { ProbeContainer } from "./probe-container.ts";
import { readsInScript, tryVariables } from "./reads-variables.ts";

/** What an image says about itself, and the interpreter that said it. */
export interface AskedImage {
  readonly facts: ImageFacts;
  readonly interpreter: string;
}

/** Facts that are collected in another way are kept under another name. */
const COLLECTION = 2;

/**
 * The facts of an image. They are collected once for each image, and kept beside the tools.
 * @throws EngineError if the image cannot be started or has no Python
 */
export async function factsOf(engine: Engine, local: LocalImage, host: Host): Promise<AskedImage> {
  const file = join(host.toolDirectory, "image-facts", `${local.id.replace(":", "-")}-${COLLECTION}.json`);
  const kept = existsSync(file) ? orNothing(() => parseImageFacts(readFileSync(file, "utf8"))) : undefined;
  const { reference, digest } = local;
  if (kept !== undefined) return { facts: { ...kept, name: reference, digest }, interpreter: kept.python.path };
  const asked = await collectFacts(engine, local, host);
  orNothing(() => keep(file, asked.facts));
  return asked;
}

function keep(file: string, facts: ImageFacts): void {
  mkdirSync(join(file, ".."), { recursive: true });
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, JSON.stringify(facts));
  renameSync(fresh, file);
}

/** What `probes/image_facts.py` prints. */
interface Printed extends Pick<ImageFacts, "python" | "os" | "libraries" | "symbolVersions"> {
  readonly glibc: string;
  readonly packages: readonly { readonly name: string; readonly version: string; readonly requires: string[] }[];
  readonly runScript: string | null;
}

/** Libraries whose symbol versions count, by soname. */
const FAMILIES = {
  "libc.so.6": ["GLIBC"],
  "libstdc++.so.6": ["GLIBCXX", "CXXABI"],
  "libgcc_s.so.1": ["GCC"],
  "libz.so.1": ["ZLIB"],
};

async function collectFacts(engine: Engine, local: LocalImage, host: Host): Promise<AskedImage> {
  const container = await startWithPython(engine, local, host);
  try {
    const environment = { ...local.environment, HOME: "/tmp" };
    const how = { switches: ["-s", "-B"], environment, directory: "/" };
    const { exitCode, output, errors } = await container.run("image_facts", { families: FAMILIES }, how);
    if (exitCode !== 0)
      throw new EngineError(`the Python of ${local.reference} fails: ${errors.trim().split("\n").at(-1)}`);
    const printed = JSON.parse(output) as Printed;
    const found = { engine, local, interpreter: printed.python.path };
    const readsVariables = await tryVariables(found, readsInScript(printed.runScript), host);
    return { facts: assemble(local, printed, readsVariables), interpreter: printed.python.path };
  } finally {
    await container.stop();
  }
}

function assemble(local: LocalImage, printed: Printed, readsVariables: ImageFacts["readsVariables"]): ImageFacts {
  const packages = printed.packages.map((one) => ({ ...one, name: normalisedName(one.name) }));
  const [major = 2, minor = 0] = (/(\d+)\.(\d+)/.exec(printed.glibc)?.slice(1) ?? []).map(Number);
  return {
    schema: 1,
    name: local.reference,
    digest: local.digest,
    id: local.id,
    inspected: new Date().toISOString(),
    architecture: local.architecture === "arm64" ? "aarch64" : "x86_64",
    bytes: local.bytes,
    os: printed.os,
    user: local.user,
    entryPoint: local.entryPoint,
    command: local.command,
    environment: local.environment,
    python: printed.python,
    glibc: [major, minor],
    symbolVersions: printed.symbolVersions,
    libraries: printed.libraries,
    packages,
    server: packages.find(({ name }) => name === SERVER)?.version ?? null,
    readsVariables,
  };
}

/** Where an image has the Python of its server, the likeliest first: paths, and names on its own PATH. */
function pythonsOf({ environment, reference }: LocalImage): string[] {
  const environments = [environment.AZUREML_CONDA_ENVIRONMENT_PATH, findImage(reference)?.condaEnvironment];
  const paths = environments.flatMap((path) => (path ? [`${path}/bin/python`] : []));
  return [...new Set([...paths, "python", "python3"])];
}

async function startWithPython(engine: Engine, local: LocalImage, host: Host): Promise<ProbeContainer> {
  const spec = { image: local, binds: [], environment: {}, isWritable: false, network: "none" } as const;
  const candidates = pythonsOf(local);
  for (const interpreter of candidates) {
    try {
      return await ProbeContainer.start(engine, spec, interpreter, host);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      if (!/executable file|no such file|not found/i.test(error.message)) throw error;
    }
  }
  const variable = "AZUREML_CONDA_ENVIRONMENT_PATH";
  const elsewhere = local.environment[variable]
    ? `its variable ${variable} names no environment with one`
    : `does not set ${variable}, which would say where an environment has one`;
  throw new EngineError(`the image ${local.reference} has no Python on its PATH, and ${elsewhere}`);
}
